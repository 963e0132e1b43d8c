public import PluginAPI

/// A reminder was sent. Owner: Reminders.
public struct ReminderFired: DomainEvent {
  public static let name = "reminders.fired.v1"
  public var kind: String
  public var goal: RowID?
  public init(kind: String, goal: RowID?) {
    self.kind = kind
    self.goal = goal
  }
}

/// The weekly review was read: its button was pressed. Once a week.
public struct WeekReviewed: DomainEvent {
  public static let name = "reminders.week_reviewed.v1"
  /// The Monday of the week.
  public var week: LocalDate
  public init(week: LocalDate) { self.week = week }
}
