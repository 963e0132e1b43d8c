import Contracts
public import PluginAPI

/// Points, levels, streaks and strength: tells people that their effort counted, and never punishes.
///
/// Hears events and reads goals through `GoalReader`; it never sees what people wrote. The log is the truth: streaks,
/// strength and freezes are folded from it (``ProgressState``), points are kept in a ledger (``Ledger``).
public struct GamificationPlugin: Plugin {
  public static let manifest = PluginManifest(
    id: "gamification", summary: "Counts points, streaks and strength from check-ins.",
    requires: [AnyServiceKey(.goals), AnyServiceKey(.commands)], provides: [AnyServiceKey(.stats)],
    tables: GamificationTables.all,
    migrations: GamificationMigrations.all,
    texts: [.english: PackageResources.en_json, .russian: PackageResources.ru_json])

  let configuration: GamificationConfiguration
  let goals: any GoalReader
  let directory: any CommandDirectory
  let zones: TimeZoneDatabase
  let reader: ProgressReader
  let people = PersonStore()
  let ledger = LedgerStore()
  let terms = TermsStore()
  let closures = ClosureStore()
  let achievements = AchievementStore()
  let silence = Silence(GamificationTables.silence)

  public init(configuration: GamificationConfiguration, context: PluginContext) throws {
    self.configuration = configuration
    goals = try context.services(.goals)
    directory = try context.services(.commands)
    zones = context.zones
    reader = ProgressReader(goals: goals, rules: configuration.freezes)
  }

  public var contributions: Contributions {
    commands
    callbacks
    jobs
    subscriptions
    silence.subscriptions
    ServiceExport(.stats, ProgressStats(reader: reader) as any StatsReader)
    HelpSection("help")
  }

  /// The last date that is over for the person of a turn.
  func lastClosed(_ turn: Turn, _ row: PersonRow) -> LocalDate {
    DayBoundary.lastClosed(turn.person, at: turn.now, previous: previousZone(row))
  }

  /// The zone before the last change, and when that was.
  func previousZone(_ row: PersonRow) -> (zone: Zone, changed: Instant)? {
    guard let name = row.previousZone, let changed = row.zoneChanged, let zone = try? zones.zone(name) else {
      return nil
    }
    return (zone, changed)
  }
}
