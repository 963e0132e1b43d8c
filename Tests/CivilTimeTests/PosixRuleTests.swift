import CivilTime
import Testing

/// The rules at the end of TZif files, each at the end of a file that holds nothing else.
@Suite struct PosixRuleTests {
  private func zone(_ rule: String) throws -> Zone {
    try Zone(id: "test", tzif: TZifBuilder(version: UInt8(ascii: "3"), rule: rule).bytes)
  }

  private func changes(_ rule: String, year: Int) throws -> [String] {
    let zone = try zone(rule)
    let start = try #require(LocalDate(year: year, month: 1, day: 1))
    var now = Zone.utc.instant(of: LocalDateTime(start, .midnight)) - .seconds(1)
    var found: [String] = []
    while let change = zone.nextTransition(after: now), Zone.utc.date(at: change.instant).year == year {
      let before = Instant(unixSeconds: change.instant.unixSeconds - 1)
      found.append(
        zone.localDateTime(at: before).description + ">" + zone.localDateTime(at: change.instant).description)
      now = change.instant
    }
    return found
  }

  @Test func namesAndOffsets() throws {
    let now = Instant(unixSeconds: 0)
    let bracketed = try zone("<+03>-3")
    #expect(bracketed.offset(at: now) == 10_800 && bracketed.abbreviation(at: now) == "+03")
    #expect(try zone("LMT+1:02:03").offset(at: now) == -3723)
    #expect(try zone("UTC0").offset(at: now) == 0)
    #expect(try zone("").offset(at: now) == 0)
  }

  @Test func weekdayOfMonth() throws {
    #expect(
      try changes("CET-1CEST,M3.5.0,M10.5.0/3", year: 2150) == [
        "2150-03-29T01:59:59>2150-03-29T03:00", "2150-10-25T02:59:59>2150-10-25T02:00",
      ])
  }

  @Test func julianDaysDoNotCountTheLeapDay() throws {
    // Day 60 is always 1 March.
    #expect(try changes("AAA0BBB,J60/0,J300/0", year: 2028).first == "2028-02-29T23:59:59>2028-03-01T01:00")
    #expect(try changes("AAA0BBB,J60/0,J300/0", year: 2027).first == "2027-02-28T23:59:59>2027-03-01T01:00")
  }

  @Test func zeroBasedDaysCountTheLeapDay() throws {
    #expect(try changes("AAA0BBB,59/0,300/0", year: 2028).first == "2028-02-28T23:59:59>2028-02-29T01:00")
    #expect(try changes("AAA0BBB,59/0,300/0", year: 2027).first == "2027-02-28T23:59:59>2027-03-01T01:00")
  }

  @Test func timesBeforeMidnightAndBeyondTheDay() throws {
    #expect(
      try changes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", year: 2110).first == "2110-03-29T22:59:59>2110-03-30T00:00")
    #expect(try changes("EET-2EEST,M3.4.4/50,M10.4.4/50", year: 2110).first == "2110-03-29T01:59:59>2110-03-29T03:00")
    #expect(try changes("EET-2EEST,M3.4.4/167,M10.4.4/50", year: 2110).first == "2110-04-02T22:59:59>2110-04-03T00:00")
  }

  @Test func negativeSummerTime() throws {
    let zone = try zone("IST-1GMT0,M10.5.0,M3.5.0/1")
    #expect(zone.offset(at: try utc("2110-01-01T00:00")) == 0)
    #expect(zone.offset(at: try utc("2110-07-01T00:00")) == 3600)
  }

  @Test func summerTimeAllYear() throws {
    let zone = try zone("XXX3EDT4,0/0,J365/23")
    var instant = try utc("2026-01-01T00:00")
    while instant < (try utc("2030-01-01T00:00")) {
      #expect(zone.offset(at: instant) == -4 * 3600)
      instant += .hours(31)
    }
    #expect(zone.nextTransition(after: try utc("2026-01-01T00:00")) == nil)
  }

  @Test(arguments: [
    "A0", "AB", "<>0", "<AB", "UTC", "UTC+", "UTC25", "UTC0:60", "UTC0:", "UTC0 ", "UTC0DST", "UTC0DST,M3.5.0",
    "UTC0DST,M3.5.0,", "UTC0DST,M13.1.0,M1.1.0", "UTC0DST,M0.1.0,M1.1.0", "UTC0DST,M1.6.0,M1.1.0",
    "UTC0DST,M1.1.7,M1.1.0", "UTC0DST,J0,J5", "UTC0DST,J366,J5", "UTC0DST,366,5", "UTC0DST,M3.5.0/168,M10.5.0",
    "UTC0DST,M3.5.0/,M10.5.0", "UTC0DST,M3.5.0,M10.5.0x", "UTC0DST,M3.5.0,M10.5.0,", "<Ü+1>0", "UTC0DST,M3.5,M1.1.0",
    "UTC0DST,1,2/-168", "UTC99999999999999999999",
  ])
  func rulesThatBreakTheGrammarAreRefused(_ rule: String) {
    #expect(throws: TZifError.self) { try zone(rule) }
  }
}
