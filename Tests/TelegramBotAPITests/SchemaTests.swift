import TelegramBotAPI
import Testing

@Suite struct SchemaTests {
  private func problems(_ parameters: JSONValue, _ method: String = "sendMessage") -> [String] {
    BotAPISchema.problems(in: parameters, of: method)
  }

  @Test func theWholeBotAPIIsThere() throws {
    #expect(BotAPISchema.version == "Bot API 10.3")
    #expect(BotAPISchema.methods.count == 185)
    #expect(BotAPISchema.types.count == 400)
    let send = try #require(BotAPISchema.methods["sendMessage"])
    #expect(send.returns == [.named("Message")])
    #expect(send.fields.filter(\.isRequired).map(\.name) == ["chat_id", "text"])
    #expect(send.fields.first { $0.name == "chat_id" }?.types == [.integer, .string])
    let member = try #require(BotAPISchema.types["ChatMember"])
    #expect(member.discriminator == "status")
    #expect(member.subtypes.count == 6)
  }

  @Test func everyNameResolves() {
    func check(_ type: BotAPISchema.FieldType) {
      switch type {
      case .named(let name): #expect(BotAPISchema.types[name] != nil, "\(name)")
      case .array(let element): check(element)
      default: break
      }
    }
    for type in BotAPISchema.types.values { (type.fields.flatMap(\.types) + type.subtypes).forEach(check) }
    for method in BotAPISchema.methods.values { (method.fields.flatMap(\.types) + method.returns).forEach(check) }
  }

  @Test func goodCallsHaveNoProblems() {
    #expect(problems(["chat_id": 1, "text": "a"]).isEmpty)
    #expect(problems(["chat_id": "@a", "text": "a", "reply_markup": ["remove_keyboard": true]]).isEmpty)
    #expect(problems(["chat_id": 1, "text": "a", "parse_mode": nil]).isEmpty)
    #expect(problems([:], "getMe").isEmpty)
    #expect(problems(["chat_id": 1, "latitude": 5, "longitude": 5.5], "sendLocation").isEmpty)
    #expect(
      problems(
        ["chat_id": 1, "media": [["type": "photo", "media": "f"], ["type": "video", "media": "attach://v"]]],
        "sendMediaGroup"
      ).isEmpty)
  }

  @Test func badCallsAreExplained() {
    #expect(problems([:], "sendTelepathy") == ["sendTelepathy: no such method"])
    #expect(problems([1]) == ["sendMessage: expected an object of parameters, found an array"])
    #expect(problems(["chat_id": 1]) == ["text: required, but missing"])
    #expect(problems(["chat_id": 1, "text": 5]) == ["text: expected a string, found an integer"])
    #expect(problems(["chat_id": 1.5, "text": "a"]) == ["chat_id: expected an integer or a string, found a number"])
    #expect(problems(["chat_id": 1, "text": "a", "txet": 1]) == ["txet: unknown"])
    #expect(
      problems(["chat_id": 1, "text": "a", "entities": [["type": "bold", "offset": 0, "length": "1"]]])
        == ["entities[0].length: expected an integer, found a string"])
    #expect(
      problems(["chat_id": 1, "text": "a", "reply_markup": ["inline_keyboard": [[["callback_data": "x"]]]]])
        == ["reply_markup.inline_keyboard[0][0].text: required, but missing"])
    #expect(
      problems(["media": ["type": "hologram", "media": "f"]], "editMessageMedia")
        == ["media.type: no InputMedia has this value"])
    #expect(
      problems(["media": ["type": "photo"]], "editMessageMedia") == ["media.media: required, but missing"])
  }
}
