/// The rule at the end of a TZif file, a POSIX `TZ` string such as `CET-1CEST,M3.5.0,M10.5.0/3`, which says what holds
/// after the last listed change. Grammar: POSIX.1-2017 §8.3 with the extensions of RFC 9636 §3.3.1 (hours from −167
/// to 167).
struct PosixRule: Sendable, Hashable {
  let standard: LocalTimeType
  let daylight: Daylight?

  struct Daylight: Sendable, Hashable {
    let type: LocalTimeType
    let start: Change
    let end: Change
  }

  /// When in a year the clocks change: a day, and seconds after its midnight by the clock as it was until then.
  struct Change: Sendable, Hashable {
    let day: Day
    let time: Int

    func wallSeconds(year: Int) -> Int64 { Int64(day.daysSinceEpoch(year: year)) * 86_400 + Int64(time) }
  }

  enum Day: Sendable, Hashable {
    /// `Mm.w.d`: the w-th weekday d (Sunday = 0) of month m; 5 means the last.
    case weekday(month: Int, week: Int, weekday: Int)
    /// `Jn`: day 1…365, 29 February never counted.
    case julian(Int)
    /// `n`: day 0…365, 29 February counted.
    case zeroBased(Int)

    func daysSinceEpoch(year: Int) -> Int {
      switch self {
      case .weekday(let month, let week, let weekday):
        let first = Gregorian.days(year: year, month: month, day: 1)
        // Sunday is 0 here and 6 in our weeks.
        let offset = floorRemainder((weekday + 6) % 7 - Gregorian.week(days: first).day, 7)
        let day = offset + (week - 1) * 7
        return first + (day < Gregorian.length(ofMonth: month, year: year) ? day : day - 7)
      case .julian(let number):
        let leap = Gregorian.isLeap(year) && number >= 60 ? 1 : 0
        return Gregorian.days(year: year, month: 1, day: 1) + number - 1 + leap
      case .zeroBased(let number):
        return Gregorian.days(year: year, month: 1, day: 1) + number
      }
    }
  }

  /// A change of the clocks that the rule makes.
  struct Event {
    let second: Int64
    let toDaylight: Bool
  }

  /// The changes of some years in order. Where two fall on the same second, only the one that counts is there.
  func events(years: ClosedRange<Int>) -> [Event] {
    guard let daylight else { return [] }
    var events: [Event] = []
    events.reserveCapacity(years.count * 2)
    for year in years {
      let start = daylight.start.wallSeconds(year: year) - Int64(standard.offset)
      let end = daylight.end.wallSeconds(year: year) - Int64(daylight.type.offset)
      events.append(Event(second: start, toDaylight: true))
      events.append(Event(second: end, toDaylight: false))
    }
    // Daylight time that ends in the second in which the next one starts lasts all year, so the start counts.
    events.sort { ($0.second, $0.toDaylight ? 1 : 0) < ($1.second, $1.toDaylight ? 1 : 0) }
    return events.enumerated().filter { index, event in
      index + 1 == events.count || events[index + 1].second != event.second
    }.map(\.element)
  }

  /// The stretch of unchanged clocks around a second.
  func stretch(containing second: Int64) -> (start: Int64, end: Int64, isDaylight: Bool) {
    guard daylight != nil else { return (.min, .max, false) }
    let year = Gregorian.date(days: Int(floorDivide(second + Int64(standard.offset), 86_400))).year
    // A change may lie up to a week outside of its year, hence two years each way.
    let events = events(years: (year - 2)...(year + 2))
    var current = (start: Int64.min, end: Int64.max, isDaylight: false)
    for event in events {
      guard event.second <= second else {
        current.end = event.second
        break
      }
      current = (event.second, .max, event.toDaylight)
    }
    return current
  }
}
