import Logging
import PluginAPI

/// Names the update in one line of the log when it ends. Never a text, never a name.
struct LogMiddleware: UpdateMiddleware {
  let logger: Logger
  let clock: any HostClock

  func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict {
    let start = MonotonicTime.nanoseconds
    let verdict = try await next(handling)
    let level: Logger.Level = if case .handled = verdict { .debug } else { .notice }
    logger.log(
      level: level, "update \(verdict)",
      metadata: [
        "trace": "\(handling.trace)", "update": "\(handling.update?.updateID ?? 0)",
        "kind": "\(handling.update?.kindName ?? "")",
        "lane": "\(handling.item.lane)", "plugin": "\(handling.plugin)",
        "microseconds": "\((MonotonicTime.nanoseconds - start) / 1000)",
      ])
    return verdict
  }
}
