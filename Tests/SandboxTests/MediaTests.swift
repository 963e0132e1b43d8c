import CivilTime
import Sandbox
import TelegramBotAPI
import Testing

@Suite struct MediaTests {
  @Test func aPhotoIsUploadedOnceAndSentAgainByID() async {
    let bench = await Bench()
    let photo = Attachment(name: "photo", filename: "p.png", contentType: "image/png", bytes: pixel)
    let sent = await bench.call("sendPhoto", ["chat_id": bench.alice.chat, "caption": .string("One")], [photo])
    let size = sent.result?["photo"]?[0]
    #expect(size?["width"] == .int(1) && size?["file_size"] == .int(pixel.count))
    let again = await bench.call("sendPhoto", ["chat_id": bench.alice.chat, "photo": size?["file_id"] ?? .null])
    #expect(again.status == 200)
    #expect(await bench.telegram.transcript(bench.alice.id) == "Roost: {photo} One\nRoost: {photo}")
    #expect(BotAPISchema.problems(in: sent.result ?? .null, ofType: "Message").isEmpty)
  }

  @Test func uploadsThatTelegramRefuses() async {
    let bench = await Bench()
    func send(_ method: String, _ parameters: [String: JSONValue], _ files: [Attachment] = []) async -> String? {
      await bench.call(method, parameters.merging(["chat_id": bench.alice.chat]) { $1 }, files).refusal
    }
    let text = Attachment(name: "photo", filename: "p.png", bytes: [1, 2, 3])
    #expect(await send("sendPhoto", [:], [text]) == "Bad Request: IMAGE_PROCESS_FAILED")
    #expect(await send("sendPhoto", [:]) == "Bad Request: there is no photo in the request")
    let empty = Attachment(name: "document", filename: "a", bytes: [])
    #expect(await send("sendDocument", [:], [empty]) == "Bad Request: file must be non-empty")
    let unknown: [String: JSONValue] = ["document": .string("AgAC")]
    #expect(await send("sendDocument", unknown) == "Bad Request: wrong file identifier/HTTP URL specified")
    let url: [String: JSONValue] = ["document": .string("https://example.com/a.pdf")]
    #expect(await send("sendDocument", url) == "Bad Request: failed to get HTTP URL content")
    let photo = Attachment(name: "photo", filename: "p.png", bytes: pixel)
    let long: [String: JSONValue] = ["caption": .string(String(repeating: "x", count: 1025))]
    #expect(await send("sendPhoto", long, [photo]) == "Bad Request: message caption is too long")
    var wide = pixel
    wide[18] = 0xFF
    let strip = Attachment(name: "photo", filename: "p.png", bytes: wide)
    #expect(await send("sendPhoto", [:], [strip]) == "Bad Request: PHOTO_INVALID_DIMENSIONS")
  }

  @Test func albumsHaveTwoToTenItemsAndOneID() async {
    let bench = await Bench()
    func album(_ count: Int) async -> EmulatorAnswer {
      let media = (0..<count).map { index in
        JSONValue.object(["type": .string("photo"), "media": .string("attach://p\(index)")])
      }
      let files = (0..<count).map { Attachment(name: "p\($0)", filename: "p.png", bytes: pixel) }
      return await bench.call("sendMediaGroup", ["chat_id": bench.alice.chat, "media": .array(media)], files)
    }
    #expect(await album(1).status == 400)
    #expect(await album(11).status == 400)
    let messages = await album(3).result?.array ?? []
    #expect(messages.count == 3)
    #expect(Set(messages.map { $0["media_group_id"] }).count == 1)
  }

  @Test func filesOfPeopleCanBeFetchedForAWhile() async throws {
    let bench = await Bench()
    try await bench.telegram.sendDocument([1, 2, 3], filename: "a.txt", from: bench.alice.id)
    let document = await bench.updates().first?["message"]?["document"]
    #expect(document?["file_name"] == .string("a.txt"))
    let file = await bench.call("getFile", ["file_id": document?["file_id"] ?? .null])
    let path = file.result?["file_path"]?.string ?? ""
    #expect(await bench.telegram.download(path: path)?.bytes == [1, 2, 3])
    bench.clock.advance(.hours(1))
    #expect(await bench.telegram.download(path: path) == nil)
    #expect(await bench.call("getFile", ["file_id": .string("x")]).refusal == "Bad Request: invalid file_id")
  }

  @Test func whatPeopleSendBesidesText() async throws {
    let bench = await Bench()
    let (telegram, alice) = (bench.telegram, bench.alice.id)
    try await telegram.sendPhoto(pixel, caption: "me", from: alice)
    try await telegram.sendVoice([1], seconds: 7, from: alice)
    try await telegram.sendLocation(latitude: 55.75, longitude: 37.62, from: alice)
    try await telegram.sendContact(phoneNumber: "+1", from: alice)
    try await telegram.sendAlbum([pixel, pixel], caption: "two", from: alice)
    let messages = await bench.updates().compactMap { $0["message"] }
    #expect(messages.count == 6)
    #expect(messages[0]["photo"]?.array?.count == 2 && messages[0]["caption"] == .string("me"))
    #expect(messages[1]["voice"]?["duration"] == .int(7))
    #expect(messages[2]["location"]?["latitude"] == .double(55.75))
    #expect(messages[3]["contact"]?["user_id"] == .int(alice))
    #expect(messages[4]["media_group_id"] != nil && messages[4]["media_group_id"] == messages[5]["media_group_id"])
    for message in messages { #expect(BotAPISchema.problems(in: message, ofType: "Message").isEmpty) }
    await #expect(throws: PersonError.self) { try await telegram.sendLocation(latitude: 91, longitude: 0, from: alice) }
  }

  @Test func messagesAreCopiedAndForwarded() async throws {
    let bench = await Bench()
    let bob = await bench.telegram.addPerson("Bob", hasStarted: true)
    _ = await bench.say("Hello", ["reply_markup": Bench.inline(["A"])])
    let source: [String: JSONValue] = [
      "chat_id": bob.chat, "from_chat_id": bench.alice.chat, "message_id": .int(1),
    ]
    #expect(await bench.call("copyMessage", source).result?["message_id"] == .int(1))
    let forwarded = await bench.call("forwardMessage", source)
    #expect(forwarded.result?["forward_origin"]?["sender_user"]?["is_bot"] == .bool(true))
    #expect(await bench.telegram.transcript(bob.id) == "Roost: Hello\nRoost: Hello")
    let missing = await bench.call("copyMessage", source.merging(["message_id": .int(9)]) { $1 })
    #expect(missing.refusal == "Bad Request: message to copy not found")
    let own = try await bench.telegram.forward(1, from: bench.alice.id, of: bench.alice.id)
    #expect(await bench.telegram.messages(in: bench.alice.id).last?.id == own)
  }

  @Test func pollsCountVotes() async {
    let bench = await Bench()
    let options: JSONValue = .array(["Yes", "No"].map { .object(["text": .string($0)]) })
    let poll = await bench.call(
      "sendPoll",
      [
        "chat_id": bench.alice.chat, "question": .string("Ready?"), "options": options, "is_anonymous": .bool(false),
      ])
    #expect(BotAPISchema.problems(in: poll.result ?? .null, ofType: "Message").isEmpty)
    #expect(await bench.telegram.vote([1], in: 1, from: bench.alice.id))
    let updates = await bench.updates()
    #expect(updates.first?["poll_answer"]?["option_ids"] == .array([.int(1)]))
    #expect(updates.last?["poll"]?["total_voter_count"] == .int(1))
    #expect(updates.allSatisfy { BotAPISchema.problems(in: $0, ofType: "Update").isEmpty })
    let stopped = await bench.call("stopPoll", ["chat_id": bench.alice.chat, "message_id": .int(1)])
    #expect(stopped.result?["is_closed"] == .bool(true))
    #expect(await bench.telegram.vote([1], in: 1, from: bench.alice.id) == false)
  }
}
