import PluginAPI

/// Reads and writes which experiments people took.
struct ExperimentStore: Sendable {
  private let table = RemindersTables.experiment

  static let migration = Migration(
    "011_create_experiment",
    [
      .create(
        RemindersTables.experiment,
        [
          .int64("person").key, .date("week").key, .int64("kind"), .uuid("goal").nullable, .int64("day").nullable,
          .instant("at"),
        ])
    ])

  /// - Parameter week: the Monday of the week whose review it came with.
  func taken(_ week: LocalDate, by person: PersonID, _ database: any DatabaseReading) async throws -> ExperimentName? {
    let row = try await database.row(
      "SELECT kind, goal, day FROM \(table) WHERE person = \(person) AND week = \(week)")
    guard let row, let kind = ExperimentName.Kind(rawValue: try row.get("kind")) else { return nil }
    return ExperimentName(kind: kind, goal: try row.get("goal"), day: try row.get("day"))
  }

  /// One a week: the last one counts.
  func take(_ name: ExperimentName, _ week: LocalDate, by person: PersonID, at now: Instant) -> SQL {
    """
    INSERT INTO \(table) (person, week, kind, goal, day, at)
    VALUES (\(person), \(week), \(name.kind.rawValue), \(name.goal), \(name.day), \(now))
    ON CONFLICT (person, week) DO UPDATE SET kind = excluded.kind, goal = excluded.goal, day = excluded.day,
      at = excluded.at
    """
  }

  func forget(before date: LocalDate, of person: PersonID) -> SQL {
    "DELETE FROM \(table) WHERE person = \(person) AND week < \(date)"
  }
}
