@testable import CivilTime

/// Files of tzdata and the rules at their ends.
func fuzzZones(_ input: [UInt8]) {
  if input.first == UInt8(ascii: "T") {
    if let zone = try? Zone(id: "Fuzz/Zone", tzif: input) { ask(zone, seed: input) }
  } else if let rule = PosixRule(input) {
    let events = rule.events(years: 1969...2040)
    demand(zip(events, events.dropFirst()).allSatisfy { $0.second < $1.second }, "changes out of order")
    for second in seconds(input) {
      let stretch = rule.stretch(containing: second)
      demand(stretch.start <= second && second < stretch.end, "a stretch elsewhere")
    }
  }
}

private func ask(_ zone: Zone, seed: [UInt8]) {
  for second in seconds(seed) {
    let instant = Instant(unixSeconds: second)
    let local = zone.localDateTime(at: instant)
    demand((-93_600...93_600).contains(zone.offset(at: instant)), "an offset of \(zone.offset(at: instant)) s")
    switch zone.resolution(of: local) {
    case .unique(let found): shows(zone, local, found)
    case .fold(let first, let second):
      shows(zone, local, first)
      shows(zone, local, second)
      demand(first < second, "a fold backwards")
    case .gap: break
    }
    _ = zone.abbreviation(at: instant)
    if let next = zone.nextTransition(after: instant) {
      demand(next.instant > instant && next.offsetBefore != next.offsetAfter, "a change that is none")
    }
  }
}

private func shows(_ zone: Zone, _ local: LocalDateTime, _ instant: Instant) {
  // At the ends of the calendar the clock stands still.
  guard local.date > LocalDate.min.adding(days: 2), local.date < LocalDate.max.adding(days: -2) else { return }
  demand(zone.localDateTime(at: instant) == local, "\(local) became \(zone.localDateTime(at: instant))")
}

private func seconds(_ seed: [UInt8]) -> [Int64] {
  var reader = InputReader(Array(seed.suffix(24)))
  let range: Int64 = 9_000_000_000_000
  return [0, 1_772_442_000, 4_102_444_800, 253_402_300_799, -62_135_596_800, range, -range]
    + (0..<3).map { _ in reader.int64() % range }
}
