/// When something recurs, as a person means it: on which days, and at what time by the clock of the wall.
///
/// Knows nothing of zones: an occurrence is a `LocalDateTime`, which is its identity. Give it a zone to learn the
/// instant. A value that can never occur cannot be made.
///
///     let review = Recurrence.weekly(.sunday, at: .at(18))
///     let next = review.occurrence(after: last, notBefore: turn.now, in: zone)
public struct Recurrence: Sendable, Hashable {
  /// On which days something recurs.
  public enum Rule: Sendable, Hashable {
    /// Every day.
    case daily
    /// On some days of every week. The set is not empty.
    case weekdays(WeekdaySet)
    /// On some days of every `every`-th week (1…520), Monday being a week's first day. `anchor` is any date in a
    /// week that counts; it says which weeks do, not when to begin.
    case weeks(every: Int, on: WeekdaySet, anchor: LocalDate)
    /// On a day of every month (1…31), or on the last one of a month that is too short for it.
    case monthly(day: Int)
    /// On the last day of every month.
    case lastDayOfMonth
  }

  /// On which days.
  public let rule: Rule
  /// At what time of these days.
  public let time: LocalTime

  /// A recurrence; `nil` if a number of the rule is out of its range or its set of weekdays is empty.
  public init?(_ rule: Rule, at time: LocalTime) {
    switch rule {
    case .daily, .lastDayOfMonth: break
    case .weekdays(let days): guard !days.isEmpty else { return nil }
    case .weeks(let every, let days, _): guard (1...520).contains(every), !days.isEmpty else { return nil }
    case .monthly(let day): guard (1...31).contains(day) else { return nil }
    }
    self.init(unchecked: rule, at: time)
  }

  private init(unchecked rule: Rule, at time: LocalTime) {
    self.rule = rule
    self.time = time
  }

  /// Every day at `time`.
  public static func daily(at time: LocalTime) -> Recurrence { Recurrence(unchecked: .daily, at: time) }

  /// Once a week.
  public static func weekly(_ day: Weekday, at time: LocalTime) -> Recurrence {
    Recurrence(unchecked: .weekdays([day]), at: time)
  }

  /// On the last day of every month.
  public static func lastDayOfMonth(at time: LocalTime) -> Recurrence {
    Recurrence(unchecked: .lastDayOfMonth, at: time)
  }

  /// The first occurrence after a moment, not counting one at that moment; `nil` beyond the year 9999.
  public func next(after local: LocalDateTime) -> LocalDateTime? { moment(ofNumber: number(upTo: local) + 1) }

  /// The last occurrence up to a moment, counting one at that moment; `nil` before the year 1.
  public func latest(upTo local: LocalDateTime) -> LocalDateTime? { moment(ofNumber: number(upTo: local)) }

  /// Whether `local` is an occurrence.
  public func occurs(at local: LocalDateTime) -> Bool { latest(upTo: local) == local }

  /// How many occurrences there are after `start` and up to `end` (counted); 0 if `end` is not later.
  public func count(after start: LocalDateTime, upTo end: LocalDateTime) -> Int {
    max(0, number(upTo: end) - number(upTo: start))
  }
}
