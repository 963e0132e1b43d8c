import HTTPClient
import TelegramBotAPI

/// Pushes updates to the bot's webhook as Telegram does: per lane in order, lanes side by side, failed ones again after
/// a growing pause, in real time.
struct WebhookDelivery: Sendable {
  let emulator: Emulator
  let client: HTTPClient

  /// Which lanes are busy and what is tried again when.
  private actor Progress {
    private var busy: Set<Int> = []
    private var retries: [Int: (at: ContinuousClock.Instant, count: Int)] = [:]

    /// The updates to send now; their lanes count as busy from here on.
    func take(_ heads: [QueuedUpdate], room: Int) -> [QueuedUpdate] {
      let now = ContinuousClock.now
      let free = heads.filter { !busy.contains($0.lane) && (retries[$0.id].map { $0.at <= now } ?? true) }
        .prefix(max(0, room - busy.count))
      busy.formUnion(free.map(\.lane))
      return Array(free)
    }

    func finish(_ update: QueuedUpdate, retryAfter: Duration?, isDone: Bool) {
      busy.remove(update.lane)
      guard !isDone else {
        retries[update.id] = nil
        return
      }
      // At once, then 1, 2, 4 … 60 seconds.
      let count = retries[update.id]?.count ?? 0
      let pause: Duration = count == 0 ? .zero : .seconds(min(1 << min(count - 1, 6), 60))
      retries[update.id] = (ContinuousClock.now + (retryAfter ?? pause), count + 1)
    }
  }

  func run() async {
    let progress = Progress()
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        guard let (webhook, heads) = await emulator.webhookWork(), !heads.isEmpty else {
          try? await Task.sleep(for: .milliseconds(20))
          continue
        }
        let work = await progress.take(heads, room: webhook.maxConnections)
        for update in work {
          group.addTask { await deliver(update, to: webhook, progress) }
        }
        if work.isEmpty { try? await Task.sleep(for: .milliseconds(20)) }
      }
      group.cancelAll()
    }
  }

  private func deliver(_ update: QueuedUpdate, to webhook: WebhookSettings, _ progress: Progress) async {
    var headers = [("Content-Type", "application/json")]
    if let secret = webhook.secret { headers.append(("X-Telegram-Bot-Api-Secret-Token", secret)) }
    let request = HTTPRequest(
      method: .post, url: webhook.url, headers: headers, body: update.bytes, timeout: .seconds(60))
    var retryAfter: Duration?
    var isDone = false
    do {
      let response = try await client.execute(request)
      isDone = (200..<300).contains(response.status)
      if isDone {
        if await emulator.takeDuplicate() { _ = try? await client.execute(request) }
        await answer(response)
      } else {
        retryAfter = response.headers["Retry-After"].flatMap { Int($0) }.map { .seconds(min(max($0, 0), 3600)) }
        await emulator.webhookFailed("Wrong response from the webhook: \(response.status)")
      }
    } catch {
      await emulator.webhookFailed(error.message)
    }
    if isDone { await emulator.confirm(update.id) }
    await progress.finish(update, retryAfter: retryAfter, isDone: isDone)
  }

  /// A webhook's answer may carry one call; its result goes nowhere.
  private func answer(_ response: HTTPResponse) async {
    guard !response.body.isEmpty, var call = JSON.parse(response.body)?.object, let method = call["method"]?.string
    else { return }
    call["method"] = nil
    _ = await emulator.call(method, parameters: .object(call))
  }
}
