import Foundation
import TelegramBotAPI
import Testing

@Suite struct TypesTests {
  @Test(arguments: Samples.all)
  func anUpdateSurvivesARoundTripInEveryForm(_ sample: String) throws {
    let update = try Update(parsing: sample.bytes)
    #expect(update.kind != nil)
    // Nothing that Telegram sent is lost or changed.
    #expect(try JSONValue(parsing: update.jsonBytes()) == JSONValue(parsing: sample.bytes))
    #expect(try Update(parsing: update.jsonBytes()) == update)
    // Foundation reads and writes the same.
    #expect(try JSONDecoder().decode(Update.self, from: Data(sample.utf8)) == update)
    let encoded = try JSONEncoder().encode(update)
    #expect(try JSONValue(parsing: [UInt8](encoded)) == JSONValue(parsing: sample.bytes))
    #expect(
      BotAPISchema.problems(in: try JSONValue(parsing: update.jsonBytes()), ofType: "Update").allSatisfy {
        $0.contains("hologram") || $0.contains("type: no ReactionType has this value")
      })
  }

  @Test func fieldsHaveSwiftNamesAndTypes() throws {
    let message = try #require(try Update(parsing: Samples.message.bytes).message)
    #expect(message.messageID == 1365)
    #expect(message.from?.firstName == "Test \"F\"")
    #expect(message.chat.type == .private)
    #expect(message.text == "/goal Read, привет 😀")
    #expect(message.entities?.map(\.type) == [.botCommand, "sparkle"])
    #expect(message.replyToMessage == nil)
  }

  @Test func identifiersBeyond32BitsAreKept() throws {
    let user = try User(parsing: #"{"id":9007199254740993,"is_bot":false,"first_name":"A"}"#.bytes)
    #expect(user.id == 9_007_199_254_740_993)
  }

  @Test func unknownUnionMembersAreKept() throws {
    let reaction = try #require(try Update(parsing: Samples.reaction.bytes).messageReaction)
    guard case .unknown(let value) = try #require(reaction.newReaction.last) else {
      Issue.record("expected an unknown reaction, found \(reaction.newReaction)")
      return
    }
    #expect(value["depth"]?.int == 3)
    #expect(reaction.newReaction.first == .emoji(ReactionTypeEmoji(emoji: "👍")))

    let member = try ChatMember(parsing: #"{"status":"ghost","user":{"id":1,"is_bot":false,"first_name":"A"}}"#.bytes)
    #expect(member.user?.id == 1)
    #expect(!member.isInChat)
    // A union member that is no object at all.
    #expect(try ChatMember(parsing: "7".bytes) == .unknown(7))
  }

  @Test func aMessageIsToldFromAnInaccessibleOne() throws {
    let gone = try #require(try Update(parsing: Samples.inaccessibleCallback.bytes).callbackQuery?.message)
    guard case .inaccessible(let message) = gone else {
      Issue.record("expected an inaccessible message, found \(gone)")
      return
    }
    #expect(message.messageID == 5)
    let there = try #require(try Update(parsing: Samples.callback.bytes).callbackQuery?.message)
    guard case .message(let message) = there else {
      Issue.record("expected a message, found \(there)")
      return
    }
    #expect(message.replyMarkup?.inlineKeyboard.first?.first?.callbackData == "goals:1")
    #expect(there.chat?.id == -1_001_234_567_890)
  }

  @Test func membersWithTheSameTypeAreToldApartByTheirFields() throws {
    let cached = #"{"type":"photo","id":"1","photo_file_id":"f"}"#
    let fresh = #"{"type":"photo","id":"1","photo_url":"https://e.org/a.jpg","thumbnail_url":"https://e.org/b.jpg"}"#
    guard case .cachedPhoto = try InlineQueryResult(parsing: cached.bytes) else {
      Issue.record("expected a cached photo")
      return
    }
    guard case .photo = try InlineQueryResult(parsing: fresh.bytes) else {
      Issue.record("expected a photo")
      return
    }
    guard
      case .venue = try InputMessageContent(
        parsing: #"{"latitude":1.5,"longitude":2,"title":"T","address":"A"}"#.bytes)
    else {
      Issue.record("expected a venue")
      return
    }
  }

  @Test func richTextIsReadInItsThreeForms() throws {
    let text = try RichText(
      parsing: #"["a",{"type":"bold","text":{"type":"italic","text":["b","c"]}},{"type":"glow","text":"d"}]"#.bytes)
    let expected = RichText.sequence([
      .plain("a"),
      .bold(RichTextBold(text: .italic(RichTextItalic(text: .sequence([.plain("b"), .plain("c")]))))),
      .unknown(["type": "glow", "text": "d"]),
    ])
    #expect(text == expected)
  }

  @Test(arguments: [
    (#"{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"type":"private"}}}"#, "message.chat.id", "missing"),
    (#"{"update_id":1,"message":{"date":1,"chat":{"id":1,"type":"private"}}}"#, "message.message_id", "missing"),
    (
      #"{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"entities":[{"type":"bold","#
        + #""offset":0,"length":1},{"type":"bold","offset":"0","length":1}]}}"#, "message.entities[1].offset", "string"
    ),
    (#"{"update_id":18446744073709551616}"#, "update_id", "64 bits"),
    (#"{"update_id":1.5}"#, "update_id", "expected an integer"),
    (#"{"update_id":null}"#, "update_id", "found null"),
    (#"[]"#, "", "expected an object"),
  ])
  func aFaultNamesThePlace(_ text: String, _ path: String, _ words: String) throws {
    let fault = try #require(throws: JSONFault.self) { try Update(parsing: text.bytes) }
    #expect(fault.path == path)
    #expect(fault.description.contains(words), "\(fault)")
  }

  @Test func nullMeansAbsent() throws {
    let user = try User(parsing: #"{"id":1,"is_bot":false,"first_name":"A","username":null}"#.bytes)
    #expect(user.username == nil)
  }

  @Test func changingACopyLeavesTheOriginal() throws {
    let original = try #require(try Update(parsing: Samples.photo.bytes).message)
    var copy = original
    copy.caption = "other"
    copy.replyToMessage?.text = "changed"
    #expect(original.caption == "look")
    #expect(original.replyToMessage?.text == "hi")
    #expect(copy.caption == "other")
    #expect(copy.replyToMessage?.text == "changed")
    #expect(copy != original)
    copy.caption = "look"
    copy.replyToMessage?.text = "hi"
    #expect(copy == original)
    #expect(copy.hashValue == original.hashValue)
  }

  @Test func everyKindOfUpdateIsAFieldOfUpdate() throws {
    #expect(UpdateKind.allCases.count == 27)
    let fields = try #require(BotAPISchema.types["Update"]?.fields.filter { !$0.isRequired }.map(\.name))
    #expect(UpdateKind.allCases.map(\.rawValue) == fields)
    #expect(try Update(parsing: Samples.unknownKind.bytes).kind == nil)
    #expect(try Update(parsing: Samples.payment.bytes).kind == .message)
  }
}
