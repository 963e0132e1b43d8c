import Foundation
import Host
import Postgres

/// The transactions of a pgbench script, each as one pipelined batch. Of pgbench's language it knows one statement a
/// line, `:client_id`, and `:step`, the number of the client's transaction.
enum Commits {
  struct Template {
    var text = ""
    /// Which variable is `$1`, `$2` …
    var variables: [Substring] = []

    init(_ line: Substring) {
      var rest = line
      while let colon = rest.firstIndex(of: ":") {
        text += rest[..<colon]
        let name = rest[rest.index(after: colon)...].prefix { $0.isLetter || $0 == "_" }
        if name == "client_id" || name == "step" {
          variables.append(name)
          text += "$\(variables.count)"
          rest = rest[name.endIndex...]
        } else {
          text += ":"
          rest = rest[rest.index(after: colon)...]
        }
      }
      text += rest
    }

    func statement(client: Int, step: Int) -> PostgresStatement {
      PostgresStatement(text, variables.map { .int(Int64($0 == "step" ? step : client)) })
    }
  }

  /// - Parameters:
  ///   - connections: how many; 0 shares transactions as the host does it.
  ///   - clients: how many callers there are, each with one transaction after the other.
  static func main(url: String, script: String, connections: Int, clients: Int, transactions: Int) async throws {
    var configuration = try PostgresConfiguration(url: url)
    configuration.poolSize = connections == 0 ? 8 : connections
    let postgres = try PostgresClient(configuration)
    let commits = GroupCommit<[PostgresStatement]>(
      activity: Activity(), width: connections == 0 ? 2 : clients, limit: connections == 0 ? 32 : 1
    ) { transactions in
      do throws(PostgresError) {
        _ = try await postgres.run(transactions.flatMap { $0 }, deadline: .seconds(10))
        return .success(())
      } catch {
        return .failure(.schema("\(error)"))
      }
    }
    let lines = try String(contentsOfFile: script, encoding: .utf8).split(separator: "\n")
    let ignored = ["--", "\\", "BEGIN", "END"]
    let templates = lines.filter { line in !ignored.contains { line.hasPrefix($0) } }.map { line in
      Template(line.hasSuffix(";") ? line.dropLast() : line)
    }
    // One connection is there when the clock starts; the others are opened on the way, which is to our disadvantage.
    _ = try await postgres.run(PostgresStatement("SELECT 1"), deadline: .seconds(10))
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for client in 0..<clients {
        group.addTask {
          for step in 1...transactions {
            try await commits.store(templates.map { $0.statement(client: client, step: step) })
          }
        }
      }
      try await group.waitForAll()
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print("commits_per_second \(Int(Double(clients * transactions) / seconds))")
    await postgres.close()
  }
}
