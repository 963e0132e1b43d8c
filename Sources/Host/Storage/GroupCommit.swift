import PluginAPI
import Synchronization

/// What an item's owner has to do: commit for all that wait, or nothing more.
private enum GroupCommitPart: Sendable {
  case lead
  case follow(Result<Void, StorageError>)
}

/// Commits what waits in one transaction, one or a few transactions at a time: under load many share one, and nobody
/// waits for a timer. Who comes first commits for all that wait by then, and hands on to one of those that came meanwhile.
package final class GroupCommit<Item: Sendable>: Sendable {
  package typealias Outcome = Result<Void, StorageError>

  private struct Waiting: Sendable {
    let item: Item
    let continuation: CheckedContinuation<GroupCommitPart, Never>
  }

  private struct State {
    var waiting: [Waiting] = []
    var underWay = 0
    /// When the transactions under way began, by number.
    var begun: [Int: Duration] = [:]
    var last = 0
  }

  /// What helps when transactions take unusually long, because a statement is slow or waits for a lock: whoever comes
  /// then does not wait for them.
  package struct Patience: Sendable {
    var limit = Duration.milliseconds(100)
    /// How many transactions may be under way then.
    var width: Int
    /// The time since a fixed moment.
    var elapsed: @Sendable () -> Duration
  }

  private let activity: Activity
  private let width: Int
  private let patience: Patience?
  private let limit: Int
  private let isRepeated: @Sendable (StorageError) -> Bool
  private let commit: @Sendable ([Item]) async -> Outcome
  private let state = Mutex(State())

  /// - Parameters:
  ///   - width: how many transactions may be under way.
  ///   - limit: how many items may share one.
  ///   - isRepeated: whether the items of a transaction that failed so are committed again, each alone, so that one does
  ///     not take the others down; else all of them failed.
  ///   - commit: all of the items, or none. Not cut off when the task is cancelled.
  package init(
    activity: Activity, width: Int = 1, limit: Int = .max, patience: Patience? = nil,
    isRepeated: @escaping @Sendable (StorageError) -> Bool = { _ in true },
    commit: @escaping @Sendable ([Item]) async -> Outcome
  ) {
    self.activity = activity
    self.width = width
    self.patience = patience
    self.limit = limit
    self.isRepeated = isRepeated
    self.commit = commit
  }

  /// Returns after the commit of the item. One transaction at a time commits items in the order in which they came.
  package func store(_ item: Item) async throws(StorageError) {
    let part = await withCheckedContinuation { continuation in
      let now = patience?.elapsed() ?? .zero
      let leads = state.withLock { state in
        let leads = state.underWay < width || isLate(state, now)
        if leads { state.underWay += 1 } else { state.waiting.append(Waiting(item: item, continuation: continuation)) }
        return leads
      }
      if leads { continuation.resume(returning: .lead) }
    }
    switch part {
    case .follow(let outcome): try outcome.get()
    case .lead: try await lead(item).get()
    }
  }

  /// All that is under way takes unusually long.
  private func isLate(_ state: State, _ now: Duration) -> Bool {
    guard let patience, state.underWay < patience.width, state.begun.count == state.underWay else { return false }
    return state.begun.values.allSatisfy { now - $0 > patience.limit }
  }

  private func lead(_ item: Item) async -> Outcome {
    activity.begin()
    defer { activity.end() }
    let now = patience?.elapsed() ?? .zero
    let (number, followers) = state.withLock { state in
      state.last += 1
      state.begun[state.last] = now
      let followers = state.waiting.prefix(limit - 1)
      state.waiting.removeFirst(followers.count)
      return (state.last, followers)
    }
    var own = await commit([item] + followers.map(\.item))
    if case .failure(let error) = own, !followers.isEmpty, isRepeated(error) {
      own = await commit([item])
      for follower in followers { follower.continuation.resume(returning: .follow(await commit([follower.item]))) }
    } else {
      for follower in followers { follower.continuation.resume(returning: .follow(own)) }
    }
    handOn(number)
    return own
  }

  private func handOn(_ number: Int) {
    let next = state.withLock { state -> CheckedContinuation<GroupCommitPart, Never>? in
      state.begun[number] = nil
      guard !state.waiting.isEmpty else {
        state.underWay -= 1
        return nil
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume(returning: .lead)
  }
}
