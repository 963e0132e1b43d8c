import CivilTime
import Testing

@Suite struct OccurrenceTests {
  /// All occurrences from one to the next, as a scheduler asks for them.
  private func run(_ value: Recurrence, from start: Instant, to end: Instant, in zone: Zone) -> [Occurrence] {
    var occurrences: [Occurrence] = []
    var now = start
    while let next = value.occurrence(after: occurrences.last?.local, notBefore: now, in: zone), next.instant < end {
      occurrences.append(next)
      now = next.instant
    }
    return occurrences
  }

  @Test func DST_spring_gap() throws {
    let zone = try zone("Europe/Berlin")
    let found = run(
      try recurrence("daily@02:30"), from: try utc("2027-03-27T00:00"), to: try utc("2027-03-30T00:00"), in: zone)
    #expect(found.map(\.local.description) == ["2027-03-27T02:30", "2027-03-28T02:30", "2027-03-29T02:30"])
    #expect(
      found.map(\.instant) == [
        try utc("2027-03-27T01:30"), try utc("2027-03-28T01:30"), try utc("2027-03-29T00:30"),
      ])
    #expect(zone.time(at: found[1].instant) == .at(3, 30))
  }

  @Test func DST_fall_once() throws {
    let zone = try zone("Europe/Berlin")
    let daily = try recurrence("daily@02:30")
    let found = run(daily, from: try utc("2026-10-24T00:00"), to: try utc("2026-10-27T00:00"), in: zone)
    #expect(found.map(\.local.date.day) == [24, 25, 26])
    #expect(found[1].instant == (try utc("2026-10-25T00:30")))
    #expect(found[2].instant - found[1].instant == .hours(25))
    // A host that comes up between the two does not fire at the second.
    let between = daily.occurrence(after: nil, notBefore: try utc("2026-10-25T01:00"), in: zone)
    #expect(between?.local == (try local("2026-10-26T02:30")))
    // In the second pass the clock shows less than the occurrence that has come.
    let due = daily.latestDue(after: try local("2026-10-24T02:30"), now: try utc("2026-10-25T01:10"), in: zone)
    #expect(due?.occurrence == found[1] && due?.skipped == 0)
  }

  /// Every day of two years once, whatever the zone does.
  @Test(arguments: [
    "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "Africa/Casablanca", "America/Nuuk", "America/Santiago",
    "Antarctica/Troll", "Asia/Gaza", "Pacific/Kiritimati",
  ])
  func oneEachDay(_ id: String) throws {
    let zone = try zone(id)
    let start = try day("2025-06-01")
    let end = try day("2027-06-01")
    for time in ["00:00", "00:30", "01:30", "02:15", "23:30"] {
      let value = try recurrence("daily@\(time)")
      let found = run(
        value, from: zone.instant(of: LocalDateTime(start, value.time)),
        to: zone.instant(of: LocalDateTime(end, value.time)), in: zone)
      #expect(found.map(\.local.date) == Array(start..<end), "\(id) \(time)")
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.instant < $1.instant })
    }
  }

  @Test func fly_west_no_double() throws {
    let daily = try recurrence("daily@08:00")
    let handled = try local("2026-11-22T08:00")
    // Handled in Tokyo; in Los Angeles it is still the evening of the 21st.
    let next = daily.occurrence(
      after: handled, notBefore: try utc("2026-11-22T05:00"), in: try zone("America/Los_Angeles"))
    #expect(next?.local == (try local("2026-11-23T08:00")))
    #expect(
      daily.latestDue(after: handled, now: try utc("2026-11-22T20:00"), in: try zone("America/Los_Angeles")) == nil)
  }

  @Test func fly_east_no_break() throws {
    let daily = try recurrence("daily@08:00")
    let handled = try local("2026-11-21T08:00")
    // The flight jumps over 08:00 of the 22nd: it counts as missed, and the 23rd comes as usual.
    let tokyo = try zone("Asia/Tokyo")
    let landed = try utc("2026-11-22T03:00")
    let due = daily.latestDue(after: handled, now: landed, in: tokyo)
    #expect(due?.occurrence.local == (try local("2026-11-22T08:00")) && due?.skipped == 0)
    let next = daily.occurrence(after: due?.occurrence.local, notBefore: landed, in: tokyo)
    #expect(next?.local == (try local("2026-11-23T08:00")))
  }

  @Test func afterAnOutageTheNewestIsDueAndTheOthersAreCounted() throws {
    let zone = try zone("Europe/Moscow")
    let handled = try local("2026-11-02T07:00")
    let value = try recurrence("weekdays:1,3,5@07:00")
    let due = try #require(value.latestDue(after: handled, now: try utc("2026-11-22T15:00"), in: zone))
    // Wed 4, Fri 6, Mon 9, Wed 11, Fri 13, Mon 16, Wed 18 pass; Fri 20 is due.
    #expect(due.occurrence.local == (try local("2026-11-20T07:00")) && due.skipped == 7)
    #expect(value.latestDue(after: due.occurrence.local, now: try utc("2026-11-22T15:00"), in: zone) == nil)
  }

  @Test func tenYearsOfSleepCostNoMoreThanADay() throws {
    let zone = try zone("Europe/Berlin")
    let handled = try local("2016-11-22T08:00")
    let now = try utc("2026-11-22T12:00")
    let clock = ContinuousClock()
    for text in ["daily@08:00", "weekdays:1,3,5@07:00", "weeks:2:1,4:2026-11-23@09:00", "monthly:31@10:00"] {
      let value = try recurrence(text)
      let elapsed = clock.measure { for _ in 0..<100 { _ = value.latestDue(after: handled, now: now, in: zone) } }
      #expect(elapsed < .milliseconds(100), "\(text)")
      let due = try #require(value.latestDue(after: handled, now: now, in: zone))
      #expect(due.skipped + 1 == value.count(after: handled, upTo: zone.localDateTime(at: now)))
    }
    #expect(try recurrence("daily@08:00").latestDue(after: handled, now: now, in: zone)?.skipped == 3651)
  }

  @Test func agreesWithBruteForceAcrossZones() throws {
    var random = SplitMix(state: 5)
    let ids = ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/New_York", "Africa/Casablanca", "UTC"]
    for _ in 0..<400 {
      let zone = try zone(try #require(ids.randomElement(using: &random)))
      let value = Recurrence.daily(
        at: try #require(LocalTime(secondOfDay: Int.random(in: 0..<96, using: &random) * 900)))
      let now = Instant(unixSeconds: Int64.random(in: 1_200_000_000..<2_000_000_000, using: &random))
      let days = zone.date(at: now).adding(days: -10)...zone.date(at: now).adding(days: 10)
      // Of two occurrences at one instant, the older lies on a day that the zone leaves out.
      let all = days.map { Occurrence(at: LocalDateTime($0, value.time), in: zone) }
      let real = zip(all, all.dropFirst()).filter { $0.instant < $1.instant }.map(\.0)
      #expect(value.occurrence(after: nil, notBefore: now, in: zone) == real.first { $0.instant >= now })
      let begin = LocalDateTime(days.lowerBound, value.time)
      #expect(value.latestDue(after: begin, now: now, in: zone)?.occurrence == real.last { $0.instant <= now })
    }
  }
}
