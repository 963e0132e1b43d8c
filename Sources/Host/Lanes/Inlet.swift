import Logging
import PluginAPI
import Synchronization

/// Stores what arrives and claims idle lanes with it, in one transaction for everything that waits.
///
/// Only one transaction is under way at a time, so items reach their lanes in the order in which they got their numbers.
final class Inlet: Sendable {
  /// Things to store together: all or nothing.
  struct Batch: Sendable {
    var items: [IncomingItem]
    /// Statements of the same transaction: the polling cursor, a job's next occurrence.
    var also: [Statement] = []
  }

  private struct Waiting {
    var batch: Batch
    var continuation: CheckedContinuation<Result<Void, StorageError>, Never>
  }

  private struct State {
    var waiting: [Waiting] = []
    var isBusy = false
  }

  private let store: LaneStore
  private let lanes: Lanes
  private let clock: any HostClock
  private let leaseTime: Duration
  private let state = Mutex(State())

  init(store: LaneStore, lanes: Lanes, clock: any HostClock, leaseTime: Duration) {
    self.store = store
    self.lanes = lanes
    self.clock = clock
    self.leaseTime = leaseTime
  }

  /// Returns after the commit.
  func store(_ batch: Batch) async throws(StorageError) {
    let result = await withCheckedContinuation { continuation in
      state.withLock { $0.waiting.append(Waiting(batch: batch, continuation: continuation)) }
      if !lanes.spawn({ [self] in await drain() }) { refuse() }
    }
    try result.get()
  }

  /// The host has stopped, and nobody stores any more: who waits must not wait for ever.
  private func refuse() {
    let waiting = take() ?? []
    if !waiting.isEmpty { state.withLock { $0.isBusy = false } }
    for one in waiting {
      one.continuation.resume(returning: .failure(.unavailable(reason: "the host has stopped", isUnknown: false)))
    }
  }

  private func drain() async {
    while let group = take() {
      defer { state.withLock { $0.isBusy = false } }
      let result = await commit(group.map(\.batch))
      if case .failure = result, group.count > 1 {
        // One batch must not take the others down: each alone.
        for waiting in group { waiting.continuation.resume(returning: await commit([waiting.batch])) }
      } else {
        for waiting in group { waiting.continuation.resume(returning: result) }
      }
    }
  }

  private func take() -> [Waiting]? {
    state.withLock { state in
      if state.waiting.isEmpty { return nil }
      // Another drain is under way and will see what waits.
      if state.isBusy { return nil }
      state.isBusy = true
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  private func commit(_ batches: [Batch]) async -> Result<Void, StorageError> {
    let now = clock.now
    let lease = now + leaseTime
    let items = batches.flatMap(\.items)
    var counts: [LaneKey: Int] = [:]
    for item in items { counts[item.lane, default: 0] += 1 }
    // Lanes in the order of their keys: two hosts storing at once cannot lock each other.
    let keys = counts.keys.sorted()
    var statements = keys.map { key in
      Statement(store.raise(key, by: counts[key, default: 0], claims: true, now: now, lease: lease))
    }
    var left = counts
    // How many items of the batch follow each in its lane.
    let backs = items.map { item in
      left[item.lane, default: 1] -= 1
      return left[item.lane, default: 0]
    }
    for (item, back) in zip(items, backs) { statements.append(Statement(store.insert(item, back: back))) }
    statements += batches.flatMap(\.also)
    do {
      let answers = try await store.database.transact(statements)
      var grants: [LaneKey: LaneStore.Grant] = [:]
      for (key, answer) in zip(keys, answers) { grants[key] = try answer.first.map(store.grant) }
      var arrived: [LaneKey: [LaneItem]] = [:]
      for (index, item) in items.enumerated() {
        guard case .pending = item.fate, answers[keys.count + index].changed == 1, let grant = grants[item.lane] else {
          continue
        }
        arrived[item.lane, default: []].append(
          LaneItem(
            lane: item.lane, seq: grant.tail - Int64(backs[index]), kind: item.kind, payload: item.payload,
            receivedAt: item.receivedAt))
      }
      for key in keys {
        guard let grant = grants[key], grant.isOurs else { continue }
        lanes.accept(grant, arrived[key] ?? [], raisedBy: Int64(counts[key] ?? 0))
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
