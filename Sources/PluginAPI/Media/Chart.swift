/// What a chart shows. Texts are written in the reader's language already; whoever sends it adds words for those who
/// cannot see it.
public struct Chart: Sendable, Hashable, Codable {
  public enum Kind: Sendable, Hashable, Codable {
    /// A goal's days, oldest first, ending with the last day of a week; columns are weeks, rows weekdays.
    case heatmap([DayShade])
    /// Seven days of several goals.
    case week([WeekLine])
    /// How strength went, oldest first; 0…1 each, nil where there was a pause.
    case strength([Double?])
    /// A target on its way: what was reached, what was expected, and where it may end.
    case pace(Pace)
  }

  /// How a day went.
  public enum DayShade: String, Sendable, Hashable, Codable {
    case full, minimum, missed, skipped, none, future
  }

  public struct WeekLine: Sendable, Hashable, Codable {
    public var title: String
    /// Seven, in the order of the labels.
    public var days: [DayShade]
    public init(title: String, days: [DayShade]) {
      self.title = title
      self.days = days
    }
  }

  public struct Pace: Sendable, Hashable, Codable {
    /// Days since the start and the value then, in order.
    public var points: [Point]
    public var start: Point
    public var goal: Point
    /// Where the goal's day may find it: low and high.
    public var forecast: ClosedRange<Double>?
    public init(points: [Point], start: Point, goal: Point, forecast: ClosedRange<Double>?) {
      self.points = points
      self.start = start
      self.goal = goal
      self.forecast = forecast
    }
  }

  public struct Point: Sendable, Hashable, Codable {
    /// Days since the start.
    public var day: Int
    public var value: Double
    public init(day: Int, value: Double) {
      self.day = day
      self.value = value
    }
  }

  public var title: String
  /// One line under the title.
  public var subtitle: String
  public var kind: Kind
  /// Words along the axis: weekdays for days, months or dates for the rest.
  public var labels: [String]

  public init(title: String, subtitle: String = "", kind: Kind, labels: [String] = []) {
    self.title = title
    self.subtitle = subtitle
    self.kind = kind
    self.labels = labels
  }
}
