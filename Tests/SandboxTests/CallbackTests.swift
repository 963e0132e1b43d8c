import CivilTime
import Sandbox
import TelegramBotAPI
import Testing

@Suite struct CallbackTests {
  @Test func aPressReachesTheBotAndItsAnswerThePerson() async {
    let bench = await Bench()
    let message = await bench.offer("A", "B")
    async let seen = bench.telegram.press(row: 0, column: 1, of: message, from: bench.alice.id)
    var query: JSONValue?
    while query == nil {
      query = await bench.updates().first?["callback_query"]
      await Task.yield()
    }
    #expect(query?["data"] == .string("B"))
    #expect(query?["from"]?["id"] == bench.alice.chat)
    #expect(query?["message"]?["message_id"] == .int(message))
    let id = query?["id"] ?? .null
    let answer = await bench.call("answerCallbackQuery", ["callback_query_id": id, "text": .string("Noted")])
    #expect(answer.result == .bool(true))
    #expect(await seen == .toast("Noted"))
  }

  @Test func aStalePressCannotBeAnswered() async {
    let bench = await Bench()
    let message = await bench.offer("A")
    guard case .asked(let id) = await bench.telegram.startPress(row: 0, column: 0, of: message, from: bench.alice.id)
    else { return #expect(Bool(false), "the bot was not asked") }
    let tooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    #expect(await bench.call("answerCallbackQuery", ["callback_query_id": .string("5")]).refusal == tooOld)
    bench.clock.advance(.minutes(15) + .seconds(1))
    #expect(await bench.call("answerCallbackQuery", ["callback_query_id": .string(id)]).refusal == tooOld)
  }

  @Test func whatNeedsNoBot() async {
    let bench = await Bench()
    let keyboard: JSONValue = .object([
      "inline_keyboard": .array([
        .array([.object(["text": .string("Site"), "url": .string("example.com")])]),
        .array([.object(["text": .string("Copy"), "copy_text": .object(["text": .string("42")])])]),
      ])
    ])
    _ = await bench.say("x", ["reply_markup": keyboard])
    let alice = bench.alice.id
    #expect(await bench.telegram.press(row: 0, column: 0, of: 1, from: alice) == .url("http://example.com"))
    #expect(await bench.telegram.press(row: 1, column: 0, of: 1, from: alice) == .copied("42"))
    #expect(await bench.telegram.press(row: 2, column: 0, of: 1, from: alice) == .nothingToPress)
    #expect(await bench.updates().isEmpty)
  }

  @Test func forgedDataReachesTheBot() async {
    let bench = await Bench()
    let message = await bench.offer("A")
    _ = await bench.telegram.startForgedPress(data: "admin:1", of: message, from: bench.alice.id)
    #expect(await bench.updates().first?["callback_query"]?["data"] == .string("admin:1"))
  }

  @Test func aPressOnADeletedMessageCarriesOnlyItsID() async {
    let bench = await Bench()
    let message = await bench.offer("A")
    _ = await bench.call("deleteMessage", ["chat_id": bench.alice.chat, "message_id": .int(message)])
    _ = await bench.telegram.startForgedPress(data: "A", of: message, from: bench.alice.id)
    #expect(await bench.updates().first?["callback_query"]?["message"]?["date"] == .int(0))
  }

  @Test func answersAreLimited() async {
    let bench = await Bench()
    let message = await bench.offer("A")
    guard case .asked(let id) = await bench.telegram.startPress(row: 0, column: 0, of: message, from: bench.alice.id)
    else { return #expect(Bool(false), "the bot was not asked") }
    func answer(_ more: [String: JSONValue]) async -> EmulatorAnswer {
      await bench.call("answerCallbackQuery", ["callback_query_id": .string(id)].merging(more) { $1 })
    }
    #expect(await answer(["text": .string(String(repeating: "x", count: 201))]).status == 400)
    #expect(await answer(["url": .string("https://evil.example")]).refusal == "Bad Request: URL_INVALID")
    #expect(await answer(["text": .string("Sure?"), "show_alert": .bool(true)]).status == 200)
    #expect(await bench.telegram.answer(toPress: id) == .alert("Sure?"))
    // A second answer is taken but changes nothing.
    #expect(await answer(["text": .string("Again")]).status == 200)
    #expect(await bench.telegram.answer(toPress: id) == .alert("Sure?"))
  }

  @Test(arguments: [
    (#"{"inline_keyboard":[[{"text":"A"}]]}"#, "Bad Request: text buttons are unallowed in the inline keyboard"),
    (#"{"inline_keyboard":[[{"text":"A","callback_data":""}]]}"#, "Bad Request: BUTTON_DATA_INVALID"),
    (#"{"inline_keyboard":[[{"text":"","callback_data":"a"}]]}"#, "Bad Request: BUTTON_TEXT_INVALID"),
    (
      #"{"inline_keyboard":[{"text":"A","callback_data":"a"}]}"#,
      "Bad Request: field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays"
    ),
    (
      #"{"inline_keyboard":[[{"text":"A","url":"not a url"}]]}"#,
      "Bad Request: inline keyboard button URL 'not a url' is invalid: Wrong HTTP URL"
    ),
    (
      #"{"inline_keyboard":[[{"text":"A","url":"http://localhost/x"}]]}"#,
      "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL"
    ),
    (#"{"inline_keyboard":[[{"text":"A","pay":true}]]}"#, "Bad Request: BUTTON_TYPE_INVALID"),
    (
      #"{"inline_keyboard":[[{"text":"A","callback_data":"a","style":"pink"}]]}"#,
      "Bad Request: invalid button style specified"
    ),
    (#"{"keyboard":[[{"text":""}]]}"#, "Bad Request: keyboard button text must be non-empty"),
    (#"[1]"#, "Bad Request: object expected as reply markup"),
  ])
  func keyboardsThatTelegramRefuses(markup: String, refusal: String) async {
    let bench = await Bench()
    #expect(await bench.say("x", ["reply_markup": .string(markup)]).refusal == refusal)
  }

  @Test func callbackDataIsCountedInBytes() async {
    let bench = await Bench()
    #expect(await bench.say("x", ["reply_markup": Bench.inline([String(repeating: "я", count: 32)])]).status == 200)
    let long = Bench.inline([String(repeating: "я", count: 32) + "x"])
    #expect(await bench.say("x", ["reply_markup": long]).refusal == "Bad Request: BUTTON_DATA_INVALID")
  }

  @Test func aKeyboardHasAtMostAHundredButtons() async {
    let bench = await Bench()
    func keyboard(_ rows: Int) -> JSONValue {
      let row: JSONValue = .array((0..<5).map { .object(["text": .string("b"), "callback_data": .string("\($0)")]) })
      return .object(["inline_keyboard": .array(Array(repeating: row, count: rows))])
    }
    #expect(await bench.say("x", ["reply_markup": keyboard(20)]).status == 200)
    #expect(await bench.say("x", ["reply_markup": keyboard(21)]).refusal == "Bad Request: REPLY_MARKUP_TOO_LONG")
  }
}
