import Logging
import PluginAPI

extension Host {
  /// Asks Telegram to call the webhook, then waits; the HTTP server takes the updates in.
  package func awaitWebhook(url: String, secret: Secret) async throws {
    let caller = TelegramCaller(transport: parts.transport)
    var failures = 0
    while !Task.isCancelled {
      do {
        _ = try await caller.call(
          SetWebhook(url: url, maxConnections: 40, allowedUpdates: allowedUpdates, secretToken: secret.revealed))
        break
      } catch let error as TelegramError where error.kind == .unauthorized || error.kind == .notFound {
        throw HostError("Telegram does not know this bot token. Check TELEGRAM_BOT_TOKEN (from @BotFather).")
      } catch let error as TelegramError {
        parts.logger.warning("webhook not set, trying again", metadata: ["reason": "\(error)"])
        failures += 1
        try await parts.clock.sleep(for: error.pause(after: failures))
      }
    }
    let end = Signal(parts.clock.activity)
    while !Task.isCancelled { await end.wait() }
  }
}
