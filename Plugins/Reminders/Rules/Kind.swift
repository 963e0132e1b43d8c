import PluginAPI

/// What a reminder is about. Stored: never renamed.
enum Kind: String, Codable, Sendable, Hashable, CaseIterable, SQLConvertible {
  case goal, morning, evening, review, comeback

  /// Sent by the bot's own accord: has a budget and keeps quiet hours.
  var isBotInitiated: Bool { self != .goal }

  /// Nobody asked for it: arrives without a sound.
  var isSilent: Bool { self == .review || self == .comeback }

  /// Kinds a person finds in `/reminders`, in this order.
  static let listed: [Kind] = [.morning, .evening, .review]

  /// How many framing texts each language has for it.
  var templates: Int { self == .goal ? 8 : 6 }

  /// What becomes of it after an outage.
  var late: LatePolicy {
    switch self {
    case .goal: .sendWithin(.minutes(30))
    case .morning: .sendWithin(.hours(3))
    case .evening: .sameLogicalDay
    case .review: .sendWithin(.hours(24))
    case .comeback: .drop
    }
  }
}

/// One reminder of a person: a kind, and for ``Kind/goal`` which goal.
struct Slot: Codable, Sendable, Hashable {
  var kind: Kind
  var goal: RowID?

  init(_ kind: Kind) { self.kind = kind }
  init(goal: RowID) { (kind, self.goal) = (.goal, goal) }

  /// How rows and schedules name it.
  var key: String { goal.map { "goal:\($0)" } ?? kind.rawValue }
}
