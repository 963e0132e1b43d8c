import CivilTime
import Testing

@Suite struct LogicalDateTests {
  private let dayStart = LocalTime.at(3)

  @Test func comparesTheClockOnTheDayItIsPutForward() throws {
    let zone = try zone("Europe/Berlin")
    // 01:59:59, one second before the clock shows 03:00.
    #expect(zone.logicalDate(at: try utc("2027-03-28T00:59:59"), dayStart: dayStart) == (try day("2027-03-27")))
    #expect(zone.logicalDate(at: try utc("2027-03-28T01:00"), dayStart: dayStart) == (try day("2027-03-28")))
  }

  @Test func comparesTheClockOnTheDayItIsPutBack() throws {
    let zone = try zone("Europe/Berlin")
    // 02:59:59 comes twice; both times it is still the day before.
    for instant in ["2026-10-25T00:59:59", "2026-10-25T01:00", "2026-10-25T01:59:59"] {
      #expect(zone.logicalDate(at: try utc(instant), dayStart: dayStart) == (try day("2026-10-24")))
    }
    #expect(zone.logicalDate(at: try utc("2026-10-25T02:00"), dayStart: dayStart) == (try day("2026-10-25")))
  }

  @Test func midnightIsTheCalendarsOwnDay() throws {
    let zone = try zone("Asia/Tokyo")
    #expect(zone.logicalDate(at: try utc("2026-11-22T15:00"), dayStart: .midnight) == (try day("2026-11-23")))
    #expect(zone.logicalDate(at: try utc("2026-11-22T14:59:59"), dayStart: .midnight) == (try day("2026-11-22")))
    #expect(zone.logicalDate(at: try utc("2026-11-22T16:30"), dayStart: dayStart) == (try day("2026-11-22")))
  }
}
