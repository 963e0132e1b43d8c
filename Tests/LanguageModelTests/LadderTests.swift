import LanguageModel
import Testing

@Suite struct LadderTests {
  private let run = Plan(title: "Run", steps: ["shoes"], mood: .calm)

  @Test func aGoodAnswerIsTakenAtOnce() async throws {
    let model = Replies(.text(goodPlan))
    let answer = try await model.climb()
    #expect(answer.value == run && answer.rung == .schema && !answer.isRepaired && answer.refused == nil)
    #expect(model.calls.count == 1)
  }

  @Test(arguments: [
    "```json\n\(goodPlan)\n```", "Here you are:\n\(goodPlan)\nGood luck {really}!",
    "<think>maybe {\"title\": or {} </think>\n\(goodPlan)", "{broken {\"a\": 1, } \(goodPlan)",
    "Braces { in words } first. \(goodPlan)", "\u{FEFF}\(goodPlan) ",
  ])
  func anObjectIsFoundAmidWords(_ text: String) async throws {
    // A lone pair of braces is an object too, but not this one: the repair brings it.
    let model = Replies(.text(text), .text(goodPlan))
    let answer = try await model.climb(from: .text)
    #expect(answer.value == run && answer.rung == .text)
  }

  @Test func whoWrapsAStrictAnswerStandsOnTheLowestRung() async throws {
    let answer = try await Replies(.text("Sure! \(goodPlan)")).climb()
    #expect(answer.rung == .text && !answer.isRepaired)
  }

  @Test(arguments: [
    "", "   ", "no", "[1,2]", "{}", "null", #"{"title":"Run","steps":"shoes","mood":"calm"}"#,
    #"{"title":"Run","steps":[],"mood":"furious"}"#, #"{"title":null,"steps":[],"mood":"calm"}"#, "{\"title\":",
    String(repeating: "{\"a\":", count: 5000), String(repeating: "[", count: 100_000),
  ])
  func whatIsNoGoodIsRepairedOnce(_ bad: String) async throws {
    let model = Replies(.text(bad), .text(goodPlan))
    let answer = try await model.climb()
    #expect(answer.value == run && answer.isRepaired)
    #expect(model.calls.count == 2)
    #expect(model.calls[1].isRepair && model.calls[1].request.repair?.answer == bad)
    #expect(model.calls[1].request.repair?.problems.count == 1)
    // And not twice.
    let stubborn = Replies(.text(bad), .text(bad), .text(goodPlan))
    await #expect(throws: ChatFailure.self) { try await stubborn.climb() }
    #expect(stubborn.calls.count == 2)
  }

  @Test func problemsSayWhereAndQuoteNothing() async throws {
    let model = Replies(.text(#"{"title":"secret","steps":["a",7],"mood":"calm"}"#), .text(goodPlan))
    _ = try await model.climb()
    let problem = try #require(model.calls[1].request.repair?.problems.first)
    #expect(problem.contains("steps") && problem.contains("String") && !problem.contains("secret"))
  }

  @Test func theCheckDecidesAndItsWordsReachTheModel() async throws {
    let model = Replies(.text(goodPlan), .text(#"{"title":"Run daily","steps":["shoes"],"mood":"bold"}"#))
    let answer = try await model.climb { $0.mood == .bold ? [] : ["mood: be bold"] }
    #expect(answer.isRepaired && answer.value.mood == .bold)
    #expect(model.calls[1].request.repair?.problems == ["mood: be bold"])
    let stubborn = Replies(.text(goodPlan), .text(goodPlan))
    await #expect(throws: ChatFailure.invalid(["mood: be bold"])) {
      try await stubborn.climb { _ in ["mood: be bold"] }
    }
  }

  @Test func aTruncatedAnswerIsNoGoodThoughItCanBeRead() async throws {
    let model = Replies(.success(ChatReply(text: goodPlan, isTruncated: true)), .text(goodPlan))
    let answer = try await model.climb()
    #expect(answer.isRepaired)
    #expect(model.calls[1].request.maximumOutputTokens == 900)
    #expect(model.calls[1].request.repair?.answer == "")
  }

  @Test func aRefusalIsFinal() async throws {
    let model = Replies(.success(ChatReply(text: "", refusal: "I cannot help with that")), .text(goodPlan))
    await #expect(throws: ChatFailure.refused("I cannot help with that")) { try await model.climb() }
    #expect(model.calls.count == 1)
  }

  @Test func whoRefusesTheFormatIsAskedWithoutIt() async throws {
    let model = Replies(.status(400), .status(422), .text("```\n\(goodPlan)\n```"))
    let answer = try await model.climb()
    #expect(model.calls.map(\.rung) == [.schema, .object, .text])
    #expect(answer.value == run && answer.rung == .text && answer.refused == .object && !answer.isRepaired)
    // Nobody knows that it was the format when nothing goes through.
    let broken = Replies(.status(400), .status(400), .status(400), .text(goodPlan))
    await #expect(throws: ChatFailure.self) { try await broken.climb() }
    #expect(broken.calls.count == 3)
  }

  @Test func aRepairStaysOnTheRungThatWasFound() async throws {
    let model = Replies(.status(400), .text("nonsense"), .text(goodPlan))
    let answer = try await model.climb()
    #expect(model.calls.map(\.rung) == [.schema, .object, .object])
    #expect(answer.rung == .object && answer.isRepaired && answer.refused == .schema)
  }

  @Test(arguments: [401, 403, 404, 429, 500]) func otherStatusesAreNotAboutTheFormat(_ status: Int) async throws {
    let model = Replies(.status(status), .text(goodPlan))
    await #expect(throws: ChatFailure.self) { try await model.climb() }
    #expect(model.calls.count == 1)
  }
}
