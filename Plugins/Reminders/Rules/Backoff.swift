import PluginAPI

/// Stops when it is ignored: after three unanswered reminders every second day, then weekly, then not at all. Each step
/// is announced; `/reminders` brings it back.
struct Backoff: Sendable, Hashable {
  /// 0 as asked for, 1 every second day, 2 weekly, 3 off.
  var level = 0
  /// Sent since the person last did anything.
  var unanswered = 0
  var lastSent: LocalDate?

  static let patience = 3
  static let off = 3

  enum Verdict: Sendable, Hashable {
    /// To be sent; `announcing` the new level, if it rose.
    case send(announcing: Int?)
    /// Only to say that it stops.
    case sayGoodbye
    case rest
  }

  /// Days between two reminders. A weekly one goes to every second and every fourth week.
  static func interval(_ level: Int, of kind: Kind) -> Int {
    let weekly = kind == .review
    switch level {
    case ...0: return weekly ? 7 : 1
    case 1: return weekly ? 14 : 2
    default: return weekly ? 28 : 7
    }
  }

  /// Whether to remind on a date; changes the state as if it was done.
  mutating func fire(on date: LocalDate, kind: Kind) -> Verdict {
    guard level < Self.off else { return .rest }
    if level > 0, let lastSent, lastSent.days(until: date) < Self.interval(level, of: kind) { return .rest }
    var announced: Int?
    if unanswered >= Self.patience {
      level += 1
      unanswered = 0
      announced = level
      if level >= Self.off { return .sayGoodbye }
    }
    unanswered += 1
    lastSent = date
    return .send(announcing: announced)
  }
}
