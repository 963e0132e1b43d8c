import PluginAPI
import PluginTesting
import Testing

@testable import Goals

/// A photo while a question for words is open: it is a check-in, and the question waits below it.
@Suite struct PhotosInDialogs {
  private func waits(_ text: String, _ language: Language) -> Bool {
    text.contains(word(language, "То, что начато, ждёт ниже. Выйти из него – /cancel", "What you began waits below"))
  }

  /// Leads into each dialog, and what it asks.
  static let questions: [(russian: [String], english: [String], asks: (String, String))] = [
    ([">/goal"], [">/goal"], ("Какая цель?", "What is the goal?")),
    ([">/goal Плавать"], [">/goal Swim"], ("Зачем вам это?", "Why does it matter to you?")),
    (
      [">/goal Плавать", "Пропустить", "Каждый день", "Без меры"], [">/goal Swim", "Skip", "Every day", "No amount"],
      ("План «если – то»", "if–then plan")
    ),
    (
      [">/goals", "Бег", "Изменить", "Название"], [">/goals", "Run", "Change", "Title"],
      ("Какая цель?", "What is the goal?")
    ),
    ([">/note"], [">/note"], ("📝 Заметка за", "📝 A note for")),
    ([">/goals", "Бег", "Отпустить"], [">/goals", "Run", "Let go"], ("Бег", "Run")),
  ]

  @Test(arguments: Language.allCases, questions.indices)
  func itIsACheckInAndTheQuestionStays(_ language: Language, _ index: Int) async throws {
    let (russian, english, asks) = Self.questions[index]
    try await withPhotos(language, worker: false) { bot, alice in
      try await alice.go(bot, language == .russian ? russian : english)
      try await alice.sendPhoto(shot())
      let photo = try await alice.expect(
        word(language, "К какой цели отнести это фото?", "Which goal is this photo about?"))
      #expect(waits(photo, language))
      // The card of the dialog is the last message, and its only one with buttons.
      let card = try await alice.expect(word(language, asks.0, asks.1))
      #expect(!card.contains(word(language, "нужен текст", "need text")))
      try await alice.expectNothing()
      try await alice.press(word(language, "✅ Чтение", "✅ Read"))
      try await alice.expect(word(language, "✅ Засчитано: Чтение", "Counted: Read"))
      #expect(try await logged(bot) == ["full - photo"])
      try await alice.send("/cancel")
      try await alice.expect(word(language, "Отменено", "Cancelled"))
    }
  }

  @Test(arguments: Language.allCases) func anAlbumIsAnsweredOnce(_ language: Language) async throws {
    try await withPhotos(language, worker: false) { bot, alice in
      try await alice.go(bot, [word(language, ">/goal Плавать", ">/goal Swim")])
      try await alice.sendAlbum((0..<10).map { shot($0) }, caption: word(language, "вот так", "like that"))
      try await alice.expectNothing()
      await bot.advance(by: .seconds(3))
      #expect(waits(try await alice.expect(word(language, "К какой цели", "Which goal")), language))
      try await alice.expect(word(language, "Зачем вам это?", "Why does it matter to you?"))
      try await alice.expectNothing()
      // The words under an album are about the pictures.
      try await alice.send(word(language, "для спины", "for my back"))
      try await alice.expect(word(language, "Как часто?", "How often?"))
    }
  }

  @Test(arguments: Language.allCases) func wordsUnderAPhotoCanBeTheAnswer(_ language: Language) async throws {
    try await withPhotos(language, worker: false) { bot, alice in
      // The wish.
      try await alice.go(bot, [">/goal"])
      try await alice.sendPhoto(shot(), caption: word(language, "Подняться на Эльбрус", "Climb Mount Elbrus"))
      try await alice.expect(word(language, "🎯 Подняться на Эльбрус", "🎯 Climb Mount Elbrus"))
      // The next question is for words: what stands under a photo is about the photo.
      try await alice.sendPhoto(shot(1), caption: word(language, "мой ужин", "my dinner"))
      try await alice.expect(word(language, "К какой цели", "Which goal"))
      try await alice.expect(word(language, "Зачем вам это?", "Why does it matter to you?"))
      try await alice.go(bot, [">/cancel"])
      // Something done is a check-in, not a wish.
      try await alice.go(bot, [">/goal"])
      try await alice.sendPhoto(shot(2), caption: word(language, "пробежал 3 км", "ran 3 km today"))
      try await alice.expect(word(language, "К какой цели", "Which goal"))
      try await alice.expect(word(language, "Какая цель?", "What is the goal?"))
      #expect(await alice.titles().first == word(language, "✅ 3 км · Бег", "✅ 3 km · Run"))
      try await alice.go(bot, [">/cancel"])
      // A note.
      try await alice.go(bot, [">/note"])
      try await alice.sendPhoto(shot(3), caption: word(language, "какой закат", "what a sunset"))
      try await alice.expect(word(language, "Записано", "Noted"))
      let note = try #require(try await bot.rows("SELECT content FROM goals_reflection").first)
      #expect(try note.get("content") == word(language, "какой закат", "what a sunset"))
    }
  }

  @Test(arguments: Language.allCases) func anAmountCanComeWithAPhoto(_ language: Language) async throws {
    try await withPhotos(language, worker: false) { bot, alice in
      try await alice.go(bot, [">/done", "✏️"])
      try await alice.sendPhoto(shot(), caption: word(language, "2,5 км", "2.5 km"))
      await alice.ignoreAll()
      #expect(try await logged(bot) == ["amount 2.5 form"])
      // A photo alone logs the goal, and then nobody asks how much.
      try await alice.go(bot, [">/done", "✏️"])
      try await alice.sendPhoto(shot(1), caption: word(language, "пробежал 3 км", "ran 3 km today"))
      try await alice.expect(word(language, "К какой цели", "Which goal"))
      try await alice.expect(word(language, "Сколько добавить?", "How much shall I add"))
      try await alice.press(word(language, "3 км", "3 km"))
      try await alice.expect(word(language, "Записано: Бег", "Run"))
      #expect(try await logged(bot) == ["amount 2.5 form", "amount 3.0 photo"])
      try await alice.send("/cancel")
      try await alice.expect(word(language, "нечего", "nothing"))
    }
  }

  @Test(arguments: Language.allCases) func theModelLooksWhileTheQuestionWaits(_ language: Language) async throws {
    let script = PhotoScript(
      PhotoScript.answer(
        language,
        PhotoScript.match("g1", amount: 4, evidence: word(language, "пробежал 4 км", "ran 4 km"))))
    try await withPhotos(language, script) { bot, alice in
      try await alice.go(bot, [">/done", "✏️"])
      try await alice.sendPhoto(shot(), caption: word(language, "пробежал 4 км", "ran 4 km"))
      try await alice.expect(word(language, "Записано: Бег", "Run"))
      await alice.ignoreAll()
      #expect(try await logged(bot) == ["amount 4.0 photo"])
      try await alice.send("/cancel")
      try await alice.expect(word(language, "нечего", "nothing"))
    }
  }

  @Test(arguments: Language.allCases) func withNothingDueTheFormGoesOn(_ language: Language) async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let bob = try await bot.person("Bob", language: language)
      try await bob.go(bot, [">/goal"])
      try await bob.sendPhoto(shot())
      let text = try await bob.expect(word(language, "Отмечать сегодня нечего", "nothing to check off today"))
      #expect(waits(text, language))
      try await bob.expect(word(language, "Какая цель?", "What is the goal?"))
      // Nobody is offered a second form.
      #expect(!(await bob.titles().contains { $0.contains(word(language, "Новая цель", "New goal")) }))
      try await bob.send(word(language, "Читать", "Read"))
      try await bob.expect(word(language, "Зачем вам это?", "Why does it matter to you?"))
    }
  }

  @Test(arguments: Language.allCases) func otherThingsAreToldOnceWhatIsWanted(_ language: Language) async throws {
    try await withPhotos(language) { bot, alice in
      try await alice.go(bot, [word(language, ">/goal Плавать", ">/goal Swim")])
      try await alice.sendDocument([1, 2], filename: "a.pdf", contentType: "application/pdf")
      let text = try await alice.expect(word(language, "Здесь нужен текст", "I need text here"))
      #expect(text.contains("/cancel") && text.contains(word(language, "Зачем вам это?", "Why does it matter to you?")))
      // A picture that is none of the kinds we read.
      try await alice.sendDocument([1, 2], filename: "a.heic", contentType: "image/heic")
      try await alice.expect("JPEG, PNG")
      try await alice.expect(word(language, "Зачем вам это?", "Why does it matter to you?"))
    }
  }

  @Test(arguments: Language.allCases) func aCryForHelpUnderAPhotoIsHeard(_ language: Language) async throws {
    for way in [[">/goal"], [">/note"], [">/done", "✏️"]] {
      try await withPhotos(language) { bot, alice in
        try await alice.go(bot, way)
        try await alice.sendPhoto(shot(), caption: word(language, "не хочу больше жить", "I want to kill myself"))
        let texts = await alice.news().joined()
        #expect(texts.contains("112"), "\(way): \(texts)")
        #expect(try await logged(bot) == [])
      }
    }
  }
}
