import Logging
import PluginAPI

/// Fetches updates with getUpdates and confirms them by the next call, after they are stored.
///
/// Where several hosts share a database one polls at a time, and the others wait for its lease. An orderly end hands the
/// lease over; after a crash it runs out.
struct LongPolling: Sendable {
  let transport: any TelegramTransport
  let intake: UpdateIntake
  let database: any DatabaseDriver
  let lanes: Lanes
  let clock: any HostClock
  let allowedUpdates: [String]
  /// Nil where nobody else can poll.
  let lease: PollerLease?
  let logger: Logger
  /// Called when Telegram answers again after it did not.
  let onRecovery: @Sendable () -> Void

  func run() async throws {
    guard let lease else { return try await poll(under: nil) }
    while !Task.isCancelled {
      do {
        guard let fence = try await lease.acquire() else {
          try await clock.sleep(for: .seconds(1))
          continue
        }
        logger.notice("this host polls", metadata: ["fence": "\(fence)"])
        let result: Result<Void, any Error>
        do {
          result = .success(try await clock.race([{ try await poll(under: fence) }, { try await lease.keep(fence) }]))
        } catch {
          result = .failure(error)
        }
        await lease.release(fence)
        try result.get()
      } catch let error as StorageError {
        logger.warning("polling interrupted", metadata: ["reason": "\(error)"])
        try await clock.sleep(for: .seconds(1))
      }
    }
  }

  private func poll(under fence: Int64?) async throws {
    var offset = try await Cursor.read(database)
    var failures = 0
    while !Task.isCancelled {
      let free = lanes.freeCapacity
      if free == 0 {
        try await clock.sleep(for: .milliseconds(20))
        continue
      }
      let request = GetUpdates(offset: offset, limit: min(100, free), timeout: 50, allowedUpdates: allowedUpdates)
      let outcome = await transport.perform(try request.call(), timeout: .seconds(60))
      switch outcome.reply {
      case .success(let result):
        if failures > 0 { onRecovery() }
        failures = 0
        guard let elements = try? result.elements() else {
          // Not an array: nothing was confirmed, so nothing is lost.
          try await clock.sleep(for: .seconds(1))
          continue
        }
        if elements.isEmpty { continue }
        offset = try await store(elements.map(\.bytes), offset, fence)
      case .failure(let error):
        failures += 1
        try await recover(error, failures)
      }
    }
  }

  /// Stores until it holds: the batch is in hand, and Telegram still has it too.
  private func store(_ updates: [[UInt8]], _ offset: Int?, _ fence: Int64?) async throws -> Int? {
    while true {
      do {
        try await intake.accept(updates, movesCursor: true, under: fence)
        return updates.last.flatMap { RawJSON($0)["update_id"]?.int }.map(Cursor.after) ?? offset
      } catch let error as StorageError {
        // Another host polls by now.
        if case .expectation = error { throw error }
        if PlantedBug.cursorBeforeStore.isPlanted {
          return updates.last.flatMap { RawJSON($0)["update_id"]?.int }.map(Cursor.after) ?? offset
        }
        logger.error("updates not stored; Telegram keeps them", metadata: ["reason": "\(error)"])
        try await clock.sleep(for: .seconds(1))
      }
    }
  }

  private func recover(_ error: TelegramError, _ failures: Int) async throws {
    switch error.kind {
    case .unauthorized, .notFound:
      throw HostError("Telegram does not know this bot token. Check TELEGRAM_BOT_TOKEN (from @BotFather).")
    case .conflict(.webhookActive):
      logger.notice("a webhook is set; removing it, since this host polls")
      _ = await transport.perform(try DeleteWebhook(dropPendingUpdates: false).call(), timeout: .seconds(10))
    case .conflict:
      logger.notice("another process polls for this bot; waiting")
      try await clock.sleep(for: .seconds(3))
    default:
      logger.warning("updates not fetched", metadata: ["reason": "\(error)", "failures": "\(failures)"])
      try await clock.sleep(for: error.pause(after: failures))
    }
  }
}

/// The host cannot run; says what to do.
package struct HostError: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
