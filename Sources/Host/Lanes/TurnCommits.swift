import PluginAPI
import Synchronization

/// Commits turns. Those that wait at the same time share a transaction where the database does not see to it itself: on
/// PostgreSQL a transaction costs about as much as what a turn writes in it.
///
/// Lanes are locked in the order of their keys, as everywhere, so that two transactions cannot lock each other. What could
/// lock more than rows of its own lane and person goes alone.
struct TurnCommits: Sendable {
  private struct Part: Sendable {
    var lane: LaneKey
    var statements: [Statement]
  }

  private let database: any DatabaseDriver
  private let group: GroupCommit<Part>?
  /// Whose rows belong to nobody: tables in which any two turns may meet.
  private let meetingPlaces: Set<String>

  /// - Parameter tables: of all enabled plugins.
  init(database: any DatabaseDriver, tables: [Table], clock: any HostClock) {
    self.database = database
    meetingPlaces = Set(tables.lazy.filter { $0.ownership == .shared }.map(\.name))
    group = database.sharedTransactions.map { width in
      let start = clock.now
      let patience = GroupCommit<Part>.Patience(width: 8) { clock.now - start }
      // What the database did not do, or nobody knows, is everybody's answer. A statement's fault is somebody's own.
      return GroupCommit(activity: clock.activity, width: width, limit: 32, patience: patience) { error in
        if case .unavailable = error { return PlantedBug.repeatsUnknown.isPlanted }
        return !PlantedBug.sharesFaults.isPlanted
      } commit: { parts in
        do throws(StorageError) {
          _ = try await database.transact(parts.sorted { $0.lane < $1.lane }.flatMap(\.statements))
          return .success(())
        } catch {
          return .failure(error)
        }
      }
    }
  }

  /// Returns after the commit.
  /// - Parameter isShared: false for a turn that failed before: what it waits for must not keep others waiting again.
  func store(_ commit: TurnCommit, of lane: Lane, isShared: Bool) async throws(StorageError) {
    guard let group, isShared, isShareable(commit, lane) else {
      _ = try await database.transact(commit.statements)
      return
    }
    try await group.store(Part(lane: lane.key, statements: commit.statements))
  }

  private func isShareable(_ commit: TurnCommit, _ lane: Lane) -> Bool {
    if !commit.wokenLanes.isEmpty || commit.erasesPerson || lane.state.withLock({ $0.isSuspect }) { return false }
    return meetingPlaces.isEmpty
      || commit.statements.allSatisfy { statement in
        guard case .plugin = statement.role else { return true }
        return statement.sql.tables.isDisjoint(with: meetingPlaces)
      }
  }
}
