import Logging
import PluginAPI

/// Stores what arrives and claims idle lanes with it, in one transaction for everything that waits.
///
/// Only one transaction is under way at a time, so items reach their lanes in the order in which they got their numbers.
final class Inlet: Sendable {
  /// Things to store together: all or nothing.
  struct Batch: Sendable {
    var items: [IncomingItem]
    /// Statements of the same transaction: the polling cursor, a job's next occurrence.
    var also: [Statement] = []
    /// Whether idle lanes are claimed with it; else they are left due, and somebody must wake those who claim.
    var claims = true
  }

  private let lanes: Lanes
  private let group: GroupCommit<Batch>

  init(store: LaneStore, lanes: Lanes, clock: any HostClock, leaseTime: Duration) {
    let writer = InletWriter(store: store, lanes: lanes, clock: clock, leaseTime: leaseTime)
    self.lanes = lanes
    group = GroupCommit(activity: clock.activity) { await writer.commit($0) }
  }

  /// Returns after the commit. A host that has stopped stores nothing more.
  func store(_ batch: Batch) async throws(StorageError) {
    if lanes.hasStopped { throw .unavailable(reason: "the host has stopped", isUnknown: false) }
    try await group.store(batch)
  }
}

/// The transaction of an ``Inlet``.
private struct InletWriter: Sendable {
  let store: LaneStore
  let lanes: Lanes
  let clock: any HostClock
  let leaseTime: Duration

  func commit(_ batches: [Inlet.Batch]) async -> Result<Void, StorageError> {
    let now = clock.now
    let lease = now + leaseTime
    let items = batches.flatMap(\.items)
    var counts: [LaneKey: Int] = [:]
    for item in items { counts[item.lane, default: 0] += 1 }
    // Lanes in the order of their keys: two hosts storing at once cannot lock each other.
    let keys = counts.keys.sorted()
    let claims = Set(batches.lazy.filter(\.claims).flatMap { $0.items.lazy.map(\.lane) })
    let chunks = Chunks(store.database)
    let raises = chunks.of(keys) { claims.contains($0) == claims.contains($1) }
    var statements = raises.map { part in
      let counts = keys[part].map { ($0, counts[$0, default: 0]) }
      return Statement(
        claims.contains(keys[part.lowerBound])
          ? store.raise(counts, claimUntil: lease, now: now) : store.raise(counts, dueAt: now))
    }
    var left = counts
    // How many items of the batch follow each in its lane.
    let backs = items.map { item in
      left[item.lane, default: 1] -= 1
      return left[item.lane, default: 0]
    }
    let inserts = chunks.of(items, while: { $0.isPlain && $1.isPlain })
    statements += inserts.map { part in Statement(store.insert(zip(items[part], backs[part]).map { ($0, $1) })) }
    statements += batches.flatMap(\.also)
    do {
      let answers = try await store.database.transact(statements)
      var grants: [LaneKey: LaneStore.Grant] = [:]
      for answer in answers.prefix(raises.count) {
        for row in answer.rows {
          let grant = try store.grant(row)
          grants[grant.key] = grant
        }
      }
      var arrived: [LaneKey: [LaneItem]] = [:]
      // Something of these was stored before, or is not to be handled: what is to be is read from the database.
      var unsure: Set<LaneKey> = []
      for (part, answer) in zip(inserts, answers.dropFirst(raises.count)) {
        let isNew = answer.changed == part.count
        for index in part {
          let item = items[index]
          guard isNew, let grant = grants[item.lane] else {
            if part.count > 1 { unsure.insert(item.lane) }
            continue
          }
          guard case .pending = item.fate else { continue }
          arrived[item.lane, default: []].append(
            LaneItem(
              lane: item.lane, seq: grant.tail - Int64(backs[index]), kind: item.kind, payload: item.payload,
              receivedAt: item.receivedAt, update: item.update))
        }
      }
      for key in keys {
        guard let grant = grants[key], grant.isOurs else { continue }
        lanes.accept(
          grant, arrived[key] ?? [], raisedBy: Int64(counts[key] ?? 0), isAll: !unsure.contains(key))
      }
      return .success(())
    } catch let error as StorageError {
      if error.isUnknown, !PlantedBug.noRecheck.isPlanted { lanes.recheck() }
      return .failure(error)
    } catch {
      return .failure(.schema("\(error)"))
    }
  }
}
