public import PluginAPI

/// A goal as other plugins see it. Owner: Goals.
public struct GoalSnapshot: Codable, Sendable, Hashable {
  public enum Kind: String, Codable, Sendable, CaseIterable { case habit, target, milestone, limit, open }
  public enum Status: String, Codable, Sendable { case draft, active, paused, achieved, released, archived }

  public var id: RowID
  public var title: String
  public var kind: Kind
  public var status: Status
  public var schedule: GoalSchedule
  /// The if–then plan in the person's own words.
  public var plan: String?
  /// What still counts on a hard day.
  public var minimum: String?
  public var why: String?
  /// When the person wants to be reminded, local time.
  public var remindAt: LocalTime?
  /// For quantities: how much a period asks for, in `unit`.
  public var target: Double?
  public var unit: String?
  /// For targets that are measured, the value they started from: each entry is the value as it is now. Nil where
  /// entries add up.
  public var start: Double?
  /// 1…3, chosen by the person.
  public var effort: Int
  public var createdAt: Instant
  public var startDate: LocalDate
  public var dueDate: LocalDate?

  public init(
    id: RowID, title: String, kind: Kind, status: Status, schedule: GoalSchedule, plan: String? = nil,
    minimum: String? = nil, why: String? = nil, remindAt: LocalTime? = nil, target: Double? = nil, unit: String? = nil,
    start: Double? = nil, effort: Int = 1, createdAt: Instant, startDate: LocalDate, dueDate: LocalDate? = nil
  ) {
    self.id = id
    self.title = title
    self.kind = kind
    self.status = status
    self.schedule = schedule
    self.plan = plan
    self.minimum = minimum
    self.why = why
    self.remindAt = remindAt
    self.target = target
    self.unit = unit
    self.start = start
    self.effort = effort
    self.createdAt = createdAt
    self.startDate = startDate
    self.dueDate = dueDate
  }
}

/// On which logical days a goal is due.
public enum GoalSchedule: Codable, Sendable, Hashable {
  case daily
  case weekdays([Weekday])
  /// So many times a week, whichever days.
  case perWeek(Int)
  case none

  /// Whether the goal asks for something on this date; N times a week asks on any day.
  public func isDue(on date: LocalDate) -> Bool {
    switch self {
    case .daily, .perWeek: true
    case .weekdays(let days): days.contains(date.weekday)
    case .none: false
    }
  }
}

/// What was logged for a goal on a logical date. Owner: Goals.
public struct CheckIn: Codable, Sendable, Hashable {
  public enum Kind: String, Codable, Sendable { case full, minimum, skip, amount, miss }
  public var id: RowID
  public var goal: RowID
  public var kind: Kind
  public var date: LocalDate
  /// For quantities, what this entry adds.
  public var amount: Double?
  public var at: Instant
  /// Logged for an earlier date than the one it was logged on.
  public var isBackdated: Bool

  public init(
    id: RowID, goal: RowID, kind: Kind, date: LocalDate, amount: Double? = nil, at: Instant, isBackdated: Bool
  ) {
    self.id = id
    self.goal = goal
    self.kind = kind
    self.date = date
    self.amount = amount
    self.at = at
    self.isBackdated = isBackdated
  }
}

/// A goal became active: created, or resumed from a draft.
public struct GoalActivated: DomainEvent {
  public static let name = "goals.activated.v1"
  public var goal: GoalSnapshot
  /// How many goals the person ever activated, this one included.
  public var ordinal: Int
  public init(goal: GoalSnapshot, ordinal: Int) {
    self.goal = goal
    self.ordinal = ordinal
  }
}

/// A goal's title, schedule, plan or reminder changed.
public struct GoalRevised: DomainEvent {
  public static let name = "goals.revised.v1"
  public var before: GoalSnapshot
  public var after: GoalSnapshot
  public init(before: GoalSnapshot, after: GoalSnapshot) {
    self.before = before
    self.after = after
  }
}

/// A goal was paused, resumed, reached, let go or archived.
public struct GoalStatusChanged: DomainEvent {
  public static let name = "goals.status_changed.v1"
  public var goal: GoalSnapshot
  public var before: GoalSnapshot.Status
  /// For a pause: its first and last logical date; no last date is open-ended.
  public var pausedFrom: LocalDate?
  public var pausedTo: LocalDate?
  public init(
    goal: GoalSnapshot, before: GoalSnapshot.Status, pausedFrom: LocalDate? = nil, pausedTo: LocalDate? = nil
  ) {
    self.goal = goal
    self.before = before
    self.pausedFrom = pausedFrom
    self.pausedTo = pausedTo
  }
}

/// An if–then plan was written or rewritten.
public struct PlanSaved: DomainEvent {
  public static let name = "goals.plan_saved.v1"
  public var goal: RowID
  public var isRevision: Bool
  public init(goal: RowID, isRevision: Bool) {
    self.goal = goal
    self.isRevision = isRevision
  }
}

/// Something was logged. The facts a subscriber needs of the day stand here, since the row is not written yet.
public struct CheckInRecorded: DomainEvent {
  public static let name = "goals.check_in_recorded.v1"
  public var entry: CheckIn
  public var goal: GoalSnapshot
  /// The entry this one replaces on the same date, if any.
  public var replaced: CheckIn?
  /// The sum of amounts of the date, this entry included.
  public var amountOfDay: Double?
  /// Goals due on the date that have no entry after this one.
  public var stillOpen: Int
  /// Goals due on the date.
  public var due: Int
  public init(
    entry: CheckIn, goal: GoalSnapshot, replaced: CheckIn? = nil, amountOfDay: Double? = nil, stillOpen: Int, due: Int
  ) {
    self.entry = entry
    self.goal = goal
    self.replaced = replaced
    self.amountOfDay = amountOfDay
    self.stillOpen = stillOpen
    self.due = due
  }
}

/// A log entry was taken back within its ten minutes.
public struct CheckInUndone: DomainEvent {
  public static let name = "goals.check_in_undone.v1"
  public var entry: CheckIn
  public var goal: GoalSnapshot
  public init(entry: CheckIn, goal: GoalSnapshot) {
    self.entry = entry
    self.goal = goal
  }
}

/// A step of a goal was closed. Published once a step, also when it was opened again in between.
public struct MilestoneDone: DomainEvent {
  public static let name = "goals.milestone_done.v1"
  public var goal: GoalSnapshot
  /// The step's number within its goal; never used again.
  public var step: Int
  /// Steps closed with this one, and steps in all.
  public var done: Int
  public var steps: Int
  public init(goal: GoalSnapshot, step: Int, done: Int, steps: Int) {
    self.goal = goal
    self.step = step
    self.done = done
    self.steps = steps
  }
}

/// A note or reflection was written.
public struct ReflectionSaved: DomainEvent {
  public static let name = "goals.reflection_saved.v1"
  public var id: RowID
  public var date: LocalDate
  /// Characters of the text; the text itself stays with Goals.
  public var length: Int
  public init(id: RowID, date: LocalDate, length: Int) {
    self.id = id
    self.date = date
    self.length = length
  }
}

/// Reads goals and their log. Owner: Goals.
public protocol GoalReader: Sendable {
  /// Goals of these states, in the person's order.
  func goals(of person: PersonID, _ statuses: Set<GoalSnapshot.Status>, _ database: any DatabaseReading) async throws
    -> [GoalSnapshot]
  /// A goal of the person; nil when it is somebody else's or gone.
  func goal(_ id: RowID, of person: PersonID, _ database: any DatabaseReading) async throws -> GoalSnapshot?
  /// The log between two dates, both included, oldest first, superseded entries left out.
  func checkIns(
    of person: PersonID, from first: LocalDate, to last: LocalDate, _ database: any DatabaseReading
  ) async throws -> [CheckIn]
  /// Dates on which a goal was paused, as closed ranges; an open end is `distantFuture`.
  func pauses(of person: PersonID, _ database: any DatabaseReading) async throws -> [GoalPause]
  /// Buttons that log a goal for a date: full, minimum, skip. For reminders.
  func checkInButtons(for goal: GoalSnapshot, on date: LocalDate, _ turn: Turn) -> [Button]
  /// Whether the person is reminded of a goal: of one beyond the limit of their plan they are not, though it can be
  /// logged.
  func isReminded(of goal: RowID, _ person: PersonID, now: Instant, _ database: any DatabaseReading) async throws
    -> Bool
}

extension GoalReader {
  public func isReminded(of goal: RowID, _ person: PersonID, now: Instant, _ database: any DatabaseReading)
    async throws -> Bool
  { true }
}

/// Days on which a goal asks for nothing.
public struct GoalPause: Codable, Sendable, Hashable {
  /// Nil: all goals.
  public var goal: RowID?
  public var from: LocalDate
  public var to: LocalDate?
  public init(goal: RowID?, from: LocalDate, to: LocalDate?) {
    self.goal = goal
    self.from = from
    self.to = to
  }
}

/// Without Goals there are none.
public struct NoGoals: GoalReader {
  public init() {}
  public func goals(
    of person: PersonID, _ statuses: Set<GoalSnapshot.Status>, _ database: any DatabaseReading
  ) async throws -> [GoalSnapshot] { [] }
  public func goal(_ id: RowID, of person: PersonID, _ database: any DatabaseReading) async throws -> GoalSnapshot? {
    nil
  }
  public func checkIns(
    of person: PersonID, from first: LocalDate, to last: LocalDate, _ database: any DatabaseReading
  ) async throws -> [CheckIn] { [] }
  public func pauses(of person: PersonID, _ database: any DatabaseReading) async throws -> [GoalPause] { [] }
  public func checkInButtons(for goal: GoalSnapshot, on date: LocalDate, _ turn: Turn) -> [Button] { [] }
}

extension ServiceKey<any GoalReader> {
  public static var goals: ServiceKey { ServiceKey("goals.reader") { NoGoals() } }
}
