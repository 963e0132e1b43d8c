import PluginAPI

/// Which logical days are over.
enum DayBoundary {
  /// A day that a flight east made short ends only when it is over in the old zone too.
  static let grace: Duration = .hours(48)

  /// The last date that is over for the person.
  /// - Parameters:
  ///   - previous: the zone before the last change, and when that was.
  static func lastClosed(_ person: Person, at now: Instant, previous: (zone: Zone, changed: Instant)?) -> LocalDate {
    let here = person.logicalDate(now).adding(days: -1)
    guard let previous, now - previous.changed < grace else { return here }
    return min(here, previous.zone.logicalDate(at: now, dayStart: person.dayStart).adding(days: -1))
  }

  /// When a day is over that has ended here, and not yet in the zone before the last change; nil when there is none.
  static func endOfGrace(_ person: Person, at now: Instant, previous: (zone: Zone, changed: Instant)?) -> Instant? {
    let today = person.logicalDate(now)
    guard let previous, lastClosed(person, at: now, previous: previous) < today.adding(days: -1) else { return nil }
    let there = previous.zone.instant(of: LocalDateTime(today, closingTime(dayStart: person.dayStart)))
    return min(there, previous.changed + grace)
  }

  /// When a person's day is closed: ten minutes after the next one began.
  static func closingTime(dayStart: LocalTime) -> LocalTime {
    LocalTime(secondOfDay: (dayStart.secondOfDay + 600) % 86_400) ?? dayStart
  }
}
