import CivilTime
import Sandbox
import TelegramBotAPI
import Testing

@Suite struct FaultTests {
  @Test func aFaultMeetsTheNextCallsThatFit() async {
    let bench = await Bench()
    await bench.telegram.inject(Fault(.retryAfter(7), method: "sendMessage", chat: bench.alice.id, times: 2))
    #expect(await bench.call("getMe").status == 200)
    for _ in 0..<2 {
      let answer = await bench.say("x")
      #expect(answer.status == 429 && answer.json?["parameters"]?["retry_after"] == .int(7))
      #expect(answer.refusal == "Too Many Requests: retry after 7")
    }
    #expect(await bench.say("x").status == 200)
    #expect(await bench.telegram.messages(in: bench.alice.id).count == 1)
  }

  @Test func cutsTellWhetherTheCallTookEffect() async {
    let bench = await Bench()
    await bench.telegram.inject(Fault(.cutBefore))
    await bench.telegram.inject(Fault(.cutAfter))
    #expect(await bench.say("one") == .cut(executed: false))
    #expect(await bench.say("two") == .cut(executed: true))
    #expect(await bench.telegram.transcript(bench.alice.id) == "Roost: two")
    let executed = await bench.telegram.history().compactMap { entry -> Bool? in
      if case .called(_, _, _, let executed) = entry.event { executed } else { nil }
    }
    #expect(executed == [false, true])
  }

  @Test func pagesOfProxiesAndTornAnswers() async {
    let bench = await Bench()
    await bench.telegram.inject(Fault(.html(status: 502)))
    await bench.telegram.inject(Fault(.truncated))
    await bench.telegram.inject(Fault(.delay(.seconds(3))))
    await bench.telegram.inject(Fault(.refuse(code: 500, description: "Internal Server Error: restart")))
    let page = await bench.say("x")
    #expect(page.status == 502 && page.json == nil)
    let torn = await bench.say("x")
    #expect(torn.status == 200 && torn.json == nil)
    guard case .delayed(.seconds(3), let late) = await bench.say("x") else { return #expect(Bool(false), "not late") }
    #expect(late.status == 200)
    #expect(await bench.say("x").refusal == "Internal Server Error: restart")
    #expect(await bench.telegram.messages(in: bench.alice.id).count == 2)
  }

  @Test func faultsCanWaitAndChoose() async {
    let bench = await Bench()
    await bench.telegram.inject(Fault(.cutBefore, skipping: 1) { $0["text"] == .string("b") })
    #expect(await bench.say("a").status == 200)
    #expect(await bench.say("b").status == 200)
    #expect(await bench.say("b").status == nil)
    #expect(await bench.say("b").status == 200)
    await bench.telegram.inject(Fault(.cutBefore))
    await bench.telegram.clearFaults()
    #expect(await bench.say("c").status == 200)
  }

  @Test func aChatTakesABurstAndThenOneMessageASecond() async {
    let bench = await Bench { $0.enforceLimits = true }
    for _ in 0..<20 { #expect(await bench.say("x").status == 200) }
    let refused = await bench.say("x")
    #expect(refused.status == 429 && refused.json?["parameters"]?["retry_after"] == .int(1))
    // Another chat is not concerned.
    let bob = await bench.telegram.addPerson("Bob", hasStarted: true)
    #expect(await bench.call("sendMessage", ["chat_id": bob.chat, "text": .string("x")]).status == 200)
    // Not to wait makes it longer.
    let impatient = await bench.say("x")
    #expect(impatient.json?["parameters"]?["retry_after"] == .int(2))
    bench.clock.advance(.seconds(2))
    #expect(await bench.say("x").status == 200)
  }

  @Test func aGroupTakesTwentyAMinuteAndAllChatsThirtyASecond() async throws {
    let bench = await Bench { $0.enforceLimits = true }
    let group = try #require(await bench.telegram.createGroup("G", members: [bench.alice.id]))
    func write(_ chat: Int) async -> Int? {
      await bench.call("sendMessage", ["chat_id": .int(chat), "text": .string("x")]).status
    }
    for _ in 0..<20 { #expect(await write(group) == 200) }
    bench.clock.advance(.seconds(2))
    #expect(await write(group) == 429)
    bench.clock.advance(.seconds(4))
    var refused = 0
    for index in 0..<40 {
      let person = await bench.telegram.addPerson("P\(index)", hasStarted: true)
      if await write(person.id) == 429 { refused += 1 }
    }
    #expect(refused == 10)
  }

  @Test func historyIsKeptAsFarAsAskedFor() async {
    let bench = await Bench { $0.historyLimit = 3 }
    for _ in 0..<50 { _ = await bench.say("x") }
    let history = await bench.telegram.history()
    #expect(history.map(\.sequence) == [48, 49, 50])
  }
}
