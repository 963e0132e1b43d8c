import Synchronization

/// Work on its way to the task group that runs it: whoever waits for it gets all there is at once. An `AsyncStream`
/// does the same one by one, through generics that are resolved at run time, for each update.
final class Starts: Sendable {
  typealias Work = @Sendable () async -> Void

  private struct State {
    var waiting: [Work] = []
    var reader: CheckedContinuation<[Work]?, Never>?
    var isFinished = false
  }

  private let state = Mutex(State())

  /// - Returns: whether it will be handed out; not after ``finish()``.
  func add(_ work: @escaping Work) -> Bool {
    let (isTaken, reader) = state.withLock { state -> (Bool, CheckedContinuation<[Work]?, Never>?) in
      if state.isFinished { return (false, nil) }
      if let reader = state.reader.take() { return (true, reader) }
      state.waiting.append(work)
      return (true, nil)
    }
    reader?.resume(returning: [work])
    return isTaken
  }

  /// Takes nothing more. What is here is still handed out.
  func finish() {
    let reader = state.withLock { state in
      state.isFinished = true
      return state.reader.take()
    }
    reader?.resume(returning: nil)
  }

  /// What came since the last call, in order; nil once all was handed out after ``finish()`` or the task's cancellation.
  /// Called by one task.
  func next() async -> [Work]? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let batch = state.withLock { state -> [Work]?? in
          if state.waiting.isEmpty, !state.isFinished {
            state.reader = continuation
            return nil
          }
          defer { state.waiting = [] }
          return .some(state.waiting.isEmpty ? nil : state.waiting)
        }
        if let batch { continuation.resume(returning: batch) }
      }
    } onCancel: {
      finish()
    }
  }
}
