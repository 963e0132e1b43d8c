public import PluginAPI

/// Points were added to or taken back from the ledger. Owner: Gamification.
public struct XPAwarded: DomainEvent {
  public static let name = "gamification.xp_awarded.v1"
  public var amount: Int
  /// The sum after it.
  public var total: Int
  public var reason: String
  public init(amount: Int, total: Int, reason: String) {
    self.amount = amount
    self.total = total
    self.reason = reason
  }
}

/// A new level was reached.
public struct LevelReached: DomainEvent {
  public static let name = "gamification.level_reached.v1"
  public var level: Int
  public init(level: Int) { self.level = level }
}

/// Something to be proud of was done for the first time. At most once a person and name.
public struct AchievementUnlocked: DomainEvent {
  public static let name = "gamification.achievement_unlocked.v1"
  /// What it is, `firstPlan`; never renamed.
  public var name: String
  public init(name: String) { self.name = name }
}

/// A logical day was closed: what each due goal came to. At most once a person and date.
public struct DayClosed: DomainEvent {
  public static let name = "gamification.day_closed.v1"
  public var date: LocalDate
  /// Goals whose streak ended on it, with its length.
  public var endedStreaks: [RowID: Int]
  /// Goals whose streak a freeze saved.
  public var savedByFreeze: [RowID]
  public var freezesLeft: Int
  public init(date: LocalDate, endedStreaks: [RowID: Int], savedByFreeze: [RowID], freezesLeft: Int) {
    self.date = date
    self.endedStreaks = endedStreaks
    self.savedByFreeze = savedByFreeze
    self.freezesLeft = freezesLeft
  }
}

/// Numbers of one goal, computed from the log.
public struct GoalStats: Sendable, Hashable, Codable {
  public var streak: Int
  public var best: Int
  /// 0…1.
  public var strength: Double
  /// Periods done and due since the start.
  public var done: Int
  public var due: Int
  public init(streak: Int, best: Int, strength: Double, done: Int, due: Int) {
    self.streak = streak
    self.best = best
    self.strength = strength
    self.done = done
    self.due = due
  }
}

/// Reads points, streaks and strength. Owner: Gamification.
public protocol StatsReader: Sendable {
  /// Stats of the person's goals as of a logical date; a goal without log is missing.
  func stats(of person: Person, asOf date: LocalDate, _ database: any DatabaseReading) async throws -> [RowID:
    GoalStats]
  /// The sum of points earned between two dates, both included.
  func points(
    of person: PersonID, from first: LocalDate, to last: LocalDate, _ database: any DatabaseReading
  ) async throws -> Int
}

/// Without Gamification nothing is counted.
public struct NoStats: StatsReader {
  public init() {}
  public func stats(of person: Person, asOf date: LocalDate, _ database: any DatabaseReading) async throws
    -> [RowID: GoalStats]
  { [:] }
  public func points(
    of person: PersonID, from first: LocalDate, to last: LocalDate, _ database: any DatabaseReading
  ) async throws -> Int { 0 }
}

extension ServiceKey<any StatsReader> {
  public static var stats: ServiceKey { ServiceKey("gamification.stats") { NoStats() } }
}
