import Contracts
import PluginAPI
import PluginTesting
import Synchronization
import Testing

@testable import Goals

/// A goal made of a wish by a model: right, slow, wrong and off.
@Suite struct AssistedConversations {
  /// Answers in turn; the last one again and again.
  private final class Script: Sendable {
    let answers: [String]
    let asked = Mutex<[ScriptedQuestion]>([])
    init(_ answers: [String]) { self.answers = answers }

    var model: ScriptedModel {
      ScriptedModel { question in
        self.asked.withLock { asked in
          asked.append(question)
          return self.answers[min(asked.count, self.answers.count) - 1]
        }
      }
    }

    var questions: [ScriptedQuestion] { asked.withLock { $0 } }
  }

  @Test func aWishBecomesACard() async throws {
    let script = Script([Answers.json()])
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal хочу бегать")
      let news = await alice.news()
      // The card that says to wait is gone.
      #expect(news.count == 1 && news[0].contains("Бегать"), "\(news)")
      let card = await bot.transcript(of: alice)
      for line in [
        "🎯 Бегать три раза в неделю", "Зачем: «хочу просыпаться бодрым»", "3 раза в неделю",
        "Если 7:00 и выпит стакан воды → надеваю кроссовки и выхожу", "Минимум (в тяжёлый день): 10 минут пешком",
        "Помеха: темно и лень → одежда с вечера у двери",
      ] {
        #expect(card.replacing("\u{A0}", with: " ").contains(line), "\(line)")
      }
      #expect(await alice.titles() == ["✅ Сохранить", "✏️ Уточнить", "🪶 Легче", "⛰ Сложнее", "✖️ Отмена"])
      try await alice.press("Сохранить")
      let saved = await alice.latest()
      #expect(saved.contains("Цель в деле") && saved.contains("вслух один раз"))
      let rows = try await bot.rows("SELECT title, area, remind_at FROM goals_goal WHERE status = 'active'")
      #expect(try rows.map { try $0.get("title", as: String.self) } == ["Бегать три раза в неделю"])
      let question = try #require(script.questions.first)
      #expect(question.purpose == "goals.goal_analysis" && question.data.contains("хочу бегать"))
      #expect(question.style.contains("Russian") && question.context.contains("2026-03-02"))
      // What a person wrote stands in the data and nowhere else.
      #expect(!question.prompt.text.contains("хочу бегать") && !question.context.contains("бегать"))
    }
  }

  @Test func theFirstAnswerOfTheFormIsEnough() async throws {
    try await withBot(GoalsPlugin.self, model: Answers.model(Answers.json(.english))) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal")
      try await alice.expect("What is the goal?")
      try await alice.send("I want to run")
      let card = await alice.latest()
      #expect(
        card.contains("Run three times a week") && card.contains("Obstacle: dark and lazy → clothes lie at the door"))
      try await alice.press("Easier")
      #expect(await alice.latest().contains("twice a week"))
      try await alice.press("Easier")
      try await alice.press("Easier")
      #expect(await alice.latest().contains("can’t get any lighter"))
      for _ in 0..<3 { try await alice.press("Harder") }
      #expect(await alice.latest().contains("4 times a week"))
      try await alice.press("Save")
      try await alice.expect("The goal is on")
    }
  }

  @Test func atMostTwoQuestions() async throws {
    let questions =
      #"[{"text":"Когда удобнее?","quick_answers":["Утром","Вечером"]},{"text":"С кем?","quick_answers":["Один"]},{"text":"Зачем?","quick_answers":[]}]"#
    let two =
      #"[{"text":"Когда удобнее?","quick_answers":["Утром","Вечером"]},{"text":"С кем?","quick_answers":["Один"]}]"#
    let script = Script([
      Answers.json(.russian, ["status": #""needs_clarification""#, "questions": two]),
      // It asks on and on; what there is is saved.
      Answers.json(.russian, ["status": #""needs_clarification""#, "questions": questions]),
    ])
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal бегать")
      #expect(await alice.latest().contains("Когда удобнее?"))
      #expect(await alice.titles() == ["Утром", "Вечером", "Пропустить", "✖️ Отмена"])
      try await alice.press("Утром")
      #expect(await alice.latest().contains("С кем?"))
      try await alice.send("с собакой")
      #expect(await alice.latest().contains("🎯 Бегать три раза в неделю"))
      let last = try #require(script.questions.last)
      #expect(last.data.contains("Утром") && last.data.contains("с собакой"))
      #expect(last.context.contains("\"questionsLeft\":false"))
      #expect(script.questions.count == 2)
      try await alice.press("Сохранить")
      try await alice.expect("Цель в деле")
    }
  }

  @Test func correctionsInWords() async throws {
    let script = Script([
      Answers.json(), Answers.json(.russian, ["title": #""Гулять по вечерам""#]),
    ])
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal бегать")
      await alice.ignoreAll()
      try await alice.press("Уточнить")
      #expect(await alice.latest().contains("своими словами"))
      try await alice.send("лучше гулять и вечером")
      #expect(await alice.latest().contains("🎯 Гулять по вечерам"))
      #expect(script.questions.last?.data.contains("лучше гулять и вечером") == true)
      // By hand it works as ever.
      try await alice.press("Уточнить")
      await alice.ignoreAll()
      try await alice.press("Название")
      await alice.ignoreAll()
      try await alice.send("Гулять")
      try await alice.expect("🎯 Гулять")
    }
  }

  @Test(arguments: Language.allCases) func aSlowModelCanBeLeft(_ language: Language) async throws {
    let model = ScriptedModel { question async throws(ModelError) -> String in
      try await question.wait(.seconds(20))
      return Answers.json(language)
    }
    let isRussian = language == .russian
    try await withBot(GoalsPlugin.self, model: model) { bot in
      let alice = try await bot.person(isRussian ? "Алиса" : "Alice", language: language)
      try await alice.send(isRussian ? "/goal читать" : "/goal read")
      await alice.ignoreAll()
      // On by hand; the answer that comes later is of yesterday.
      try await alice.press(isRussian ? "Заполню без ИИ" : "Fill it in myself")
      try await alice.expect(isRussian ? "🎯 читать" : "🎯 read")
      await bot.advance(by: .minutes(1))
      try await alice.expectNothing()
      try await alice.press(isRussian ? "Пропустить" : "Skip")
      try await alice.expect(isRussian ? "Как часто?" : "How often?")
      await alice.ignoreAll()
    }
  }

  @Test func aSlowAnswerComes() async throws {
    let model = ScriptedModel { question async throws(ModelError) -> String in
      try await question.wait(.seconds(20))
      return Answers.json()
    }
    try await withBot(GoalsPlugin.self, model: model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal бегать")
      await alice.ignoreAll()
      await bot.advance(by: .seconds(1))
      #expect(await alice.seesThinking())
      await bot.advance(by: .seconds(30))
      #expect(await alice.latest().contains("🎯 Бегать три раза в неделю"))
      #expect(await !alice.seesThinking())
    }
  }

  /// Whatever shows the card again while the model thinks: its answer still comes, and in the card's place.
  @Test(arguments: Language.allCases, ["photo", "voice", "command", "list", "many"])
  func theAnswerComesAllTheSame(_ language: Language, _ interruption: String) async throws {
    let model = ScriptedModel { question async throws(ModelError) -> String in
      try await question.wait(.seconds(10))
      return Answers.json(language)
    }
    try await withBot(GoalsPlugin.self, model: model) { bot in
      let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
      let word = { (russian: String, english: String) in language == .russian ? russian : english }
      try await alice.send(word("/goal бегать", "/goal run"))
      switch interruption {
      case "photo": try await alice.sendPhoto(shot())
      case "voice": try await alice.sendDocument([1], filename: "a.ogg", contentType: "audio/ogg")
      case "command": try await alice.send("/goal")
      case "many": for _ in 0..<5 { try await alice.send(word("и ещё", "and more")) }
      default: try await alice.send("/goals")
      }
      await bot.advance(by: .seconds(30))
      #expect(await alice.latest().contains(word("🎯 Бегать три раза в неделю", "🎯 Run three times a week")))
      #expect(await alice.titles().first == word("✅ Сохранить", "✅ Save"))
      let chat = await bot.transcript(of: alice)
      #expect(!chat.contains(word("Сейчас составлю план", "I’ll put a plan together")), "\(chat)")
    }
  }

  @Test func moreWordsWhileItThinks() async throws {
    let script = Mutex<[String]>([])
    let model = ScriptedModel { question async throws(ModelError) -> String in
      script.withLock { $0.append(question.data) }
      try await question.wait(.seconds(10))
      return Answers.json(.russian, question.data.contains("вечерам") ? ["title": #""Бегать по вечерам""#] : [:])
    }
    try await withBot(GoalsPlugin.self, model: model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal бегать")
      try await alice.send("но только по вечерам")
      await alice.ignoreAll()
      await bot.advance(by: .seconds(30))
      let news = await alice.news()
      #expect(news.count == 1 && news[0].contains("🎯 Бегать по вечерам"), "\(news)")
      #expect(script.withLock { $0.count } == 2)
    }
  }

  @Test func cancelledWhileItThinks() async throws {
    let model = ScriptedModel { question async throws(ModelError) -> String in
      try await question.wait(.seconds(10))
      return Answers.json()
    }
    try await withBot(GoalsPlugin.self, model: model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal бегать")
      await alice.ignoreAll()
      try await alice.send("/cancel")
      try await alice.expect("Отменено.")
      await bot.advance(by: .minutes(1))
      try await alice.expectNothing()
    }
  }

  @Test(arguments: [
    ModelError.off, .spent(.person), .busy, .unavailable(reason: "no route"), .refused("no"), .invalid(["bad"]),
  ])
  func withoutAnAnswerTheFormGoesOn(error: ModelError) async throws {
    try await withBot(GoalsPlugin.self, model: Answers.model(failing: error)) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal хочу читать")
      let question = await alice.latest()
      #expect(question.contains("пять коротких вопросов") && question.contains("🎯 Читать"))
      #expect(!question.contains("no route"))
      // The same card comes out of it.
      for press in ["Пропустить", "Каждый день", "Без меры", "Пропустить", "Без напоминания", "Пропустить"] {
        try await alice.press(press)
        await alice.ignoreAll()
      }
      #expect(await alice.titles() == ["✅ Сохранить", "✏️ Уточнить", "🪶 Легче", "⛰ Сложнее", "✖️ Отмена"])
    }
  }

  @Test(arguments: [
    "not json at all", "{}", Answers.json(.russian, ["title": #""См. https://evil.example""#]),
    Answers.json(.english), Answers.json(.russian, ["due_date": #""1999-01-01""#]),
  ])
  func garbageFallsBackToTheForm(answer: String) async throws {
    try await withBot(GoalsPlugin.self, model: Answers.model(answer)) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal хочу читать")
      let question = await alice.latest()
      #expect(question.contains("🎯 Читать") && !question.contains("evil"))
      #expect(try await bot.rows("SELECT id FROM goals_goal").isEmpty)
    }
  }

  @Test func wordsThatAreNoGoal() async throws {
    let script = Script([Answers.json(.english, ["status": #""not_a_goal""#]), Answers.json(.english)])
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal hello there")
      #expect(await alice.latest().contains("can’t see a goal in that"))
      try await alice.send("run")
      #expect(await alice.latest().contains("🎯 Run three times a week"))
    }
  }

  @Test(arguments: [
    ("self_harm", "112"), ("abuse_victim", "112"), ("eating_risk", "врач"), ("medical", "врача"),
    ("illegal", "не помогу"),
    ("abusive", "по-доброму"), ("minor", "врач"),
  ])
  func whatMustNotBePlanned(safety: String, words: String) async throws {
    let answer = Answers.json(.russian, ["safety": "\"\(safety)\"", "title": #""Ужасный совет""#])
    try await withBot(GoalsPlugin.self, model: Answers.model(answer)) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal сделать то самое")
      let card = await alice.latest()
      #expect(card.contains(words) && !card.contains("Ужасный"), "\(card)")
      #expect(try await bot.rows("SELECT id FROM goals_goal").isEmpty)
      // The form is closed.
      try await alice.send("/cancel")
      try await alice.expect("Отменять нечего")
    }
  }

  /// The model fell for it; the code did not.
  @Test func aHijackedModelPlansNoDiet() async throws {
    let measure = #"{"unit":"кг","target":50,"direction":"at_most","start_value":70}"#
    let answer = Answers.json(.russian, ["type": #""target""#, "title": #""Сбросить вес""#, "measure": measure])
    let script = Script([answer])
    try await withBot(GoalsPlugin.self, model: script.model) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal стать легче к лету")
      #expect(await alice.latest().contains("диетолог"))
      // Said outright, it is not even asked.
      try await alice.send("/goal похудеть на 10 кг")
      #expect(await alice.latest().contains("диетолог"))
      #expect(script.questions.count == 1)
    }
  }

  @Test func withoutAModelTheFormRefusesToo() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Alice")
      try await alice.send("/goal lose 10 kg")
      try await alice.expect("I don’t work with numbers of weight")
      try await alice.press("Another goal")
      try await alice.expect("What is the goal?")
      try await alice.send("weigh 50 kg")
      try await alice.expect("I don’t work with numbers of weight")
      try await alice.send("stop taking my meds")
      try await alice.expect("belong to a doctor")
      try await alice.send("Walk")
      try await alice.expect("Why does it matter")
    }
  }

  /// Heard in code: the model is not asked, and nothing of it is counted.
  @Test(arguments: [true, false]) func aCrisisIsHeardFirst(withModel: Bool) async throws {
    let script = Script([Answers.json()])
    try await withBot(GoalsPlugin.self, model: withModel ? script.model : nil) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.send("/goal хочу покончить с собой")
      #expect(await alice.latest().contains("112"))
      try await alice.send("/goal")
      await alice.ignoreAll()
      try await alice.send("не хочу больше жить")
      #expect(await alice.latest().contains("112"))
      try await alice.send("/cancel")
      try await alice.expect("Отменять нечего")
      try await alice.send("/note не хочу больше жить")
      #expect(await alice.latest().contains("112"))
      #expect(script.questions.isEmpty)
      #expect(try await bot.rows("SELECT id FROM goals_reflection").count == 1)
    }
  }
}
