import PluginAPI
import PluginTesting
import Testing

@testable import Goals

/// Buttons under a reply: easier and harder, whose they are, and what is said after long talks.
@Suite struct ProposalConversations {
  @Test(arguments: Language.allCases) func easierByTapShowsWhatItWouldBeFirst(_ language: Language) async throws {
    let said = word(language, "слишком тяжело даётся", "it is too hard for me")
    let script = CoachScript(
      CoachScript.reply(
        word(language, "Можно сделать полегче.", "It can be made lighter."), language,
        proposals: [CoachScript.proposal("make_easier", evidence: said)]))
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Alice", language: language)
      try await alice.makeGoal(
        word(language, "Бег", "Run"), measure: word(language, "10 км", "10 km"), isRussian: language == .russian)
      try await alice.tell(said, bot)
      try await alice.expect(word(language, "Можно сделать полегче", "It can be made lighter"))
      try await alice.press(word(language, "🪶 Легче · Бег", "🪶 Easier · Run"))
      let ask = await alice.latest()
      #expect(ask.contains(word(language, "10 км", "10 km")), "\(ask)")
      #expect(try await targets(bot) == [10])
      #expect(try await waiting(bot) == 0)
      try await alice.press(word(language, "Да", "Let’s do that"))
      await alice.ignoreAll()
      // Less counts from the next period.
      #expect(try await targets(bot) == [10])
      #expect(try await waiting(bot) == 1)
      await bot.advance(by: .days(1))
      await alice.ignoreAll()
      let after = try await targets(bot)
      #expect(after.count == 1 && after[0] < 10, "\(after)")
    }
  }

  @Test(arguments: Language.allCases) func harderByTapCountsAtOnce(_ language: Language) async throws {
    let said = word(language, "стало слишком легко", "it has become too easy")
    let script = CoachScript(
      CoachScript.reply(
        word(language, "Можно прибавить.", "There is room for more."), language,
        proposals: [CoachScript.proposal("make_harder", evidence: said)]))
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Alice", language: language)
      try await alice.makeGoal(
        word(language, "Бег", "Run"), measure: word(language, "10 км", "10 km"), isRussian: language == .russian)
      try await alice.tell(said, bot)
      await alice.ignoreAll()
      try await alice.press(word(language, "⛰ Сложнее · Бег", "⛰ Harder · Run"))
      await alice.ignoreAll()
      #expect(try await targets(bot) == [10])
      try await alice.press(word(language, "Да", "Let’s do that"))
      await alice.ignoreAll()
      let after = try await targets(bot)
      #expect(after.count == 1 && after[0] > 10, "\(after)")
    }
  }

  private func targets(_ bot: TestBot) async throws -> [Double] {
    try await bot.rows("SELECT target FROM goals_goal ORDER BY id").map { try $0.get("target") }
  }

  private func waiting(_ bot: TestBot) async throws -> Int {
    try await bot.rows("SELECT id FROM goals_revision WHERE is_applied = \(false)").count
  }

  /// Sends everybody a button for whatever proposal there is: what a mistake elsewhere could do.
  struct Leak: Plugin {
    static let manifest = PluginManifest(
      id: "leak", summary: "Shows proposals to anybody.",
      texts: [
        .english: Array(#"{"leak.command.summary":"Leak"}"#.utf8),
        .russian: Array(#"{"leak.command.summary":"Течь"}"#.utf8),
      ])
    init(configuration: NoConfiguration, context: PluginContext) throws {}
    var contributions: Contributions {
      Command("leak", "leak.command.summary") { turn, _ in
        for row in try await turn.rows("SELECT id FROM goals_coach_proposal ORDER BY id") {
          turn.send(
            Card("Leaked.", keyboard: Keyboard(row: [Button("take", TakeProposal(proposal: try row.get("id")))])))
        }
      }
    }
  }

  @Test func aProposalIsItsPersonsAlone() async throws {
    let script = CoachScript(
      CoachScript.reply(
        "Let us move it.", .english,
        proposals: [CoachScript.proposal("set_reminder", time: "21:30", evidence: "in the evening")]))
    try await withBot(GoalsPlugin.self, Leak.self, model: script.model) { bot in
      let alice = try await bot.person("Alice")
      try await alice.makeGoal("Read", isRussian: false)
      try await alice.tell("better in the evening", bot)
      await alice.ignoreAll()
      let data = try await alice.data(of: "⏰ Remind me")
      let bob = try await bot.person("Bob")
      try await bob.send("/leak")
      await bob.ignoreAll()
      // Copied out of the other chat, the button is no button at all.
      _ = try await bob.pressForged(data)
      // Made for this chat by the bot itself, it still is not his.
      #expect(try await bob.press("take") == "That’s done already")
      await bob.ignoreAll()
      #expect(try await bot.rows("SELECT id FROM goals_coach_proposal WHERE is_taken = \(true)").isEmpty)
      #expect(try await bot.rows("SELECT id FROM goals_goal WHERE remind_at IS NOT NULL").isEmpty)
      try await alice.press("⏰ Remind me")
      await alice.ignoreAll()
      #expect(try await bot.rows("SELECT id FROM goals_goal WHERE remind_at = '21:30'").count == 1)
    }
  }

  @Test(arguments: Language.allCases) func everyThirtyTalksOfADayItSaysWhatItIs(_ language: Language) async throws {
    let script = CoachScript(CoachScript.reply(word(language, "Слышу хорошо.", "I hear you well."), language))
    let line = word(language, "я – ИИ, не человек", "I’m an AI, not a person")
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Alice", language: language)
      for number in 1...31 {
        try await alice.tell(word(language, "мысль", "a thought") + " \(number)", bot)
        let reply = await alice.latest()
        #expect(reply.contains(line) == (number == 30), "\(number): \(reply)")
        await bot.advance(by: .minutes(3))
      }
    }
  }

  @Test func theYoungAreNamedTheirLinesFirst() async throws {
    for isYoung in [false, true] {
      let plugins: [any Plugin.Type] =
        isYoung ? [GoalsPlugin.self, ConsentConversations.YoungPlugin.self] : [GoalsPlugin.self]
      try await withBot(plugins) { bot in
        let alice = try await bot.person("Алиса", language: .russian)
        for text in ["не хочу больше жить", "/note не хочу больше жить", "/goal не хочу больше жить"] {
          try await alice.send(text)
          let card = await alice.latest()
          let children = try #require(card.firstRange(of: "8-800-2000-122")?.lowerBound)
          let all = try #require(card.firstRange(of: "112")?.lowerBound)
          #expect((children < all) == isYoung, "\(card)")
          try await alice.press("Всё хорошо")
          await alice.ignoreAll()
        }
      }
    }
  }
}
