import Contracts
import PluginAPI

/// One notch less or more of what a goal asks for.
extension GoalLoad {
  /// The same goal, a notch lighter; nil when it cannot be any lighter.
  var easier: GoalLoad? {
    var load = self
    switch kind {
    case .limit: load.target = Self.stepped(target ?? 0, by: 1.25, least: 1)
    case .target: load.target = scaledWay(0.8)
    case .habit:
      if let target, let less = Self.lowered(target) {
        load.target = less
      } else {
        guard let schedule = schedule.easier else { return nil }
        load.schedule = schedule
      }
    case .milestone, .open: return nil
    }
    return load == self ? nil : load
  }

  /// The same goal, a notch more; nil when it cannot be any more.
  var harder: GoalLoad? {
    var load = self
    switch kind {
    case .limit:
      guard let target, target > 0 else { return nil }
      load.target = Self.lowered(target) ?? 0
    case .target: load.target = scaledWay(1.25)
    case .habit:
      if let target {
        load.target = Self.stepped(target, by: 1.25, least: 1)
      } else {
        guard let schedule = schedule.harder else { return nil }
        load.schedule = schedule
      }
    case .milestone, .open: return nil
    }
    return load == self || (load.target ?? 0) > Limits.amount ? nil : load
  }

  /// A measured target moves along its way, another one by its size.
  private func scaledWay(_ factor: Double) -> Double? {
    guard let target else { return nil }
    guard let start else {
      return factor < 1 ? Self.lowered(target) ?? target : Self.stepped(target, by: factor, least: 1)
    }
    let way = (target - start) * factor
    return Quantity.rounded(abs(way) >= 5 ? start + way.rounded() : start + (way * 10).rounded() / 10)
  }

  /// A fifth less, at least one less; nil when nothing would be left.
  private static func lowered(_ amount: Double) -> Double? {
    if amount <= 1 { return amount > 0.25 ? Quantity.rounded(amount / 2) : nil }
    let less = amount >= 5 ? (amount * 0.8).rounded() : (amount - 1)
    return max(less, min(1, amount / 2))
  }

  private static func stepped(_ amount: Double, by factor: Double, least: Double) -> Double {
    max(amount + (amount < 1 ? amount : least), (amount * factor).rounded())
  }
}

extension GoalSchedule {
  fileprivate var easier: GoalSchedule? {
    switch self {
    case .daily: .perWeek(5)
    case .weekdays(let days) where Set(days).count > 1:
      .weekdays(Array(Set(days).sorted().dropLast()))
    case .perWeek(let times) where times > 1: .perWeek(times - 1)
    case .weekdays, .perWeek, .none: nil
    }
  }

  fileprivate var harder: GoalSchedule? {
    switch self {
    case .perWeek(let times) where times < 7: .perWeek(times + 1)
    case .weekdays(let days):
      // The day that stands farthest from the others.
      Weekday.allCases.filter { !days.contains($0) }
        .max { Self.gap($0, days) < Self.gap($1, days) }
        .map { .weekdays((days + [$0]).sorted()) }
    case .daily, .perWeek, .none: nil
    }
  }

  private static func gap(_ day: Weekday, _ days: [Weekday]) -> Int {
    days.map { min(day.days(until: $0), $0.days(until: day)) }.min() ?? 0
  }
}
