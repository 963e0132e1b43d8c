import MediaProtocol
import PluginAPI
import Synchronization

/// A request and whoever waits for its answer, which comes once: from a thread, or because nobody waits any more.
final class MediaJob: Sendable {
  typealias Outcome = Result<[UInt8], MediaError>

  private struct State {
    var continuation: CheckedContinuation<Outcome, Never>?
    var outcome: Outcome?
  }

  let kind: MediaFrame.Kind
  let body: [UInt8]
  let time: Duration
  /// Whether an answer is one that a worker of ours gives.
  let isSane: @Sendable ([UInt8]) -> Bool
  private let state = Mutex(State())

  init(kind: MediaFrame.Kind, body: [UInt8], time: Duration, isSane: @escaping @Sendable ([UInt8]) -> Bool) {
    self.kind = kind
    self.body = body
    self.time = time
    self.isSane = isSane
  }

  var hasEnded: Bool { state.withLock { $0.outcome != nil } }

  func begin(_ continuation: CheckedContinuation<Outcome, Never>) {
    let outcome = state.withLock { state in
      if state.outcome == nil { state.continuation = continuation }
      return state.outcome
    }
    if let outcome { continuation.resume(returning: outcome) }
  }

  /// Only the first call counts.
  func end(_ outcome: Outcome) {
    let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      guard state.outcome == nil else { return nil }
      state.outcome = outcome
      defer { state.continuation = nil }
      return state.continuation
    }
    continuation?.resume(returning: outcome)
  }
}
