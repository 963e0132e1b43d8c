extension TelegramError {
  /// The error that Telegram reports with `ok: false`.
  init(code: Int, detail: String, retryAfter: Int?, migrateTo: Int?) {
    self.init(kind: Self.classify(code, detail.lowercased(), retryAfter, migrateTo), code: code, detail: detail)
  }

  // Telegram documents the codes but not the texts; these are the ones that its open-source Bot API server sends.
  private static func classify(_ code: Int, _ text: String, _ retryAfter: Int?, _ migrateTo: Int?) -> Kind {
    if let migrateTo { return .migrated(to: migrateTo) }
    switch code {
    case 401: return .unauthorized
    case 403: return .forbidden(refusal(text))
    case 404: return .notFound
    case 409: return .conflict(conflict(text))
    case 429: return .tooManyRequests(retryAfter: seconds(retryAfter, text))
    case 400: return badRequest(text)
    case 500...599: return .server(status: code)
    default: return .badRequest
    }
  }

  private static func refusal(_ text: String) -> Refusal {
    if text.contains("blocked by the user") { return .blocked }
    if text.contains("kicked") || text.contains("not a member") || text.contains("not a participant") { return .kicked }
    if text.contains("deactivated") || text.contains("was deleted") { return .deactivated }
    return .other
  }

  private static func conflict(_ text: String) -> Conflict {
    if text.contains("webhook") { return .webhookActive }
    return text.contains("getupdates") ? .otherGetUpdates : .other
  }

  private static func badRequest(_ text: String) -> Kind {
    if text.contains("chat not found") || text.contains("peer_id_invalid") { return .chatNotFound }
    if text.contains("message is not modified") || text.contains("message_not_modified") { return .notModified }
    if text.contains("message can't be") { return .messageNotEditable }
    if text.contains("message_id_invalid") { return .messageNotFound }
    if text.contains("message"), text.contains("not found") { return .messageNotFound }
    if text.contains("query is too old") || text.contains("query_id_invalid") { return .queryTooOld }
    return .badRequest
  }

  /// At least a second, at most a week; without a number, what the text says, else one minute.
  private static func seconds(_ given: Int?, _ text: String) -> Int {
    let written = text.split(separator: " ").last.flatMap { Int($0) }
    return min(max(given ?? written ?? 60, 1), 604_800)
  }
}
