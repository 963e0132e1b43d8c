/// A conversation of several steps around one live card.
///
/// The host keeps the state between turns, with its version; shows ``card(_:_:)`` after every step, edited in place
/// when a button was pressed and sent below when the person wrote; ends it on `/cancel` or after ``timeToLive``; shows it
/// anew when the person's language changes. The state holds no rendered text. A person has one open dialog.
public protocol Dialog: Sendable {
  /// What is remembered between steps.
  associatedtype State: Codable & Sendable
  /// What its buttons carry: an enumeration.
  associatedtype Choice: Codable & Sendable

  /// Owner and name, `goals.new_goal`. Stored: never renamed.
  static var name: String { get }
  /// Raise it when `State` changes shape.
  static var version: Int { get }
  /// Counted from the last step.
  static var timeToLive: Duration { get }
  /// Turns the stored state of an older version into a current one; nil ends the dialog politely.
  static func migrate(_ json: String, from version: Int) throws -> State?

  /// What the person sees in this state.
  func card(_ state: State, _ turn: Turn) async throws -> Card
  /// The person pressed a button or wrote something.
  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State>
  /// True while the state holds something the person wrote and would be sorry to lose: the host asks before
  /// another dialog replaces this one.
  func hasUnsavedText(_ state: State) -> Bool
}

extension Dialog {
  public static var version: Int { 1 }
  public static var timeToLive: Duration { .days(7) }
  public static func migrate(_ json: String, from version: Int) throws -> State? { nil }
  public func hasUnsavedText(_ state: State) -> Bool { false }
}

/// What a person did in an open dialog.
public enum DialogInput<Choice: Codable & Sendable>: Sendable {
  case choice(Choice)
  case message(IncomingMessage)
}

/// How a dialog goes on.
public enum DialogStep<State: Codable & Sendable>: Sendable {
  /// The next state, its card shown.
  case show(State)
  /// The input was no good: this text above the same card, nothing changed.
  case retry(Text)
  /// Over; the card becomes this one, or only loses its buttons.
  case finish(Card?)
  /// Not for this dialog: ordinary routing goes on, the dialog stays open.
  case ignore
}

extension Dialog {
  /// How a dialog stands in a plugin's contributions: `DialogContribution(NewGoalDialog(…))`.
  public var contribution: Contribution { .dialog(AnyDialog(self)) }
}

/// Declares a dialog.
public struct DialogContribution<D: Dialog>: ContributionConvertible {
  let dialog: D
  public init(_ dialog: D) { self.dialog = dialog }
  public var contribution: Contribution { dialog.contribution }
}

/// A ``Dialog`` without its types.
public struct AnyDialog: Sendable {
  package enum Input: Sendable {
    case choice(CompactDecoder)
    case message(IncomingMessage)
  }

  package enum Step: Sendable {
    case show(String)
    case retry(Text)
    case finish(Card?)
    case ignore
  }

  public let name: String
  package let version: Int
  package let timeToLive: Duration
  /// Stored JSON and version to current JSON, nil when the dialog cannot go on.
  package let load: @Sendable (String, Int) throws -> String?
  package let card: @Sendable (String, Turn) async throws -> Card
  package let answer: @Sendable (Input, String, Turn) async throws -> Step
  package let hasUnsavedText: @Sendable (String) throws -> Bool

  init<D: Dialog>(_ dialog: D) {
    name = D.name
    version = D.version
    timeToLive = D.timeToLive
    load = { json, version in
      if version == D.version { return json }
      return try D.migrate(json, from: version).map { try CanonicalJSON.text($0) }
    }
    card = { json, turn in try await dialog.card(try CanonicalJSON.decode(D.State.self, from: json), turn) }
    answer = { input, json, turn in
      let state = try CanonicalJSON.decode(D.State.self, from: json)
      let typed: DialogInput<D.Choice>
      switch input {
      case .message(let message): typed = .message(message)
      case .choice(var decoder): typed = .choice(try decoder.decode(D.Choice.self))
      }
      switch try await dialog.answer(typed, state, turn) {
      case .show(let next): return .show(try CanonicalJSON.text(next))
      case .retry(let problem): return .retry(problem)
      case .finish(let card): return .finish(card)
      case .ignore: return .ignore
      }
    }
    hasUnsavedText = { json in dialog.hasUnsavedText(try CanonicalJSON.decode(D.State.self, from: json)) }
  }
}
