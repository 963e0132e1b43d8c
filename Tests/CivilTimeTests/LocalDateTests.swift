import CivilTime
import Testing

@Suite struct LocalDateTests {
  @Test func agreesWithPython() throws {
    let numbers = try python(PythonScripts.dates)
    try #require(numbers.count > 8 * 40_000 && numbers.count % 8 == 0)
    var faults: [[Int64]] = []
    for start in stride(from: 0, to: numbers.count, by: 8) {
      let fields = numbers[start..<(start + 8)].map(Int.init)
      let date = LocalDate(year: fields[1], month: fields[2], day: fields[3])
      let isRight =
        date?.daysSinceEpoch == fields[0] && date == LocalDate(daysSinceEpoch: fields[0])
        && date?.year == fields[1] && date?.month == fields[2] && date?.day == fields[3]
        && date?.isoWeek.year == fields[4] && date?.isoWeek.week == fields[5]
        && date?.weekday.rawValue == fields[6] && date?.dayOfYear == fields[7]
        && date.flatMap { LocalDate($0.description) } == date
      if !isRight { faults.append(fields.map(Int64.init)) }
    }
    #expect(faults.isEmpty, "\(faults.prefix(5))")
  }

  @Test(arguments: [
    (0, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2026, 4, 31), (2026, 2, 29),
    (1900, 2, 29), (Int.min, Int.max, Int.min), (2026, Int.max, 1),
  ])
  func refusesDatesThatDoNotExist(_ year: Int, _ month: Int, _ day: Int) {
    #expect(LocalDate(year: year, month: month, day: day) == nil)
  }

  @Test func arithmeticStaysInTheCalendar() throws {
    #expect(LocalDate.max.adding(days: 1) == .max)
    #expect(LocalDate.min.adding(days: -1) == .min)
    #expect(LocalDate.max.adding(days: .max) == .max)
    #expect(LocalDate.min.adding(days: .min) == .min)
    #expect(LocalDate.max.adding(months: .max) == .max)
    #expect(LocalDate.min.adding(months: .min) == .min)
    #expect(LocalDate.min.adding(months: -1) == .min)
    #expect(try day("9999-12-05").adding(months: 1) == .max)
    #expect(LocalDate(daysSinceEpoch: .max) == nil)
    #expect(LocalDate.min.days(until: .max) == 3_652_058)
  }

  @Test func addsMonthsToTheLastDayAtMost() throws {
    let january = try day("2027-01-31")
    #expect(january.adding(months: 1) == (try day("2027-02-28")))
    #expect(january.adding(months: 13) == (try day("2028-02-29")))
    #expect(january.adding(months: -2) == (try day("2026-11-30")))
    #expect(january.adding(months: 12).description == "2028-01-31")
  }

  @Test func weeksBeginOnMondayOrAsAsked() throws {
    let sunday = try day("2026-11-22")
    #expect(sunday.weekday == .sunday)
    #expect(sunday.startOfWeek() == (try day("2026-11-16")))
    #expect(sunday.startOfWeek(firstDay: .sunday) == sunday)
    #expect(sunday.startOfWeek(firstDay: .saturday) == (try day("2026-11-21")))
    #expect(sunday.isoWeek.description == "2026-W47")
    #expect(try day("2027-01-01").isoWeek.description == "2026-W53")
    #expect(LocalDate.max.isoWeek.description == "9999-W52")
    #expect(Weekday.friday.adding(days: 3) == .monday)
    #expect(Weekday.monday.adding(days: -1) == .sunday)
    #expect(Weekday.friday.days(until: .monday) == 3)
  }

  @Test func monthsKnowTheirLength() throws {
    let february = try day("2028-02-10")
    #expect(february.lengthOfMonth == 29)
    #expect(february.startOfMonth.description == "2028-02-01")
    #expect(february.endOfMonth.description == "2028-02-29")
    #expect(LocalDate.length(ofMonth: 2, year: 2100) == 28)
    #expect(LocalDate.length(ofMonth: 13, year: 2100) == nil)
  }

  @Test func makesRanges() throws {
    let week = try day("2026-12-28")...(try day("2027-01-03"))
    #expect(week.map(\.day) == [28, 29, 30, 31, 1, 2, 3])
  }
}
