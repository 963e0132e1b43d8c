import TelegramBotAPI

/// A getUpdates answer or one update: split, read slimly, and compared with the full decoding.
func fuzzUpdates(_ input: [UInt8]) {
  let raw = RawJSON(input)
  let elements = (try? raw.elements()) ?? [raw]
  for element in elements.prefix(100) {
    demand(element.range.lowerBound >= 0 && element.range.upperBound <= element.base.count, "a value outside its text")
    let slim = try? SlimUpdate(element)
    if elements.count == 1, raw.bytes.first == 0x7B {
      demand((try? SlimUpdate(input)) == slim, "two ways, two readings")
    }
    guard let full = try? element.decode(Update.self) else { continue }
    guard let slim else { fatalError("an update that decodes cannot be routed") }
    demand(slim.updateID == full.updateID, "update_id \(slim.updateID) and \(full.updateID)")
    if slim.kind == .message, let message = full.message { compare(slim, message, with: element) }
    if slim.kind == .callbackQuery, let query = full.callbackQuery {
      demand(slim.callbackData == query.data && slim.person == query.from.id, "a press of somebody else")
      demand(slim.callbackID == query.id, "a press with another id")
    }
    if slim.kind == .preCheckoutQuery, let query = full.preCheckoutQuery {
      demand(slim.person == query.from.id && slim.queryID == query.id, "a payment of somebody else")
    }
  }
}

private func compare(_ slim: SlimUpdate, _ message: Message, with raw: RawJSON) {
  demand(slim.chat == message.chat.id, "chat \(slim.chat ?? 0) and \(message.chat.id)")
  demand(slim.messageID == message.messageID, "message \(slim.messageID ?? 0) and \(message.messageID)")
  // With `from` given twice the first counts, but a null is passed over by one reading and not by the other.
  if let from = message.from { demand(slim.person == from.id, "person \(slim.person ?? 0) and \(from.id)") }
  if let text = message.text { demand(slim.text == text, "another text") }
}
