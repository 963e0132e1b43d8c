import Contracts
public import PluginAPI

/// Writes when people asked it to, in their time, and stops when it is ignored.
///
/// Schedules always stand; whether something is sent is decided when one fires, from the rows of that moment: muted,
/// switched off, logged already, paused, quiet hours, budget, back-off.
public struct RemindersPlugin: Plugin {
  public static let manifest = PluginManifest(
    id: "reminders", summary: "Goal reminders, evening check-in, morning plan and weekly review.",
    requires: [AnyServiceKey(.goals), AnyServiceKey(.stats)], uses: [AnyServiceKey(.memory), AnyServiceKey(.crisis)],
    tables: RemindersTables.all,
    migrations: RemindersMigrations.all,
    texts: [.english: PackageResources.en_json, .russian: PackageResources.ru_json])

  let configuration: RemindersConfiguration
  let goals: any GoalReader
  let stats: any StatsReader
  /// What the person agreed to, and how they want to be spoken to.
  let memory: LateService<any CoachMemory>
  let crisis: LateService<any CrisisRoute>
  /// Whether there is a language model to ask.
  let hasModel: Bool
  let people = PersonStore()
  let rules = RuleStore()
  let sent = SentStore()
  let experiments = ExperimentStore()
  let silence = Silence(RemindersTables.silence)

  public init(configuration: RemindersConfiguration, context: PluginContext) throws {
    self.configuration = configuration
    goals = try context.services(.goals)
    stats = try context.services(.stats)
    memory = try context.services.later(.memory)
    crisis = try context.services.later(.crisis)
    hasModel = context.model != nil
  }

  public var contributions: Contributions {
    commands
    callbacks
    DialogContribution(EditTimeDialog(plugin: self))
    jobs
    slowWork
    subscriptions
    silence.subscriptions
    HelpSection("help")
  }

  /// The log from the Monday of a date's week, or from earlier, to the date, with the pauses.
  func days(of person: PersonID, from first: LocalDate, to last: LocalDate, _ database: any DatabaseReading)
    async throws -> GoalDays
  {
    GoalDays(
      try await goals.checkIns(of: person, from: first, to: last, database),
      pauses: try await goals.pauses(of: person, database))
  }
}
