import Contracts
import PluginAPI

/// A part of the day, as people name it.
enum DayPart: String, Sendable, Hashable, CaseIterable {
  case morning, afternoon, evening, night

  init(_ time: LocalTime) {
    switch time.hour {
    case 4..<12: self = .morning
    case 12..<17: self = .afternoon
    case 17..<23: self = .evening
    default: self = .night
    }
  }

  /// When most was logged, if one part of the day stands out: three goals' days at least, and more than half of them. What
  /// was logged for another day, or was not done, says nothing.
  static func best(of entries: [CheckIn], in zone: Zone) -> DayPart? {
    struct GoalDay: Hashable {
      var goal: RowID
      var date: LocalDate
    }
    var first: [GoalDay: Instant] = [:]
    for entry in entries where !entry.isBackdated && [.full, .minimum, .amount].contains(entry.kind) {
      let key = GoalDay(goal: entry.goal, date: entry.date)
      first[key] = min(first[key] ?? entry.at, entry.at)
    }
    let parts = Dictionary(grouping: first.values) { DayPart(zone.time(at: $0)) }.mapValues(\.count)
    return parts.first { $0.value >= 3 && $0.value * 2 > first.count }?.key
  }
}
