import PluginAPI

extension TelegramError {
  /// How long to wait before Telegram is asked again: as long as it says, else from half a second to 4 s, so that work
  /// goes on within 5 s of its return.
  /// - Parameter failures: how often it has failed in a row, 1 or more.
  package func pause(after failures: Int) -> Duration {
    if case .tooManyRequests(let seconds) = kind { return .seconds(seconds) }
    return min(.seconds(4), .milliseconds(250 << min(7, failures)))
  }
}
