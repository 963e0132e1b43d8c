import PluginAPI

extension TelegramError {
  /// How long to wait before Telegram is asked again: as long as it says, else from half a second to 4 s, so that work
  /// goes on within 5 s of its return; what it refuses is not asked for more than once a minute in the end.
  /// - Parameter failures: how often it has failed in a row, 1 or more.
  package func pause(after failures: Int) -> Duration {
    if case .tooManyRequests(let seconds) = kind { return .seconds(seconds) }
    let isRefused = kind == .badRequest
    return min(.seconds(isRefused ? 60 : 4), .milliseconds(250 << min(8, failures)))
  }
}
