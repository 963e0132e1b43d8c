import CivilTime
import Testing

/// Zones that have broken other software.
@Suite struct NamedZoneTests {
  @Test func lordHoweMovesByHalfAnHour() throws {
    let zone = try zone("Australia/Lord_Howe")
    let missing = try local("2026-10-04T02:15")
    #expect(
      zone.resolution(of: missing)
        == .gap(
          shiftedForward: try utc("2026-10-03T15:45"), shiftedBackward: try utc("2026-10-03T15:15"),
          end: try utc("2026-10-03T15:30")))
    #expect(zone.localDateTime(at: zone.instant(of: missing)) == (try local("2026-10-04T02:45")))
    let twice = try local("2026-04-05T01:45")
    #expect(zone.instant(of: twice, fold: .second) - zone.instant(of: twice) == .minutes(30))
  }

  @Test func cairoLosesItsMidnight() throws {
    let zone = try zone("Africa/Cairo")
    let midnight = try local("2027-04-30T00:00")
    let instant = zone.instant(of: midnight)
    #expect(zone.localDateTime(at: instant) == (try local("2027-04-30T01:00")))
    #expect(zone.instant(of: midnight, gap: .end) == instant)
    let next = try recurrence("daily@00:30").occurrence(
      after: try local("2027-04-29T00:30"), notBefore: try utc("2027-04-29T12:00"), in: zone)
    #expect(next?.local == (try local("2027-04-30T00:30")))
    #expect(next.map { zone.localDateTime(at: $0.instant) } == (try local("2027-04-30T01:30")))
  }

  @Test func apiaHasNoThirtiethOfDecember2011() throws {
    let zone = try zone("Pacific/Apia")
    #expect(zone.date(at: try utc("2011-12-30T09:59:59")) == (try day("2011-12-29")))
    #expect(zone.date(at: try utc("2011-12-30T10:00")) == (try day("2011-12-31")))
    let daily = try recurrence("daily@08:00")
    let before = try local("2011-12-29T08:00")
    let next = daily.occurrence(after: before, notBefore: zone.instant(of: before), in: zone)
    #expect(next?.local == (try local("2011-12-31T08:00")))
    let due = daily.latestDue(after: before, now: try utc("2011-12-31T00:00"), in: zone)
    #expect(due?.occurrence == next)
  }

  @Test func kiritimatiIsFarthestAhead() throws {
    let zone = try zone("Pacific/Kiritimati")
    #expect(zone.offset(at: try utc("2026-11-22T00:00")) == 14 * 3600)
    #expect(zone.localDateTime(at: try utc("2026-11-22T10:00")) == (try local("2026-11-23T00:00")))
    guard case .gap = zone.resolution(of: try local("1994-12-31T12:00")) else {
      Issue.record("1994-12-31 was left out")
      return
    }
  }

  @Test func dublinHasNegativeSummerTime() throws {
    let zone = try zone("Europe/Dublin")
    #expect(zone.offset(at: try utc("2027-01-10T12:00")) == 0)
    #expect(zone.abbreviation(at: try utc("2027-01-10T12:00")) == "GMT")
    #expect(zone.offset(at: try utc("2027-07-10T12:00")) == 3600)
    #expect(zone.abbreviation(at: try utc("2050-07-10T12:00")) == "IST")
  }

  @Test func moroccoKeepsRamadanAndGivesUpSummerTime() throws {
    let zone = try zone("Africa/Casablanca")
    #expect(zone.offset(at: try utc("2026-01-10T12:00")) == 3600)
    #expect(zone.offset(at: try utc("2026-03-01T12:00")) == 0)
    #expect(zone.offset(at: try utc("2026-05-01T12:00")) == 3600)
    #expect(zone.offset(at: try utc("2026-11-22T12:00")) == 0)
    #expect(zone.nextTransition(after: try utc("2026-11-22T12:00")) == nil)
  }

  /// The changes of 2026 that Foundation does not know. They need tzdata 2026c; an older one would send reminders at
  /// the wrong hour, so it fails this test.
  @Test func knowsTheRulesOf2026() throws {
    let version = try systemDatabase.get().version
    #expect(version >= "2026c", "install a newer tzdata")
    let now = try utc("2026-11-22T12:00")
    #expect(try zone("America/Vancouver").offset(at: now) == -7 * 3600)
    #expect(try zone("America/Edmonton").offset(at: now) == -6 * 3600)
    #expect(try zone("America/Vancouver").nextTransition(after: now) == nil)
    #expect(try zone("America/Edmonton").nextTransition(after: now) == nil)
  }

  @Test func nextTransitionFindsTheChangeOfClocks() throws {
    let change = try #require(try zone("Europe/Berlin").nextTransition(after: try utc("2026-11-22T12:00")))
    #expect(change.instant == (try utc("2027-03-28T01:00")))
    #expect(change.offsetBefore == 3600 && change.offsetAfter == 7200)
    #expect(try zone("Europe/Moscow").nextTransition(after: try utc("2026-11-22T12:00")) == nil)
    #expect(Zone.utc.nextTransition(after: Instant(unixSeconds: 0)) == nil)
    #expect(try zone("Europe/Berlin").nextTransition(after: change.instant)?.instant == (try utc("2027-10-31T01:00")))
  }

  @Test func farInstantsStopAtTheEndsOfTheCalendar() throws {
    for zone in [Zone.utc, try zone("Europe/Berlin"), try zone("Australia/Lord_Howe")] {
      for end in [Int64.min, .max] {
        let instant = Instant(microseconds: end)
        #expect(zone.date(at: instant) == (end < 0 ? .min : .max))
        _ = zone.nextTransition(after: instant)
        _ = zone.abbreviation(at: instant)
      }
      for date in [LocalDate.min, .max] {
        let moment = LocalDateTime(date, .noon)
        #expect(zone.localDateTime(at: zone.instant(of: moment)) == moment)
      }
    }
  }

  @Test func fractionsOfASecondAreDropped() throws {
    let almost = Instant(microseconds: try utc("2026-11-22T00:00").microseconds - 1)
    #expect(Zone.utc.localDateTime(at: almost) == (try local("2026-11-21T23:59:59")))
  }
}
