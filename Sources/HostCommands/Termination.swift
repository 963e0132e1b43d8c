import Dispatch
import Foundation
import Host

/// Runs `body` until it ends or the process is asked to stop; then cancels it and, if it does not end in time, leaves.
/// Leaving is safe at any moment: what was not committed did not happen.
func withTermination(within limit: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws {
  let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
  let sources = [SIGTERM, SIGINT].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { continuation.yield(number) }
    source.resume()
    return source
  }
  defer { for source in sources { source.cancel() } }
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await body() }
    group.addTask {
      for await _ in signals {
        // A second signal, or a body that hangs, ends the process at once.
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.setEventHandler { _exit(0) }
        timer.schedule(deadline: .now() + .milliseconds(Int(limit.components.seconds * 1000)))
        timer.resume()
        return
      }
    }
    defer { group.cancelAll() }
    do {
      try await group.next()
      group.cancelAll()
      try await group.waitForAll()
    } catch is CancellationError {}
  }
}
