// Occurrences are numbered in order, from an arbitrary beginning. Both ways between numbers and dates are arithmetic,
// so a step over ten years costs as much as one over a day.
extension Recurrence {
  /// The number of the last occurrence up to a moment, counting one at that moment.
  func number(upTo local: LocalDateTime) -> Int {
    // A day earlier instead of `adding(days:)`, which stops at the first date.
    numberOfDay(upTo: local.date.daysSinceEpoch - (local.time < time ? 1 : 0))
  }

  /// The occurrence of a number; `nil` outside of the calendar.
  func moment(ofNumber number: Int) -> LocalDateTime? {
    LocalDate(daysSinceEpoch: day(ofNumber: number)).map { LocalDateTime($0, time) }
  }

  private func numberOfDay(upTo days: Int) -> Int {
    switch rule {
    case .daily:
      return days
    case .weekdays(let set):
      let (week, day) = Gregorian.week(days: days)
      return week * set.count + set.count(upTo: day) - 1
    case .weeks(let every, let set, let anchor):
      let (week, day) = Gregorian.week(days: days)
      let sinceAnchor = week - Gregorian.week(days: anchor.daysSinceEpoch).week
      let turn = floorDivide(sinceAnchor, every)
      let isWeekThatCounts = sinceAnchor == turn * every
      return turn * set.count + (isWeekThatCounts ? set.count(upTo: day) : set.count) - 1
    case .monthly(let day):
      return monthNumber(upTo: days, day: day)
    case .lastDayOfMonth:
      return monthNumber(upTo: days, day: 31)
    }
  }

  /// The day of an occurrence, in days since 1970; it may lie outside of the calendar.
  func day(ofNumber number: Int) -> Int {
    switch rule {
    case .daily:
      return number
    case .weekdays(let set):
      let week = floorDivide(number, set.count)
      return week * 7 + set.day(number - week * set.count) - 3
    case .weeks(let every, let set, let anchor):
      let turn = floorDivide(number, set.count)
      let week = Gregorian.week(days: anchor.daysSinceEpoch).week + turn * every
      return week * 7 + set.day(number - turn * set.count) - 3
    case .monthly(let day):
      return self.day(ofMonth: number, day: day)
    case .lastDayOfMonth:
      return self.day(ofMonth: number, day: 31)
    }
  }

  private func monthNumber(upTo days: Int, day wanted: Int) -> Int {
    let (year, month, day) = Gregorian.date(days: days)
    let hasCome = day >= min(wanted, Gregorian.length(ofMonth: month, year: year))
    return year * 12 + month - 1 - (hasCome ? 0 : 1)
  }

  private func day(ofMonth index: Int, day: Int) -> Int {
    let year = floorDivide(index, 12)
    let month = index - year * 12 + 1
    return Gregorian.days(year: year, month: month, day: min(day, Gregorian.length(ofMonth: month, year: year)))
  }
}

extension WeekdaySet {
  /// How many of its days are among the first of a week, up to a day (Monday = 0).
  fileprivate func count(upTo day: Int) -> Int { (bits & ((2 << UInt8(day)) - 1)).nonzeroBitCount }

  /// Its day of an index, Monday = 0. The index is less than `count`.
  fileprivate func day(_ index: Int) -> Int {
    var rest = bits
    for _ in 0..<index { rest &= rest &- 1 }
    return rest.trailingZeroBitCount
  }
}
