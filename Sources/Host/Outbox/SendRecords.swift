import PluginAPI

/// Records how calls ended, those that end at the same time in one transaction.
struct SendRecords: Sendable {
  struct Record: Sendable {
    var id: RowID
    var statement: Statement
  }

  private let group: GroupCommit<Record>

  init(database: any DatabaseDriver, activity: Activity) {
    group = GroupCommit(activity: activity) { records in
      do throws(StorageError) {
        // In one order everywhere, so that two transactions cannot lock each other.
        _ = try await database.transact(records.sorted { $0.id < $1.id }.map(\.statement))
        return .success(())
      } catch {
        return .failure(error)
      }
    }
  }

  /// Returns after the commit.
  func store(_ record: Record) async throws(StorageError) { try await group.store(record) }
}
