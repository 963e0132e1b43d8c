import Foundation
import PluginAPI
import PluginTesting
import Testing

@testable import Goals

/// Somebody in a crisis, with a model and without.
@Suite struct CrisisConversations {
  @Test(arguments: [true, false]) func theCardComesFirst(hasModel: Bool) async throws {
    let script = CoachScript(CoachScript.reply("Слышу."))
    try await withBot(GoalsPlugin.self, model: hasModel ? script.model : nil) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("Не хочу больше просыпаться")
      let card = try await alice.expect("это сказано вслух")
      #expect(card.contains("112") && card.contains("8-800-2000-122") && card.contains("findahelpline.com"))
      await bot.advance(by: .seconds(5))
      #expect(script.asked.isEmpty)
      // No words are kept.
      #expect(try await bot.rows("SELECT id FROM goals_coach_turn").isEmpty)
      let events = try await bot.rows("SELECT category, action FROM goals_safety_event")
      #expect(try events.map { try $0.get("category", as: String.self) } == ["self_harm"])
      // Until the person chooses nobody coaches.
      try await alice.tell("ну и ладно, что с бегом", bot)
      try await alice.expect("отвечать как коуч сейчас не буду")
      #expect(script.asked.isEmpty)
      try await alice.press("Всё хорошо, я о другом")
      try await alice.expect("Значит, это было о другом")
      try await alice.tell("что с бегом", bot)
      try await alice.expect(hasModel ? "Слышу." : "Что с этим сделать?")
    }
  }

  @Test func wordsForSomebodyClose() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/coach everyone would be better off without me")
      try await alice.expect("I’m a bot")
      try await alice.press("Write to someone close")
      try await alice.expect("Here are words you can send as they are")
      try await alice.send("ok thanks")
      try await alice.expect("What shall")
    }
  }

  /// An answer that is on its way when the crisis is heard does not arrive.
  @Test func anAnswerUnderWayIsDropped() async throws {
    let model = ScriptedModel { question async throws(ModelError) -> String in
      try await question.wait(.seconds(20))
      return try CoachScript.reply("Как успехи с бегом?").get()
    }
    try await withBot(GoalsPlugin.self, model: model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.tell("что с бегом", bot)
      try await alice.send("да какая разница, хочу умереть")
      try await alice.expect("это сказано вслух")
      await bot.advance(by: .minutes(5))
      try await alice.expectNothing()
      #expect(try await bot.rows("SELECT id FROM goals_coach_turn").isEmpty)
    }
  }

  /// What the lists miss, the model and the provider's moderation may hear.
  @Test func theModelHearsToo() async throws {
    let script = CoachScript(CoachScript.reply("Держись.", safety: "self_harm"))
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.tell("всё как в тумане и так каждый день", bot)
      let card = try await alice.expect("это сказано вслух")
      #expect(!card.contains("Держись"))
    }
    let moderated = CoachScript(
      CoachScript.reply("Слышу."),
      moderation: { _ in ModerationVerdict(isFlagged: true, categories: ["self-harm/intent"]) })
    try await withBot(GoalsPlugin.self, model: moderated.model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.tell("всё как в тумане", bot)
      try await alice.expect("это сказано вслух")
      #expect(moderated.asked.isEmpty)
    }
  }

  @Test func notesAreHeard() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/note сегодня не хочу жить")
      try await alice.expect("это сказано вслух")
      try await alice.press("я о другом")
      try await alice.expect("это было о другом")
    }
  }

  /// Also in the middle of a dialog, which is not lost.
  @Test(arguments: [["/goals", "Читать", "Отпустить"], ["/plan", "➕ Читать"]])
  func dialogsHearToo(way: [String]) async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.makeGoal("Читать")
      try await alice.send(way[0])
      for button in way.dropFirst() {
        await alice.ignoreAll()
        try await alice.press(button)
      }
      await alice.ignoreAll()
      try await alice.send("не хочу больше жить")
      try await alice.expect("это сказано вслух")
      #expect(try await bot.rows("SELECT id FROM goals_goal WHERE status = 'released'").isEmpty)
      #expect(try await bot.rows("SELECT name FROM roost_dialog").count == 1)
    }
  }

  @Test func foodAndMedicineGetOneSentence() async throws {
    let script = CoachScript(CoachScript.reply("Отличный план!"))
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.tell("хочу есть 500 калорий в день", bot)
      try await alice.expect("С едой и весом я целей такого рода не ставлю")
      try await alice.tell("какую дозу антидепрессанта мне принимать", bot)
      try await alice.expect("лучше спросить врача")
      #expect(script.asked.isEmpty)
    }
  }

  @Test func anotherFileOfHelpLines() async throws {
    let path = "/tmp/help-lines-\(UInt64.random(in: 0...UInt64.max)).json"
    try #"""
    {"directory":"https://lines.example","fallback":"XX","by_language":{},
     "countries":{"XX":[{"title":{"ru":"Линия доверия","en":"Line"},"numbers":["100-200"]}]}}
    """#.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await withBot(GoalsPlugin.self, settings: "goals: { help_lines: \"\(path)\" }") { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("хочу умереть")
      try await alice.expect("Линия доверия: 100-200")
    }
  }
}
