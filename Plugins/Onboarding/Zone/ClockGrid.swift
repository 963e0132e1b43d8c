package import PluginAPI

/// What clocks around the world show at an instant: a time for each offset in use.
package struct ClockGrid: Sendable, Hashable {
  /// Buttons on a page.
  package static let pageSize = 12
  private static let areas = [
    "Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/",
  ]
  private static let hour = 3600

  package let now: Instant
  /// Seconds east of UTC, ascending, each once.
  package let offsets: [Int]

  package init(offsets: some Sequence<Int>, now: Instant) {
    self.now = now
    self.offsets = Set(offsets).sorted()
  }

  /// The offsets in use where people live.
  package init(_ zones: TimeZoneDatabase, now: Instant) {
    let places = zones.identifiers.filter { id in Self.areas.contains { id.hasPrefix($0) } }
    self.init(offsets: places.compactMap { try? zones.zone($0).offset(at: now) }, now: now)
  }

  /// What a clock at the offset shows, seconds dropped.
  package func time(at offset: Int) -> LocalTime {
    let second = Self.modulo(Int(now.unixSeconds) + offset)
    return LocalTime(secondOfDay: second - second % 60) ?? .midnight
  }

  // MARK: Pages

  /// Whole hours of a page that begins with an hour east of UTC.
  package func wholeHours(from first: Int) -> [Int] {
    let hours = first..<first + Self.pageSize
    return offsets.filter { $0.isMultiple(of: Self.hour) && hours.contains($0 / Self.hour) }
  }

  /// Offsets with minutes: India, Nepal, Newfoundland.
  package var oddMinutes: [Int] { offsets.filter { !$0.isMultiple(of: Self.hour) } }

  /// Where a page may begin: none is empty, and the last one is full.
  package var firstHours: ClosedRange<Int> {
    let hours = offsets.filter { $0.isMultiple(of: Self.hour) }.map { $0 / Self.hour }
    let lowest = hours.first ?? 0
    return lowest...max(lowest, (hours.last ?? 0) - Self.pageSize + 1)
  }

  /// Moves the beginning of a page into its range.
  package func clamped(_ first: Int) -> Int { min(max(first, firstHours.lowerBound), firstHours.upperBound) }

  /// The page that most people of a language find themselves on: from Kaliningrad to Kamchatka for Russian, from the
  /// Pacific to Eastern Europe for English; around the zone of those whose zone is known.
  package func likelyFirstHour(for person: Person) -> Int {
    if person.isZoneConfirmed {
      let offset = person.zone.offset(at: now)
      let hour = (offset - Self.modulo(offset, Self.hour)) / Self.hour
      return clamped(hour - Self.pageSize / 2 + 1)
    }
    switch person.language {
    case .russian: return clamped(1)
    case .english: return clamped(-8)
    }
  }

  // MARK: Matching

  /// Offsets whose clock shows what was answered. Two when the times are a day apart: 08:00 in Honolulu and Kiritimati.
  package func offsets(matching answer: ClockAnswer) -> [Int] {
    switch answer {
    case .offset(let offset): return offsets.filter { $0 == offset }
    case .hour(let hour):
      return offsets.filter { $0.isMultiple(of: Self.hour) && time(at: $0).hour == hour }
    case .time(let wanted):
      let tolerance = 8 * 60
      let distances = offsets.map { ($0, Self.distance(time(at: $0).secondOfDay, wanted.secondOfDay)) }
      guard let closest = distances.map(\.1).min(), closest <= tolerance else { return [] }
      return distances.filter { $0.1 == closest }.map(\.0)
    }
  }

  /// An offset with those whose clocks show the same.
  package func sameClock(as offset: Int) -> [Int] {
    guard offsets.contains(offset) else { return [] }
    return [offset] + offsets.filter { $0 != offset && ($0 - offset).isMultiple(of: Self.day) }
  }

  private static let day = 86_400
  private static func modulo(_ value: Int, _ divisor: Int = day) -> Int {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }

  /// The shorter way around the dial of 24 hours.
  private static func distance(_ left: Int, _ right: Int) -> Int {
    let way = modulo(left - right)
    return min(way, day - way)
  }
}
