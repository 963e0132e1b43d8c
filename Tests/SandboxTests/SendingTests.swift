import CivilTime
import Sandbox
import TelegramBotAPI
import Testing

@Suite struct SendingTests {
  @Test func aTextArrivesAndIsAnsweredWithTheMessage() async {
    let bench = await Bench()
    let answer = await bench.say("Hello *you* at https://example.com")
    #expect(answer.status == 200)
    #expect(answer.result?["message_id"] == .int(1))
    #expect(answer.result?["chat"]?["id"] == bench.alice.chat)
    #expect(answer.result?["entities"]?[0]?["type"] == .string("url"))
    #expect(await bench.telegram.transcript(bench.alice.id) == "Roost: Hello *you* at https://example.com")
    #expect(BotAPISchema.problems(in: answer.result ?? .null, ofType: "Message").isEmpty)
  }

  @Test(arguments: [
    ("", "Bad Request: message text is empty"),
    (" \n ", "Bad Request: message text is empty"),
    (String(repeating: "x", count: 4097), "Bad Request: message is too long"),
    (String(repeating: "😀", count: 2049), "Bad Request: message is too long"),
  ])
  func textsThatTelegramRefuses(text: String, refusal: String) async {
    let bench = await Bench()
    #expect(await bench.say(text).refusal == refusal)
    #expect(await bench.telegram.messages(in: bench.alice.id).isEmpty)
  }

  @Test func aTextOfExactlyTheLimitPasses() async {
    let bench = await Bench()
    #expect(await bench.say(String(repeating: "😀", count: 2048)).status == 200)
    // What counts is the length after the markup is read.
    let bold = "<b>" + String(repeating: "x", count: 4096) + "</b>"
    #expect(await bench.say(bold, ["parse_mode": .string("HTML")]).status == 200)
  }

  @Test func chatsThatCannotBeWrittenTo() async {
    let bench = await Bench()
    let bob = await bench.telegram.addPerson("Bob")
    func refusal(_ chat: JSONValue) async -> (Int?, String?) {
      let answer = await bench.call("sendMessage", ["chat_id": chat, "text": .string("x")])
      return (answer.status, answer.refusal)
    }
    #expect(await refusal(.int(5)) == (400, "Bad Request: chat not found"))
    #expect(await refusal(.string("@nobody")) == (400, "Bad Request: chat not found"))
    #expect(await bench.call("sendMessage", ["text": .string("x")]).refusal == "Bad Request: chat_id is empty")
    #expect(await refusal(bob.chat) == (403, "Forbidden: bot can't initiate conversation with a user"))
    await bench.telegram.block(by: bench.alice.id)
    #expect(await refusal(bench.alice.chat) == (403, "Forbidden: bot was blocked by the user"))
    await bench.telegram.unblock(by: bench.alice.id)
    await bench.telegram.deactivate(bench.alice.id)
    #expect(await refusal(bench.alice.chat) == (403, "Forbidden: user is deactivated"))
  }

  @Test func unknownMethodsAndParameters() async {
    let bench = await Bench()
    #expect(await bench.call("sendMassage").status == 404)
    #expect(await bench.call("SENDMESSAGE", ["chat_id": bench.alice.chat, "text": .string("x")]).status == 200)
    let typo = await bench.say("x", ["reply_markupp": .object([:])])
    #expect(typo.status == 400 && typo.refusal?.contains("reply_markupp: unknown") == true)
    #expect(await bench.say("x", ["disable_notification": .array([])]).status == 400)
    // A refused call has no effect.
    #expect(await bench.telegram.messages(in: bench.alice.id).count == 1)
    let lenient = await Bench { $0.rejectsUnknownParameters = false }
    #expect(await lenient.say("x", ["reply_markupp": .object([:])]).status == 200)
  }

  @Test func numbersMayComeAsText() async {
    let bench = await Bench()
    let parameters: [String: JSONValue] = [
      "chat_id": .string(String(bench.alice.id)), "text": .string("x"), "disable_notification": .string("true"),
      "reply_markup": .string(#"{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}"#),
    ]
    let answer = await bench.call("sendMessage", parameters)
    #expect(answer.status == 200)
    #expect(await bench.telegram.messages(in: bench.alice.id).first?.buttons.first?.callbackData == "a")
    #expect(await bench.telegram.messages(in: bench.alice.id).first?.isSilent == true)
  }

  @Test func repliesMustHaveATarget() async {
    let bench = await Bench()
    _ = await bench.say("first")
    func reply(to id: Int, _ more: [String: JSONValue] = [:]) -> [String: JSONValue] {
      ["reply_parameters": .object(["message_id": .int(id)].merging(more) { $1 })]
    }
    #expect(await bench.say("x", reply(to: 1)).result?["reply_to_message"]?["text"] == .string("first"))
    #expect(await bench.say("x", reply(to: 9)).refusal == "Bad Request: message to be replied not found")
    let optional = await bench.say("x", reply(to: 9, ["allow_sending_without_reply": .bool(true)]))
    #expect(optional.status == 200 && optional.result?["reply_to_message"] == nil)
  }

  @Test func replyKeyboardsAppearAndGo() async {
    let bench = await Bench()
    let keyboard: JSONValue = .object([
      "keyboard": .array([.array([.object(["text": .string("Today")]), .object(["text": .string("Goals")])])])
    ])
    _ = await bench.say("x", ["reply_markup": keyboard])
    #expect(await bench.telegram.replyKeyboard(in: bench.alice.id) == [["Today", "Goals"]])
    _ = await bench.say("x")
    #expect(await bench.telegram.replyKeyboard(in: bench.alice.id) == [["Today", "Goals"]])
    _ = await bench.say("x", ["reply_markup": .object(["remove_keyboard": .bool(true)])])
    #expect(await bench.telegram.replyKeyboard(in: bench.alice.id).isEmpty)
  }

  @Test func draftsAreShownUntilTheMessageComes() async {
    let bench = await Bench()
    func draft(_ id: Int, _ text: String) async -> EmulatorAnswer {
      await bench.call("sendMessageDraft", ["chat_id": bench.alice.chat, "draft_id": .int(id), "text": .string(text)])
    }
    #expect(await draft(0, "x").status == 400)
    #expect(await draft(7, "").status == 200)
    #expect(await bench.telegram.draft(in: bench.alice.id)?.isEmpty == true)
    #expect(await draft(7, "Let me").status == 200)
    #expect(await bench.telegram.draft(in: bench.alice.id) == "Let me")
    _ = await bench.say("Let me see")
    #expect(await bench.telegram.draft(in: bench.alice.id) == nil)
  }

  @Test func theSameSeedGivesTheSameIDs() async {
    func run(_ seed: UInt64) async -> String? {
      let bench = await Bench { $0.seed = seed }
      let id = await bench.offer("A")
      _ = await bench.telegram.startPress(row: 0, column: 0, of: id, from: bench.alice.id)
      let document = Attachment(name: "document", filename: "a.txt", bytes: [1])
      let sent = await bench.call("sendDocument", ["chat_id": bench.alice.chat], [document])
      let update = await bench.updates().last
      return "\(update?["update_id"]?.int ?? 0) \(update?["callback_query"]?["id"]?.string ?? "") "
        + (sent.result?["document"]?["file_id"]?.string ?? "")
    }
    #expect(await run(4) == run(4))
    #expect(await run(4) != run(5))
  }

  @Test func methodsWithoutAModelAreCheckedAndAnswered() async {
    let bench = await Bench()
    let id = bench.alice.chat
    #expect(await bench.call("setUserEmojiStatus", ["user_id": id]).result == .bool(true))
    #expect(await bench.call("setUserEmojiStatus").refusal == "Bad Request: user_id is empty")
    #expect(await bench.call("getStickerSet", ["name": .string("x")]).refusal?.contains("not supported") == true)
  }
}
