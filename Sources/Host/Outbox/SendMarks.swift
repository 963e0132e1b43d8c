import PluginAPI

/// Says before calls that were not born in flight that they are under way, those that wait at the same time in one
/// transaction. Guarded: the lane is still ours, and nobody has made the call yet.
struct SendMarks: Sendable {
  struct Mark: Sendable {
    var lane: LaneKey
    var fence: Statement
    var statements: [Statement]
  }

  private let group: GroupCommit<Mark>

  init(database: any DatabaseDriver, activity: Activity) {
    group = GroupCommit(activity: activity) { marks in
      do throws(StorageError) {
        // Lanes in the order of their keys, as everywhere: two transactions cannot lock each other.
        _ = try await database.transact(
          marks.sorted { $0.lane < $1.lane }.map(\.fence) + marks.flatMap(\.statements))
        return .success(())
      } catch {
        return .failure(error)
      }
    }
  }

  /// Returns after the commit.
  func store(_ mark: Mark) async throws(StorageError) { try await group.store(mark) }
}
