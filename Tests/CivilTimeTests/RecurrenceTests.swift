import CivilTime
import Foundation
import Testing

@Suite struct RecurrenceTests {
  @Test(arguments: [
    "daily@08:00", "weekdays:1,3,5@07:00", "weeks:2:1,4:2026-11-23@09:00", "monthly:31@10:00", "monthly:last@10:00",
    "daily@23:59:59", "weekdays:1,2,3,4,5,6,7@00:00", "weeks:520:7:0001-01-01@00:00", "monthly:1@12:30",
  ])
  func textsRoundTrip(_ text: String) throws {
    let value = try recurrence(text)
    #expect(value.description == text)
    let json = try JSONEncoder().encode([value])
    #expect(try JSONDecoder().decode([Recurrence].self, from: json) == [value])
    #expect(String(decoding: json, as: UTF8.self) == "[\"\(text)\"]")
  }

  @Test(arguments: [
    "", "daily", "daily@", "daily@8:00", "Daily@08:00", "daily@08:00 ", " daily@08:00", "daily:1@08:00",
    "daily@08:00@09:00", "weekdays:@08:00", "weekdays@08:00", "weekdays:0@08:00", "weekdays:8@08:00",
    "weekdays:2,1@08:00", "weekdays:1,1@08:00", "weekdays:1;2@08:00", "weeks:0:1:2026-11-23@09:00",
    "weeks:521:1:2026-11-23@09:00", "weeks:02:1:2026-11-23@09:00", "weeks:2::2026-11-23@09:00", "weeks:2:1@09:00",
    "weeks:2:1:2026-02-30@09:00", "weeks:-2:1:2026-11-23@09:00", "weeks:99999999999999999999:1:2026-11-23@09:00",
    "monthly:0@10:00", "monthly:32@10:00", "monthly:last:1@10:00", "monthly:LAST@10:00", "monthly@10:00",
    "yearly:1@10:00", "@", ":", "monthly:+1@10:00",
  ])
  func faultyTextsAreRefused(_ text: String) { #expect(Recurrence(text) == nil) }

  @Test func valuesThatCannotOccurCannotBeMade() throws {
    #expect(Recurrence(.weekdays([]), at: .noon) == nil)
    #expect(Recurrence(.monthly(day: 0), at: .noon) == nil)
    #expect(Recurrence(.weeks(every: 0, on: .workdays, anchor: .min), at: .noon) == nil)
    #expect(Recurrence.weekly(.sunday, at: .at(18)) == (try recurrence("weekdays:7@18:00")))
    #expect(Recurrence.lastDayOfMonth(at: .at(10)) == (try recurrence("monthly:last@10:00")))
  }

  @Test func shortMonthsOccurOnTheirLastDay() throws {
    var moment = try local("2027-01-31T10:00")
    var days: [String] = []
    for _ in 0..<4 {
      moment = try #require(try recurrence("monthly:31@10:00").next(after: moment))
      days.append(moment.date.description)
    }
    #expect(days == ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"])
    #expect(try recurrence("monthly:30@10:00").next(after: try local("2028-02-01T00:00"))?.date.day == 29)
  }

  @Test func everySecondWeekKeepsItsPhase() throws {
    let value = try recurrence("weeks:2:1,4:2026-11-25@09:00")
    var moment = try local("2026-11-22T09:00")
    var days: [String] = []
    for _ in 0..<4 {
      moment = try #require(value.next(after: moment))
      days.append(moment.date.description)
    }
    #expect(days == ["2026-11-23", "2026-11-26", "2026-12-07", "2026-12-10"])
    // The anchor is not the beginning.
    #expect(value.latest(upTo: try local("2026-11-22T09:00")) == (try local("2026-11-12T09:00")))
  }

  @Test func anOccurrenceIsNotAfterItself() throws {
    let value = try recurrence("daily@08:00")
    let moment = try local("2026-11-22T08:00")
    #expect(value.next(after: moment) == (try local("2026-11-23T08:00")))
    #expect(value.next(after: try local("2026-11-22T07:59:59")) == moment)
    #expect(value.latest(upTo: moment) == moment)
    #expect(value.latest(upTo: try local("2026-11-22T07:59")) == (try local("2026-11-21T08:00")))
    #expect(value.occurs(at: moment))
    #expect(!value.occurs(at: try local("2026-11-22T08:01")))
  }

  @Test(arguments: [
    "daily@08:00", "weekdays:2@08:00", "weeks:520:7:9999-12-31@08:00", "weeks:3:1,7:0001-01-01@08:00",
    "monthly:31@08:00",
    "monthly:last@08:00",
  ])
  func theCalendarEnds(_ text: String) throws {
    let value = try recurrence(text)
    let first = LocalDateTime(.min, .midnight)
    let last = LocalDateTime(.max, .at(23, 59))
    #expect(value.next(after: last) == nil)
    #expect(value.latest(upTo: first) == nil)
    let next = try #require(value.next(after: first))
    #expect(value.occurs(at: next) && value.latest(upTo: last).map(value.occurs(at:)) == true)
    #expect(value.occurrence(after: nil, notBefore: Instant(microseconds: .min), in: .utc)?.local == next)
    #expect(value.occurrence(after: nil, notBefore: Instant(microseconds: .max), in: .utc) == nil)
    #expect(value.occurrence(after: last, notBefore: Instant(unixSeconds: 0), in: .utc) == nil)
    #expect(
      value.latestDue(after: first, now: Instant(microseconds: .max), in: .utc)?.occurrence.local
        == value.latest(upTo: last))
    #expect(value.latestDue(after: first, now: Instant(microseconds: .min), in: .utc) == nil)
    #expect(value.latestDue(after: last, now: Instant(microseconds: .max), in: .utc) == nil)
  }

  /// Whether something recurs on a date, straight from the words of the rule.
  private func occurs(_ rule: Recurrence.Rule, on date: LocalDate) -> Bool {
    switch rule {
    case .daily: true
    case .weekdays(let days): days.contains(date.weekday)
    case .weeks(let every, let days, let anchor):
      days.contains(date.weekday) && anchor.startOfWeek().days(until: date.startOfWeek()) % (7 * every) == 0
    case .monthly(let day): date.day == min(day, date.lengthOfMonth)
    case .lastDayOfMonth: date.adding(days: 1).day == 1
    }
  }

  private func randomRule(_ random: inout SplitMix) -> Recurrence.Rule {
    let days = WeekdaySet((0..<3).compactMap { _ in Weekday(rawValue: Int.random(in: 1...7, using: &random)) })
    return switch Int.random(in: 0..<5, using: &random) {
    case 0: .daily
    case 1: .weekdays(days)
    case 2:
      .weeks(
        every: Int.random(in: 1...5, using: &random), on: days,
        anchor: LocalDate.min.adding(days: Int.random(in: 0..<3_600_000, using: &random)))
    case 3: .monthly(day: Int.random(in: 1...31, using: &random))
    default: .lastDayOfMonth
    }
  }

  @Test func agreesWithBruteForce() throws {
    var random = SplitMix(state: 3)
    for _ in 0..<300 {
      let time = try #require(LocalTime(secondOfDay: Int.random(in: 0..<86_400, using: &random)))
      let value = try #require(Recurrence(randomRule(&random), at: time))
      let start = LocalDateTime(
        LocalDate.min.adding(days: Int.random(in: 400..<3_600_000, using: &random)),
        try #require(LocalTime(secondOfDay: Int.random(in: 0..<86_400, using: &random))))
      let end = LocalDateTime(start.date.adding(days: Int.random(in: 0..<90, using: &random)), start.time)
      let all = (start.date.adding(days: -80)...end.date.adding(days: 80))
        .filter { occurs(value.rule, on: $0) }.map { LocalDateTime($0, time) }
      #expect(value.next(after: end) == all.first { $0 > end }, "\(value) after \(end)")
      #expect(value.latest(upTo: start) == all.last { $0 <= start }, "\(value) up to \(start)")
      #expect(value.count(after: start, upTo: end) == all.filter { $0 > start && $0 <= end }.count, "\(value)")
    }
  }
}
