import Foundation
import TelegramBotAPI
import Testing

@Suite struct MethodsTests {
  private let png = TelegramBotAPI.Attachment(
    name: "pic", filename: "a\"b\r\nc.png", contentType: "image/png", bytes: [0x89, 0x50, 0x0D, 0x0A, 0x00])

  @Test func sendMessage() throws {
    let call = try SendMessage(
      chatID: 42, text: "Hi <b>/\"é\"\n", parseMode: .html,
      entities: [MessageEntity(type: .bold, offset: 0, length: 2)],
      replyMarkup: .inlineKeyboard(
        InlineKeyboardMarkup(inlineKeyboard: [[InlineKeyboardButton(text: "Done", callbackData: "d:1")]]))
    ).call()
    #expect(call.method == "sendMessage")
    #expect(
      call.parameters.text
        == #"{"chat_id":42,"entities":[{"length":2,"offset":0,"type":"bold"}],"parse_mode":"HTML","reply_markup":"#
        + #"{"inline_keyboard":[[{"callback_data":"d:1","text":"Done"}]]},"text":"Hi <b>/\"é\"\n"}"#)
    #expect(call.attachments.isEmpty)
    let body = call.httpBody()
    #expect(body.contentType == "application/json")
    #expect(body.body == call.parameters)
    #expect(BotAPISchema.problems(in: try JSONValue(parsing: call.parameters), of: call.method).isEmpty)
  }

  @Test func otherCalls() throws {
    #expect(try GetMe().call() == BotAPICall(method: "getMe"))
    #expect(
      try AnswerCallbackQuery(callbackQueryID: "1", text: "ok", showAlert: true).call().parameters.text
        == #"{"callback_query_id":"1","show_alert":true,"text":"ok"}"#)
    #expect(
      try EditMessageText(chatID: .username("@channel"), messageID: 5, text: "t").call().parameters.text
        == #"{"chat_id":"@channel","message_id":5,"text":"t"}"#)
    #expect(
      try SendLocation(chatID: 1, latitude: 55.75, longitude: -0.5).call().parameters.text
        == #"{"chat_id":1,"latitude":55.75,"longitude":-0.5}"#)
    #expect(
      try SetMyCommands(
        commands: [BotCommand(command: "goal", description: "Set")], scope: .allPrivateChats(.init()),
        languageCode: "ru"
      ).call().parameters.text
        == #"{"commands":[{"command":"goal","description":"Set"}],"language_code":"ru","#
        + #""scope":{"type":"all_private_chats"}}"#)
    #expect(try SendPhoto(chatID: 1, photo: .fileID("f")).call().parameters.text == #"{"chat_id":1,"photo":"f"}"#)
  }

  @Test func foundationEncodesTheSame() throws {
    let method = SendPhoto(chatID: 1, photo: .url("https://e.org/a"), caption: "c")
    let encoded = try JSONEncoder().encode(method)
    #expect(try JSONValue(parsing: [UInt8](encoded)) == JSONValue(parsing: method.call().parameters))
  }

  @Test func aNumberThatJSONCannotExpressIsRefused() throws {
    let error = try #require(throws: BotAPIEncodingError.self) {
      try SendLocation(chatID: 1, latitude: .infinity, longitude: 0).call()
    }
    #expect(error.description.contains("sendLocation"))
  }

  @Test func anUploadBecomesAForm() throws {
    let call = try SendPhoto(chatID: 42, photo: .upload(png), caption: "c\"1\"").call()
    #expect(call.parameters.text == #"{"caption":"c\"1\"","chat_id":42,"photo":"attach://pic"}"#)
    #expect(call.attachments == [png])
    let (contentType, body) = call.httpBody()
    let boundary = try #require(contentType.split(separator: "boundary=").last.map(String.init))
    #expect(contentType == "multipart/form-data; boundary=\(boundary)")
    let expected =
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nc\"1\"\r\n".bytes
      + "--\(boundary)\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n42\r\n".bytes
      + "--\(boundary)\r\nContent-Disposition: form-data; name=\"photo\"\r\n\r\nattach://pic\r\n".bytes
      + "--\(boundary)\r\nContent-Disposition: form-data; name=\"pic\"; filename=\"a%22b%0D%0Ac.png\"\r\n".bytes
      + "Content-Type: image/png\r\n\r\n".bytes + png.bytes + "\r\n--\(boundary)--\r\n".bytes
    #expect(body == expected)
    #expect(call.httpBody().body == body)
  }

  @Test func filesInsideAnAlbumAreGatheredUnderTheirOwnNames() throws {
    let other = TelegramBotAPI.Attachment(name: "pic", filename: "b.mp4", contentType: "video/mp4", bytes: [1])
    let odd = TelegramBotAPI.Attachment(name: "a b/ü", filename: "c.jpg", bytes: [2])
    let clash = TelegramBotAPI.Attachment(name: "chat_id", filename: "d.jpg", bytes: [3])
    let call = try SendMediaGroup(
      chatID: 42,
      media: [
        .photo(InputMediaPhoto(media: .upload(png))),
        .photo(InputMediaPhoto(media: .upload(png))),
        .video(InputMediaVideo(media: .upload(other), thumbnail: .upload(odd))),
        .photo(InputMediaPhoto(media: .upload(clash))),
        .photo(InputMediaPhoto(media: .fileID("known"))),
      ]
    ).call()
    let names = call.attachments.map(\.name)
    #expect(call.attachments.map(\.bytes) == [png.bytes, [1], [2], [3]])
    #expect(Set(names).count == 4)
    #expect(names[0] == "pic")
    #expect(!names.contains("chat_id"))
    #expect(names.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") } })
    let media = try #require(try JSONValue(parsing: call.parameters)["media"]?.array)
    let references = media.compactMap { $0["media"]?.string }
    #expect(references == ["attach://pic", "attach://pic", "attach://\(names[1])", "attach://\(names[3])", "known"])
    #expect(media[2]["thumbnail"]?.string == "attach://\(names[2])")
    #expect(media.compactMap { $0["type"]?.string } == ["photo", "photo", "video", "photo", "photo"])
  }

  @Test func theBoundaryDoesNotOccurInTheContent() throws {
    let plain = BotAPICall(method: "m", attachments: [png])
    let boundary = try #require(plain.httpBody().contentType.split(separator: "=").last)
    // The same ends and length, so the same first boundary, which this time occurs inside.
    let padding = [UInt8](repeating: 0x20, count: 600)
    let calm = TelegramBotAPI.Attachment(name: "f", filename: "f", bytes: padding)
    let first = try #require(
      BotAPICall(method: "m", attachments: [calm]).httpBody().contentType.split(separator: "=").last)
    var bytes = padding
    bytes.replaceSubrange(280..<(280 + first.utf8.count), with: first.utf8)
    let hostile = TelegramBotAPI.Attachment(name: "f", filename: "f", bytes: bytes)
    let second = try #require(
      BotAPICall(method: "m", attachments: [hostile]).httpBody().contentType.split(separator: "=").last)
    #expect(second != first)
    #expect(boundary.count == first.count)
  }

  @Test func aCallSurvivesStorage() throws {
    let call = try SendPhoto(chatID: 42, photo: .upload(png)).call()
    let stored = try JSONEncoder().encode(call)
    #expect(try JSONDecoder().decode(BotAPICall.self, from: stored) == call)
    let plain = try SendMessage(chatID: 1, text: "a/b").call()
    #expect(try JSONDecoder().decode(BotAPICall.self, from: JSONEncoder().encode(plain)) == plain)
  }

  @Test func methodsAreComparedByWhatTheySend() {
    #expect(SendMessage(chatID: 1, text: "a") == SendMessage(chatID: 1, text: "a"))
    #expect(SendMessage(chatID: 1, text: "a") != SendMessage(chatID: 1, text: "b"))
    var other = png
    other.bytes = [7]
    #expect(SendPhoto(chatID: 1, photo: .upload(png)) != SendPhoto(chatID: 1, photo: .upload(other)))
    #expect(Set([ChatID.id(1), 1, .username("1")]).count == 2)
  }
}
