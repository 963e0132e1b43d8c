import ArgumentParser
import Foundation
import Host
import PluginAPI

/// `roost move`
struct MoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move", abstract: "Carry the deployment over to another database, and check it row by row.",
    discussion: """
      Stop the bot first. A SQLite file cannot be moved while a host has it; on PostgreSQL as the source nothing stops a \
      host, so stop all of them. The source is only read. The target must be empty; after an interruption run the same \
      command again, and it goes on. Until it has ended well, no host starts on the target.

      Addresses can also stand in ROOST_MOVE_FROM and ROOST_MOVE_TO, or in the files that ROOST_MOVE_FROM_FILE and \
      ROOST_MOVE_TO_FILE name. Leave passwords out of arguments, which every user of the machine can read: libpq takes \
      them from ~/.pgpass, or from the file that PGPASSFILE names.
      """)

  @OptionGroup var options: ConfigurationOptions
  @Option(help: "Where the deployment is: sqlite:<path> or postgres://…") var from: String?
  @Option(help: "Where it goes: sqlite:<path> or postgres://…") var to: String?
  @Option(help: "A plugin whose tables stay behind; can be given more than once.") var leave: [String] = []

  func run() async throws {
    let deployment = try options.deployment()
    let environment = DotEnv.merged(with: ProcessInfo.processInfo.environment)
    do {
      let source = try MoveAddress("from", argument: from, environment: environment)
      let target = try MoveAddress("to", argument: to, environment: environment)
      for (name, address) in [("from", source), ("to", target)] where address.exposesPassword {
        warn(
          "The password in --\(name) can be read by every user of this machine. Next time use "
            + "ROOST_MOVE_\(name.uppercased())_FILE or PGPASSFILE.")
      }
      try source.checkExists()
      guard !source.isSameFile(as: target) else { throw Fault("--from and --to name the same file.") }
      try await move(deployment, source, target)
    } catch let error as HostError {
      throw Fault(error.description)
    } catch let error as MoveError {
      throw Fault(error.description)
    }
  }

  private func move(_ deployment: Deployment, _ source: MoveAddress, _ target: MoveAddress) async throws {
    try await withDatabase(source) { old in
      try await withDatabase(target) { new in
        let manifests = PluginRegistry(ProgramPlugins.current).entries.map(\.manifest)
        let move = Move(
          from: try await source.side(old), to: try await target.side(new), manifests: manifests,
          enabled: Set(deployment.sections.keys), leaving: Set(leave))
        print("From \(source.location)\nto   \(target.location)")
        let tables = try await move.run(now: SystemClock().now) { progress in
          switch progress {
          case .resumed: print("Going on with the move that was interrupted.")
          case .copied(let table, let rows, isAll: false):
            if rows % 50_000 == 0 { print("copying  \(table)  \(rows)") }
          case .copied(let table, let rows, isAll: true): print("copied   \(table)  \(rows)")
          case .checked: break
          }
          flushOutput()
        }
        Self.printTable(tables)
      }
    }
    print(
      """
      The target holds the whole deployment. Now set DATABASE_URL to it, run roost check, and start. Never start a bot on \
      the source again: two copies of one bot would both answer.
      """)
  }

  private func withDatabase(_ address: MoveAddress, _ body: (any DatabaseDriver) async throws -> Void) async throws {
    let database = try address.location.open(connections: 2)
    do {
      try await body(database)
    } catch {
      await database.close()
      throw error
    }
    await database.close()
  }

  private static func printTable(_ tables: [Move.MovedTable]) {
    let width = tables.map(\.name.count).max() ?? 0
    print("\n" + "table".padded(to: width) + "      rows      SHA-256")
    for table in tables {
      let rows = String(table.rows)
      print(
        table.name.padded(to: width) + "  " + String(repeating: " ", count: max(0, 8 - rows.count)) + rows + "  ok  "
          + table.digest.prefix(16))
    }
    print("\(tables.count) tables, \(tables.reduce(0) { $0 + $1.rows }) rows: the same on both sides.\n")
  }

  private func warn(_ text: String) { FileHandle.standardError.write(Data("Warning: \(text)\n".utf8)) }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
