import TelegramBotAPI

// What the webhook's delivery asks.
extension Emulator {
  /// The webhook and the first update of each lane; `nil` without a webhook.
  func webhookWork() -> (WebhookSettings, [QueuedUpdate])? {
    begin()
    guard let webhook = world.webhook else { return nil }
    world.dropExpired()
    var lanes: Set<Int> = []
    return (webhook, world.queue.entries.filter { lanes.insert($0.lane).inserted })
  }

  func confirm(_ updateID: Int) {
    world.queue.confirm(updateID)
    world.history.add(.delivered(updateID: updateID), at: world.now)
    world.history.add(.confirmed(updateID: updateID), at: world.now)
  }

  func webhookFailed(_ reason: String) {
    let now = world.now
    world.webhook?.lastError = (now, reason)
  }

  /// Whether the next update is to be delivered twice.
  func takeDuplicate() -> Bool {
    guard duplicates > 0 else { return false }
    duplicates -= 1
    return true
  }
}
