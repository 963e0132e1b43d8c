import Contracts
import PluginAPI

/// How much a goal asks for: what the rule "easier from the next period, harder at once" is about.
struct GoalLoad: Codable, Sendable, Hashable {
  var kind: GoalSnapshot.Kind
  var schedule: GoalSchedule
  var target: Double?
  var unit: String?
  /// The value a measured target starts from.
  var start: Double?

  /// How far a target is from where it started.
  private var way: Double { abs((target ?? 0) - (start ?? 0)) }

  /// Days a week on which something is asked for.
  var daysPerWeek: Int {
    switch schedule {
    case .daily: 7
    case .weekdays(let days): Set(days).count
    case .perWeek(let times): times
    case .none: 0
    }
  }

  /// Whether this asks for less than `old`. Amounts in different units are not compared.
  func isEasier(than old: GoalLoad) -> Bool {
    if kind == .limit, old.kind == .limit {
      // Of a limit, more is easier.
      return unit == old.unit && (target ?? 0) > (old.target ?? 0)
    }
    if kind == .target, old.kind == .target { return unit == old.unit && way < old.way }
    if let target, let before = old.target {
      guard unit == old.unit else { return daysPerWeek < old.daysPerWeek }
      return target * Double(daysPerWeek) < before * Double(old.daysPerWeek)
    }
    if daysPerWeek == old.daysPerWeek { return target == nil && old.target != nil }
    return daysPerWeek < old.daysPerWeek
  }

  /// From when this counts when it replaces `old`: something easier waits for the end of the running period (a week
  /// for "N times a week" and for goals without a schedule, else a day), everything else counts at once.
  func effectiveDate(replacing old: GoalLoad, on today: LocalDate) -> LocalDate {
    guard isEasier(than: old) else { return today }
    switch old.schedule {
    case .perWeek, .none: return today.startOfWeek().adding(days: 7)
    case .daily, .weekdays: return today.adding(days: 1)
    }
  }
}
