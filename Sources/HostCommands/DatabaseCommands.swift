import ArgumentParser
import Foundation
import Host
import PluginAPI

/// `roost migrate`
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Bring the database's schema up to date; `roost run` does it too.")
  @OptionGroup var options: ConfigurationOptions
  @Flag(help: "Only print what would be applied; exit 1 if there is anything.") var plan = false

  func run() async throws {
    try await options.withDatabase(expectsSchema: false) { database, hostPlan in
      let migrator = Migrator(database: database, plan: hostPlan)
      let pending = try await migrator.pending()
      for (owner, migration) in pending { print("\(plan ? "pending" : "applying") \(owner) \(migration.name)") }
      if pending.isEmpty { print("The schema is up to date.") }
      if plan, !pending.isEmpty { throw ExitCode(1) }
      if !plan { try await migrator.run(appliedAt: SystemClock().now) }
    }
  }
}

/// `roost inbox`
struct InboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox", abstract: "Look at the quarantine: items that could not be handled.",
    subcommands: [List.self, Show.self, Retry.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List what is in quarantine.")
    @OptionGroup var options: ConfigurationOptions
    func run() async throws {
      try await options.withDatabase { database, _ in
        let items = try await Quarantine(database: database).list()
        if items.isEmpty { print("The quarantine is empty.") }
        for item in items { print("\(item.errorID)  \(item.at)  \(item.kind)  lane \(item.lane)  \(item.reason)") }
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print an item in full. It holds what a person wrote.")
    @OptionGroup var options: ConfigurationOptions
    @ArgumentParser.Argument(help: "The error id.") var id: String
    func run() async throws {
      try await options.withDatabase { database, _ in
        guard let payload = try await Quarantine(database: database).payload(id) else {
          throw Fault("There is no item \(id) in quarantine. `roost inbox list` shows what is.")
        }
        print(String(decoding: payload, as: UTF8.self))
      }
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Handle an item again, as the next of its lane.")
    @OptionGroup var options: ConfigurationOptions
    @ArgumentParser.Argument(help: "The error id.") var id: String
    func run() async throws {
      try await options.withDatabase { database, _ in
        guard try await Quarantine(database: database).retry(id, now: SystemClock().now) else {
          throw Fault("There is no item \(id) in quarantine. `roost inbox list` shows what is.")
        }
        print("The item \(id) waits in its lane; the next start handles it.")
      }
    }
  }
}

/// `roost jobs`
struct JobsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs", abstract: "List what is scheduled, and jobs that are dead.")
  @OptionGroup var options: ConfigurationOptions
  @Flag(help: "Only dead jobs.") var dead = false

  func run() async throws {
    try await options.withDatabase { database, _ in
      let lines = try await JobListing(database: database).lines(onlyDead: dead)
      print(lines.isEmpty ? "There are no such jobs." : lines.joined(separator: "\n"))
    }
  }
}

/// `roost outbox`
struct OutboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox",
    abstract: "List calls that wait, were refused, or of which nobody knows whether they arrived.")
  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    try await options.withDatabase { database, _ in
      let lines = try await OutboxListing(database: database).lines()
      print(lines.isEmpty ? "Every call was made and recorded." : lines.joined(separator: "\n"))
    }
  }
}

/// `roost export`
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print everything the deployment holds of a person, as JSON.")
  @OptionGroup var options: ConfigurationOptions
  @ArgumentParser.Argument(help: "The person's Telegram id.") var person: Int64

  func run() async throws {
    try await options.withDatabase { database, plan in
      let bytes = try await plan.personalData(database).export(PersonID(person))
      print(String(decoding: bytes, as: UTF8.self))
    }
  }
}

/// `roost erase`
struct EraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase everything the deployment holds of a person. Payments lose their link to them.")
  @OptionGroup var options: ConfigurationOptions
  @ArgumentParser.Argument(help: "The person's Telegram id.") var person: Int64
  @Flag(help: "Really do it.") var yes = false

  func run() async throws {
    guard yes else { throw Fault("This cannot be undone. Run it with --yes.") }
    try await options.withDatabase { database, plan in
      try await plan.erase(PersonID(person), database)
      print("Erased.")
    }
  }
}

extension ConfigurationOptions {
  /// Runs `body` on the deployment's database.
  /// - Parameter expectsSchema: refuses a database that lacks migrations, and says what to do.
  func withDatabase(expectsSchema: Bool = true, _ body: (any DatabaseDriver, HostPlan) async throws -> Void)
    async throws
  {
    let deployment = try deployment()
    let database = try deployment.openDatabase()
    let plan = try deployment.plan(
      database, zones: try TimeZoneDatabase(), botUsername: "bot", logger: deployment.logger())
    do {
      if expectsSchema, try await !Migrator(database: database, plan: plan).pending().isEmpty {
        throw Fault(
          "The database \(try deployment.databaseLocation()) is new or older than this program. "
            + "Check its path (DATABASE_URL), then bring it up to date: roost migrate")
      }
      try await body(database, plan)
    } catch {
      await database.close()
      throw error
    }
    await database.close()
  }
}
