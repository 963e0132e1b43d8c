import CivilTime
import TelegramBotAPI

/// Where updates are pushed to.
struct WebhookSettings: Sendable {
  var url: String
  var secret: String?
  var maxConnections: Int
  var lastError: (date: Instant, text: String)?
}

extension World {
  mutating func getUpdates(_ a: Arguments) throws(APIError) -> JSONValue {
    if webhook != nil {
      throw APIError(
        code: 409,
        description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
          + "webhook first")
    }
    if a.has("limit") { guard a.integer("limit") != nil else { throw .bad("limit must be an Integer") } }
    try allow(a)
    dropExpired()
    // Out of range, both are clamped rather than refused.
    var limit = min(max(a.integer("limit") ?? 100, 1), 100)
    let offset = a.integer("offset") ?? 0
    // Client.cpp: whoever asks for the same again at once gets one update at a time.
    if configuration.enforceLimits, let last = lastPoll, last.offset == offset, now - last.at < .milliseconds(500) {
      limit = 1
    }
    lastPoll = (offset, now)
    let pulled = queue.pull(offset: offset, limit: limit)
    for id in pulled.confirmed { history.add(.confirmed(updateID: id), at: now) }
    for update in pulled.updates { history.add(.delivered(updateID: update.id), at: now) }
    return .array(pulled.updates.map(\.json))
  }

  mutating func dropExpired() {
    for id in queue.expire(now) { history.add(.dropped(updateID: id), at: now) }
  }

  private mutating func allow(_ a: Arguments) throws(APIError) {
    guard let kinds = try a.array("allowed_updates") else { return }
    queue.allowed = kinds.isEmpty ? nil : Set(kinds.compactMap(\.string))
  }

  mutating func setWebhook(_ a: Arguments) throws(APIError) -> JSONValue {
    let url = a.string("url") ?? ""
    if url.isEmpty { return deleteWebhook(a) }
    guard url.hasPrefix("https://") || url.hasPrefix("http://127.0.0.1") || url.hasPrefix("http://localhost") else {
      throw .bad("bad webhook: An HTTPS URL must be provided for webhook")
    }
    let secret = a.string("secret_token") ?? ""
    guard secret.utf8.count <= 256,
      secret.utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
          || $0 == 0x2D
      })
    else { throw .bad("secret token contains unallowed characters") }
    try allow(a)
    if a.flag("drop_pending_updates") { dropPending() }
    webhook = WebhookSettings(
      url: url, secret: secret.isEmpty ? nil : secret,
      maxConnections: min(max(a.integer("max_connections") ?? 40, 1), 100))
    return .bool(true)
  }

  mutating func deleteWebhook(_ a: Arguments) -> JSONValue {
    if a.flag("drop_pending_updates") { dropPending() }
    webhook = nil
    return .bool(true)
  }

  private mutating func dropPending() {
    for id in queue.clear() { history.add(.dropped(updateID: id), at: now) }
  }

  func webhookInfo() -> JSONValue {
    var info: Fields = [
      "url": .string(webhook?.url ?? ""), "has_custom_certificate": .bool(false),
      "pending_update_count": .int(queue.entries.count),
    ]
    if let webhook {
      info["max_connections"] = .int(webhook.maxConnections)
      info["ip_address"] = .string("127.0.0.1")
      if let error = webhook.lastError {
        info["last_error_date"] = .int(error.date.seconds)
        info["last_error_message"] = .string(error.text)
      }
    }
    if let allowed = queue.allowed { info["allowed_updates"] = .array(allowed.sorted().map { .string($0) }) }
    return .object(info)
  }
}
