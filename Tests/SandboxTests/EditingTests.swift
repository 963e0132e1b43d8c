import CivilTime
import Sandbox
import TelegramBotAPI
import Testing

@Suite struct EditingTests {
  private func edit(_ bench: Bench, _ id: Int, _ text: String, _ more: [String: JSONValue] = [:]) async
    -> EmulatorAnswer
  {
    let parameters: [String: JSONValue] = [
      "chat_id": bench.alice.chat, "message_id": .int(id), "text": .string(text),
    ]
    return await bench.call("editMessageText", parameters.merging(more) { $1 })
  }

  @Test func anEditReplacesTextAndKeyboard() async {
    let bench = await Bench()
    let id = await bench.offer("A")
    let answer = await edit(bench, id, "Done")
    #expect(answer.result?["text"] == .string("Done"))
    #expect(answer.result?["edit_date"] != nil)
    // Without reply_markup the keyboard goes.
    #expect(await bench.telegram.transcript(bench.alice.id) == "Roost: Done")
  }

  @Test func anEditOfNothingIsRefused() async {
    let bench = await Bench()
    let id = await bench.offer("A")
    let same = await edit(bench, id, "Choose", ["reply_markup": Bench.inline(["A"])])
    #expect(
      same.refusal
        == "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
        + "a current content and reply markup of the message")
    #expect(await edit(bench, id, "Choose", ["reply_markup": Bench.inline(["B"])]).status == 200)
    let bold: JSONValue = .array([
      .object(["type": .string("bold"), "offset": .int(0), "length": .int(3)])
    ])
    #expect(await edit(bench, id, "Choose", ["entities": bold]).status == 200)
  }

  @Test func whatCannotBeEdited() async throws {
    let bench = await Bench()
    let own = try await bench.telegram.send("hi", from: bench.alice.id)
    #expect(await edit(bench, own, "x").refusal == "Bad Request: message can't be edited")
    #expect(await edit(bench, 99, "x").refusal == "Bad Request: message to edit not found")
    let id = await bench.offer("A")
    #expect(await edit(bench, id, String(repeating: "x", count: 4097)).refusal == "Bad Request: MESSAGE_TOO_LONG")
    #expect(await edit(bench, id, "").refusal == "Bad Request: message text is empty")
    let photo = Attachment(name: "photo", filename: "p.png", bytes: pixel)
    let sent = await bench.call("sendPhoto", ["chat_id": bench.alice.chat], [photo])
    let photoID = sent.result?["message_id"]?.int ?? 0
    #expect(await edit(bench, photoID, "x").refusal == "Bad Request: there is no text in the message to edit")
    let caption = await bench.call(
      "editMessageCaption", ["chat_id": bench.alice.chat, "message_id": .int(id), "caption": .string("x")])
    #expect(caption.refusal == "Bad Request: there is no caption in the message to edit")
  }

  @Test func keyboardsAndMediaCanBeEditedAlone() async {
    let bench = await Bench()
    let id = await bench.offer("A")
    let target: [String: JSONValue] = ["chat_id": bench.alice.chat, "message_id": .int(id)]
    let parameters = target.merging(["reply_markup": Bench.inline(["B", "C"])]) { $1 }
    #expect(await bench.call("editMessageReplyMarkup", parameters).status == 200)
    #expect(await bench.telegram.transcript(bench.alice.id) == "Roost: Choose\n  [B] [C]")
    let media: JSONValue = .object([
      "type": .string("photo"), "media": .string("attach://new"), "caption": .string("Look"),
    ])
    let photo = Attachment(name: "new", filename: "p.png", bytes: pixel)
    let answer = await bench.call("editMessageMedia", target.merging(["media": media]) { $1 }, [photo])
    #expect(answer.result?["caption"] == .string("Look"))
    #expect(await bench.telegram.transcript(bench.alice.id) == "Roost: {photo} Look")
  }

  @Test func deletionEndsAfterTwoDays() async {
    let bench = await Bench()
    let (first, second) = (await bench.offer("A"), await bench.offer("B"))
    func delete(_ id: Int) async -> EmulatorAnswer {
      await bench.call("deleteMessage", ["chat_id": bench.alice.chat, "message_id": .int(id)])
    }
    #expect(await delete(first).result == .bool(true))
    #expect(await delete(first).refusal == "Bad Request: message to delete not found")
    bench.clock.advance(.hours(48))
    #expect(await delete(second).refusal == "Bad Request: message can't be deleted for everyone")
    let both = await bench.call(
      "deleteMessages", ["chat_id": bench.alice.chat, "message_ids": .array([.int(first), .int(second)])])
    #expect(both.result == .bool(true))
    #expect(await bench.telegram.messages(in: bench.alice.id).map(\.id) == [second])
  }

  @Test func reactionsMustExist() async throws {
    let bench = await Bench()
    let id = try await bench.telegram.send("Ran 5 km", from: bench.alice.id)
    func react(_ emoji: String) async -> EmulatorAnswer {
      let reaction: JSONValue = .array([.object(["type": .string("emoji"), "emoji": .string(emoji)])])
      return await bench.call(
        "setMessageReaction", ["chat_id": bench.alice.chat, "message_id": .int(id), "reaction": reaction])
    }
    #expect(await react("🔥").result == .bool(true))
    #expect(await bench.telegram.messages(in: bench.alice.id).first?.reactions == ["🔥"])
    #expect(await react("🧨").refusal == "Bad Request: REACTION_INVALID")
  }
}
