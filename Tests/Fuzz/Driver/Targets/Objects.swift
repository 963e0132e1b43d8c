import TelegramBotAPI

/// Whole values: what is read is written and read again as the same.
func fuzzObjects(_ input: [UInt8]) {
  guard let node = try? JSONNode(parsing: input) else {
    // Not JSON; still nothing may trap.
    let raw = RawJSON(input)
    _ = (raw.int, raw.double, raw.bool, raw.string, raw["ok"]?.bytes, try? raw.members(), try? raw.elements())
    return
  }
  compareLoosely(node, RawJSON(input))
  if let value = try? JSONValue(json: node) {
    let written = value.jsonBytes()
    guard let again = try? JSONValue(parsing: written) else { fatalError("a value that was written cannot be read") }
    demand(again.jsonBytes() == written, "another value after a round trip")
  }
  roundTrip(Update.self, node)
  roundTrip(Message.self, node)
  roundTrip(ChatMember.self, node)
  roundTrip(ReplyParameters.self, node)
}

private func roundTrip<Value: TelegramObject>(_ type: Value.Type, _ node: JSONNode) {
  guard let value = try? Value(json: node) else { return }
  let written = value.jsonBytes()
  do {
    let again = try Value(parsing: written)
    demand(again == value, "\(type) is another after a round trip")
  } catch {
    fatalError("\(type) was written and cannot be read: \(error)")
  }
}

/// The scanner that checks brackets only must agree with the one that checks everything.
private func compareLoosely(_ node: JSONNode, _ raw: RawJSON) {
  demand(raw.string == node.string, "two strings")
  demand(raw.bool == node.bool, "two truths")
  demand(raw.double == node.double, "two numbers")
  if let int = raw.int { demand(int == node.int, "two integers") }
  demand(((try? raw.elements()) != nil) == node.isArray, "an array that is none")
  demand(((try? raw.members()) != nil) == node.isObject, "an object that is none")
  if node.isObject, let found = raw["message"] {
    demand((node["message"] != nil) == (found.range.count > 0), "a member lost")
  }
}
