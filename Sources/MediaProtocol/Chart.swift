/// What a chart shows. Texts are written in the reader's language already; whoever sends it adds words for those who
/// cannot see it.
public struct Chart: Sendable, Hashable, Codable {
  public enum Kind: Sendable, Hashable, Codable {
    /// A goal's days, oldest first, ending with the last day of a week; columns are weeks, rows weekdays. At most 53
    /// weeks.
    case heatmap([DayShade])
    /// Seven days of several goals, at most 20.
    case week([WeekLine])
    /// How strength went, oldest first; 0…1 each, nil where there was a pause. At most 1000 values.
    case strength([Double?])
    /// A target on its way: what was reached, what was expected, and where it may end.
    case pace(Pace)
  }

  /// How a day went.
  public enum DayShade: String, Sendable, Hashable, Codable, CaseIterable {
    case full, minimum, missed, skipped, none, future
  }

  public struct WeekLine: Sendable, Hashable, Codable {
    /// Cut with an ellipsis where it is too long.
    public var title: String
    /// Seven, in the order of the labels.
    public var days: [DayShade]
    public init(title: String, days: [DayShade]) {
      self.title = title
      self.days = days
    }
  }

  public struct Pace: Sendable, Hashable, Codable {
    /// Days since the start and the value then, in order; at most 1000.
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

  /// What a legend explains.
  public enum Mark: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    /// Days of a heatmap or a week.
    case full, minimum, missed, skipped
    /// A stretch of a strength line without values.
    case pause
    /// Parts of a pace.
    case reached, expected, forecast
  }

  public var title: String
  /// One line under the title.
  public var subtitle: String
  public var kind: Kind
  /// Words along the axis: weekdays of a week; months or dates of the rest. A heatmap and a strength line take one for each
  /// column or value ("" for none); any other number, and those of a pace, are spread evenly from the first to the last.
  public var labels: [String]
  /// Words of the seven rows of a heatmap; "" for none.
  public var rows: [String]
  /// What marks mean, in the reader's language; marks without a word are not explained.
  public var legend: [Mark: String]
  /// Between a number and its decimals.
  public var decimalMark: String

  public init(
    title: String, subtitle: String = "", kind: Kind, labels: [String] = [], rows: [String] = [],
    legend: [Mark: String] = [:], decimalMark: String = "."
  ) {
    self.title = title
    self.subtitle = subtitle
    self.kind = kind
    self.labels = labels
    self.rows = rows
    self.legend = legend
    self.decimalMark = decimalMark
  }

  /// Only title and kind must be there, so that a chart kept from before is still one.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    title = try values.decode(String.self, forKey: .title)
    subtitle = try values.decodeIfPresent(String.self, forKey: .subtitle) ?? ""
    kind = try values.decode(Kind.self, forKey: .kind)
    labels = try values.decodeIfPresent([String].self, forKey: .labels) ?? []
    rows = try values.decodeIfPresent([String].self, forKey: .rows) ?? []
    legend = try values.decodeIfPresent([Mark: String].self, forKey: .legend) ?? [:]
    decimalMark = try values.decodeIfPresent(String.self, forKey: .decimalMark) ?? "."
  }
}
