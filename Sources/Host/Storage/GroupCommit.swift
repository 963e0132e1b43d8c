import PluginAPI
import Synchronization

/// Commits what waits in one transaction, one transaction at a time: under load many share one, and nobody waits for a
/// timer. Who comes first commits for all that wait by then, and hands on to one of those that came meanwhile.
final class GroupCommit<Item: Sendable>: Sendable {
  typealias Outcome = Result<Void, StorageError>

  private enum Part: Sendable {
    case lead
    case follow(Outcome)
  }

  private struct Waiting {
    var item: Item
    /// Nil of the one who leads.
    var continuation: CheckedContinuation<Part, Never>?
  }

  private struct State {
    var waiting: [Waiting] = []
    var isBusy = false
  }

  private let activity: Activity
  private let commit: @Sendable ([Item]) async -> Outcome
  private let state = Mutex(State())

  /// - Parameter commit: all of the items, or none. Not cut off when the task is cancelled.
  init(activity: Activity, commit: @escaping @Sendable ([Item]) async -> Outcome) {
    self.activity = activity
    self.commit = commit
  }

  /// Returns after the commit of the item. Items are committed in the order in which they came.
  func store(_ item: Item) async throws(StorageError) {
    let part = await withCheckedContinuation { continuation in
      let leads = state.withLock { state in
        let leads = !state.isBusy
        state.isBusy = true
        state.waiting.append(Waiting(item: item, continuation: leads ? nil : continuation))
        return leads
      }
      if leads { continuation.resume(returning: .lead) }
    }
    switch part {
    case .follow(let outcome): try outcome.get()
    case .lead: try await lead().get()
    }
  }

  private func lead() async -> Outcome {
    activity.begin()
    defer { activity.end() }
    let group = state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
    var own = await commit(group.map(\.item))
    let isShared = group.count > 1
    if case .failure = own, isShared {
      // One must not take the others down: each alone.
      for waiting in group {
        let outcome = await commit([waiting.item])
        if let follower = waiting.continuation { follower.resume(returning: .follow(outcome)) } else { own = outcome }
      }
    } else {
      for waiting in group { waiting.continuation?.resume(returning: .follow(own)) }
    }
    handOn()
    return own
  }

  private func handOn() {
    let next = state.withLock { state -> CheckedContinuation<Part, Never>? in
      if state.waiting.isEmpty {
        state.isBusy = false
        return nil
      }
      return state.waiting[0].continuation.take()
    }
    next?.resume(returning: .lead)
  }
}
