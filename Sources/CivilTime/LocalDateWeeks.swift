extension LocalDate {
  /// The day of the week.
  public var weekday: Weekday { Weekday(rawValue: Gregorian.week(days: daysSinceEpoch).day + 1) ?? .monday }

  /// The first day of the week that this date is in. A week begins on Monday unless `firstDay` says otherwise.
  public func startOfWeek(firstDay: Weekday = .monday) -> LocalDate {
    adding(days: -firstDay.days(until: weekday))
  }

  /// The ISO 8601 week: weeks begin on Monday and belong to the year of their Thursday.
  public var isoWeek: ISOWeek {
    // Not by a date, because the Thursday of 9999-12-31's week may lie beyond the last date.
    let (week, _) = Gregorian.week(days: daysSinceEpoch)
    let thursday = week * 7
    let year = Gregorian.date(days: thursday).year
    return ISOWeek(year: year, week: (thursday - Gregorian.days(year: year, month: 1, day: 1)) / 7 + 1)
  }

  /// The first day of this date's month.
  public var startOfMonth: LocalDate { adding(days: 1 - day) }

  /// The last day of this date's month.
  public var endOfMonth: LocalDate {
    let (_, _, day) = components
    return adding(days: lengthOfMonth - day)
  }

  /// The number of days of this date's month: 28…31.
  public var lengthOfMonth: Int {
    let (year, month, _) = components
    return Gregorian.length(ofMonth: month, year: year)
  }

  /// The day of the year: 1…366.
  public var dayOfYear: Int { daysSinceEpoch - Gregorian.days(year: year, month: 1, day: 1) + 1 }

  /// The number of days of a month (1…12) in a year; `nil` if there is no such month.
  public static func length(ofMonth month: Int, year: Int) -> Int? {
    (1...12).contains(month) ? Gregorian.length(ofMonth: month, year: year) : nil
  }

  /// Whether a year has a 29 February.
  public static func isLeapYear(_ year: Int) -> Bool { Gregorian.isLeap(year) }
}

/// A week of ISO 8601, such as 2026-W47.
public struct ISOWeek: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The year the week is counted in, which is the year of its Thursday.
  public let year: Int
  /// The number of the week, 1…53.
  public let week: Int

  /// The text of ISO 8601: "2026-W47".
  public var description: String { "\(year.padded(4))-W\(week.padded(2))" }

  public static func < (left: ISOWeek, right: ISOWeek) -> Bool {
    (left.year, left.week) < (right.year, right.week)
  }
}
