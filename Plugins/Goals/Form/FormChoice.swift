import PluginAPI

/// What the buttons of the form's dialogs carry.
struct FormChoice: Codable, Sendable, Hashable {
  enum Action: Int, Codable, Sendable, Hashable {
    /// Leave the question unanswered.
    case skip = 0
    /// To the question before.
    case back
    /// The answer with this number: a rhythm, a weekday, minutes after midnight.
    case pick
    /// What was picked is complete.
    case confirm
    case save
    /// Show what can be changed.
    case change
    case effort
    case cancel
    case easier
    case harder
  }

  var action: Action
  var value: Int

  init(_ action: Action, _ value: Int = 0) {
    self.action = action
    self.value = value
  }
}

/// What an answer to a question of the form leads to.
enum FormStep: Sendable {
  /// To the question after `from`, which is not always the one that was asked: a text may answer two.
  case next(GoalDraft, from: GoalField)
  case stay(GoalDraft)
  case retry(Text)
}
