import Dispatch
import Foundation
import Host
import Synchronization

/// What is done when the process is asked to stop; without it the body is cancelled.
final class Termination: Sendable {
  private struct State {
    var isAsked = false
    var action: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// Sets the orderly end. Runs at once when the process was asked to stop already.
  func onRequest(_ action: @escaping @Sendable () -> Void) {
    let isAsked = state.withLock { state in
      state.action = action
      return state.isAsked
    }
    if isAsked { action() }
  }

  /// - Returns: whether there is an orderly end.
  fileprivate func request() -> Bool {
    let action = state.withLock { state in
      state.isAsked = true
      return state.action
    }
    action?()
    return action != nil
  }
}

/// Runs `body` until it ends or the process is asked to stop; then ends it in an orderly way, or cancels it, and, if that
/// takes too long, leaves. Leaving is safe at any moment: what was not committed did not happen.
func withTermination(
  within limit: Duration, _ body: @escaping @Sendable (Termination) async throws -> Void
) async throws {
  let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
  let sources = [SIGTERM, SIGINT].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { continuation.yield(number) }
    source.resume()
    return source
  }
  defer { for source in sources { source.cancel() } }
  let termination = Termination()
  try await withThrowingTaskGroup(of: Bool.self) { group in
    group.addTask {
      try await body(termination)
      return true
    }
    group.addTask {
      for await _ in signals {
        // A second signal, or a body that hangs, ends the process at once.
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.setEventHandler { _exit(0) }
        timer.schedule(deadline: .now() + .milliseconds(Int(limit.components.seconds * 1000)))
        timer.resume()
        return !termination.request()
      }
      return true
    }
    defer { group.cancelAll() }
    do {
      // An orderly end goes on until the body has ended by itself.
      while let isOver = try await group.next(), !isOver {}
      group.cancelAll()
      try await group.waitForAll()
    } catch is CancellationError {}
  }
}
