import Host
import PluginAPI

/// The database as a host reaches it: real SQLite, one transaction at a time, behind a wire.
// Safe because only the world's thread touches it.
final class SimulatedDatabase: DatabaseDriver, @unchecked Sendable {
  private let memory: MemoryDatabase
  private let wire: Wire
  private unowned let process: HostProcess
  /// As PostgreSQL, or, when nil, as SQLite.
  let sharedTransactions: Int?

  init(_ memory: MemoryDatabase, _ wire: Wire, _ process: HostProcess, sharedTransactions: Int?) {
    self.sharedTransactions = sharedTransactions
    self.memory = memory
    self.wire = wire
    self.process = process
  }

  func rows(_ sql: SQL) async throws -> [Row] {
    let answer = await wire.ask("read", process.trouble.database, isPoint: false) { [memory] reply in
      reply(Result { () throws(StorageError) in try memory.rows(sql) })
    }
    guard case .came(let result) = answer else {
      throw StorageError.unavailable(reason: "the connection is gone", isUnknown: false)
    }
    return try result.get()
  }

  func transact(_ statements: [Statement]) async throws(StorageError) -> [StatementAnswer] {
    // Told to nobody, it is not worth its time.
    let name = process.world.tells || process.fate != nil ? name(of: statements) : ""
    let paysOrReturns = statements.contains { $0.sql.tables.contains("payments_payment") }
    let answer = await wire.ask(name, process.trouble.database) { [memory, process] reply in
      let result = Result { () throws(StorageError) in try memory.transact(statements) }
      process.world.tell("\(process.name) ▪ \(name)\(result.failure.map { ": \($0)" } ?? "")")
      if paysOrReturns,
        let oddity = MoneyChecker.oddity(memory)
      {
        process.world.violations.insert(oddity)
      }
      reply(result)
    }
    switch answer {
    case .came(let result): return try result.get()
    case .notSent: throw .unavailable(reason: "no connection", isUnknown: false)
    case .lost: throw .unavailable(reason: "the answer was lost", isUnknown: true)
    }
  }

  /// What a transaction is, for the story and for the list of places to die at.
  private func name(of statements: [Statement]) -> String {
    if statements.contains(where: { $0.role == .pending || $0.role == .guards }) {
      return statements.contains { $0.sql.tables.contains("roost_inbox") } ? "commit" : "mark"
    }
    let tables = Set(statements.flatMap(\.sql.tables)).map { $0.replacing("roost_", with: "") }.sorted()
    return "write \(tables.joined(separator: " "))"
  }

  func appliedMigrations(_ owner: String) async throws(StorageError) -> [(name: String, checksum: String)] {
    try memory.applied(owner)
  }

  func migrate(_ owner: String, _ migrations: [Migration], appliedAt: Instant) async throws(StorageError) {
    try memory.migrate(owner, migrations, appliedAt: appliedAt)
  }

  func close() async {}
}

extension Result {
  var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
