import Contracts
import PluginAPI

/// How a target gets on: where it should be by now, and where it may end.
struct Pace: Sendable, Hashable {
  enum Standing: String, Sendable { case ahead, on, behind }

  /// The value on a date.
  struct Point: Sendable, Hashable {
    var date: LocalDate
    var value: Double
  }

  var start: Point
  /// The value to reach.
  var goal: Double
  var dueDate: LocalDate?
  /// The value at the end of each date with an entry, oldest first.
  var points: [Point]
  var today: LocalDate
  /// Entries add up; so a day without one says that nothing was added.
  var isCounted: Bool

  /// How far from the line still counts as on it, as a share of the whole way.
  static let band = 0.1
  /// Days whose points the forecast looks at.
  static let window = 42

  /// How a target stands; nil for other goals.
  /// - Parameter daily: what each date came to, see ``CheckInStore/daily(of:person:_:)``.
  init?(_ goal: Goal, daily: [Point], today: LocalDate) {
    let snapshot = goal.snapshot
    guard snapshot.kind == .target, let target = snapshot.target else { return nil }
    start = Point(date: snapshot.startDate, value: snapshot.start ?? 0)
    self.goal = target
    dueDate = snapshot.dueDate
    self.today = today
    isCounted = snapshot.start == nil
    var sum = 0.0
    points = daily.filter { $0.date <= today }.map { point in
      sum += point.value
      return snapshot.start == nil ? Point(date: point.date, value: Quantity.rounded(sum)) : point
    }
  }

  init(
    start: Point, goal: Double, dueDate: LocalDate?, points: [Point], today: LocalDate, isCounted: Bool = true
  ) {
    self.start = start
    self.goal = goal
    self.dueDate = dueDate
    self.points = points
    self.today = today
    self.isCounted = isCounted
  }

  var value: Double { points.last?.value ?? start.value }

  /// 0…1 of the way.
  var share: Double {
    let way = goal - start.value
    return way == 0 ? 1 : min(max((value - start.value) / way, 0), 1)
  }

  var isReached: Bool { goal >= start.value ? value >= goal : value <= goal }

  /// Where the value should be today; nil without a due date.
  var expected: Double? {
    guard let dueDate else { return nil }
    let total = start.date.days(until: dueDate)
    guard total > 0 else { return goal }
    let elapsed = min(max(start.date.days(until: today), 0), total)
    return start.value + (goal - start.value) * Double(elapsed) / Double(total)
  }

  var standing: Standing? {
    guard let expected, goal != start.value else { return nil }
    let way = goal - start.value
    // Towards the goal is positive, whichever way it lies.
    let lead = (value - expected) / way
    // A hair more is the dust of binary fractions.
    if lead > Self.band + 1e-9 { return .ahead }
    return lead < -Self.band - 1e-9 ? .behind : .on
  }

  /// The points of the last six weeks. Where entries add up every day has one: nothing added is a fact, too.
  private var recent: [Point] {
    let since = max(today.adding(days: -Self.window), start.date)
    guard isCounted, since <= today else {
      let recent = points.filter { $0.date >= since }
      return start.date == since && recent.first?.date != since ? [start] + recent : recent
    }
    var rest = points[...]
    var value = start.value
    return (since...today).map { date in
      while let next = rest.first, next.date <= date {
        value = next.value
        rest = rest.dropFirst()
      }
      return Point(date: date, value: value)
    }
  }

  /// What a day brings, low and high: the middle half of the slopes between all pairs of points of the last six weeks.
  /// Nil when they say too little: fewer than three with an entry, or less than a week.
  var slopes: ClosedRange<Double>? {
    let recent = recent
    guard points.count >= 2, recent.count >= 3, let first = recent.first, let last = recent.last,
      first.date.days(until: last.date) >= 7
    else { return nil }
    var slopes: [Double] = []
    for (index, one) in recent.enumerated() {
      for other in recent.dropFirst(index + 1) {
        let days = one.date.days(until: other.date)
        if days > 0 { slopes.append((other.value - one.value) / Double(days)) }
      }
    }
    slopes.sort()
    guard !slopes.isEmpty else { return nil }
    let (low, high) = (slopes[slopes.count / 4], slopes[min(slopes.count - 1, slopes.count * 3 / 4)])
    return low...max(low, high)
  }

  /// Where the due date may find the value; nil without a due date ahead, or when too little is known.
  var forecast: ClosedRange<Double>? {
    guard let dueDate, dueDate > today, let slopes else { return nil }
    let days = Double(today.days(until: dueDate))
    return value + slopes.lowerBound * days...value + slopes.upperBound * days
  }

  /// Between which dates the goal may be reached at this pace; nil when it is reached, or nobody can tell.
  var reached: (first: LocalDate, last: LocalDate?)? {
    guard !isReached, let slopes else { return nil }
    let way = goal - value
    func date(_ slope: Double) -> LocalDate? {
      let days = way / slope
      guard days.isFinite, days > 0, days <= 1830 else { return nil }
      return today.adding(days: Int(days.rounded(.up)))
    }
    let dates = [date(slopes.lowerBound), date(slopes.upperBound)].compactMap { $0 }.sorted()
    guard let first = dates.first else { return nil }
    return (first, dates.count > 1 ? dates[1] : nil)
  }
}
