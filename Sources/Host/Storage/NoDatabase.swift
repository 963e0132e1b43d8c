package import PluginAPI

/// Stands in where nothing is read or written: for commands that only look at the plan, and for tests of rules.
package struct NoDatabase: DatabaseDriver {
  private static let reason = StorageError.unavailable(reason: "there is no database here", isUnknown: false)

  package init() {}

  package func rows(_ sql: SQL) async throws -> [Row] { throw Self.reason }
  package func transact(_ statements: [Statement]) async throws(StorageError) -> [StatementAnswer] { throw Self.reason }
  package func migrate(_ owner: String, _ migrations: [Migration], appliedAt: Instant) async throws(StorageError) {
    throw Self.reason
  }
  package func appliedMigrations(_ owner: String) async throws(StorageError) -> [(name: String, checksum: String)] {
    throw Self.reason
  }
  package func close() async {}
}
