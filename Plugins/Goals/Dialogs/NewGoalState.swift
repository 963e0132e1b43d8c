import Contracts
import PluginAPI

extension NewGoalDialog {
  /// Where the form stands, and what was said so far.
  struct State: Codable, Sendable, Hashable {
    enum Step: Codable, Sendable, Hashable {
      case field(GoalField)
      case review
      case menu
      /// A model is being asked.
      case thinking
      /// The first of ``State/questions``.
      case question
      /// The person is asked whether the model may be one abroad.
      case abroad
    }

    /// What stands above the next question.
    enum Notice: String, Codable, Sendable, Hashable {
      /// The model is off, silent or was wrong: on by hand.
      case off, silent, wrong
      /// The words were no goal.
      case notAGoal
    }

    var draft: GoalDraft
    var step: Step
    /// A question reached from the review leads back to it.
    var isRevising = false
    /// Whether a model may read what is written here.
    var isAssisted: Bool?
    /// The wish, as it was written.
    var words: String?
    /// What the model wants to know, and what was answered.
    var questions: [GoalAnalysis.Question]?
    var answers: [AnalyseGoal.Exchange]?
    var correction: AnalyseGoal.Correction?
    /// How often the model was asked anew because of something that was written.
    var rounds: Int?
    var notice: Notice?
    /// The model's honest word about the goal.
    var remark: String?

    /// How often something may be added or corrected in words.
    static let mostRounds = 3

    /// - Parameters:
    ///   - text: the person's own words, cleaned: a title when short enough, else the reason for a goal that still
    ///     needs a title.
    init(text: String = "", isAssisted: Bool = false) {
      draft = Self.draft(of: text)
      step = .field(text.isEmpty || draft.title.isEmpty ? .title : .why)
      self.isAssisted = isAssisted ? true : nil
    }

    private static func draft(of text: String) -> GoalDraft {
      let title = TitleInput.title(UserText.clean(text, limit: NewGoalDialog.mostWords))
      let fits = title.count <= Limits.title
      var draft = GoalDraft(title: fits ? title : "")
      if !fits { draft.why = UserText.clean(text, limit: Limits.why) }
      return draft
    }

    /// The same by hand, with the wish as the first answer.
    mutating func goOnByHand(_ notice: Notice?) {
      if correction != nil {
        // There is a proposal already: back to it.
        step = .review
      } else {
        draft = Self.draft(of: words ?? "")
        step = .field(draft.title.isEmpty ? .title : .why)
        words = nil
        questions = nil
        answers = nil
      }
      correction = nil
      self.notice = notice
    }

    /// What the model is asked in this state.
    var request: AnalyseGoal {
      AnalyseGoal(
        wish: words ?? "", answers: answers ?? [], correction: correction,
        canAsk: (answers ?? []).isEmpty && correction == nil)
    }

    var holdsText: Bool { !draft.title.isEmpty || draft.why != nil || words != nil }
  }

  /// A state of version 1 lacks only what is optional now, one of version 2 a step.
  static func migrate(_ json: String, from version: Int) throws -> State? {
    (1...2).contains(version) ? try CanonicalJSON.decode(State.self, from: json) : nil
  }
}
