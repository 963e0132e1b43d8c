import Contracts
import Onboarding
import PluginAPI
import PluginTesting
import Testing

@Suite struct PictureTests {
  private func toBoard(_ alice: Newcomer) async throws {
    try await alice.begin(inFull: true)
    try await alice.send("Хочу пробежать десять километров", "I want to run ten kilometres")
    try await alice.press("Готово", "Done")
    await alice.sees("Пришли до 6 картинок", "Send up to 6 pictures")
  }

  @Test(arguments: Language.allCases) func anAlbumOfTwentyKeepsSix(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, model: goodModel(language, questions), media: FakeMedia(), throttle: .seconds(1)) {
      alice in
      try await toBoard(alice)
      // Telegram sends twenty pictures as two albums, one right after the other.
      try await alice.album((0..<10).map { jpeg($0) })
      try await alice.album((10..<20).map { jpeg($0) })
      try await alice.person.expectNothing()
      await alice.bot.advance(by: .seconds(2))
      let card = await alice.latest()
      #expect(card.contains(alice.word("6 из 6", "6 of 6")))
      #expect(card.contains(alice.word("Взяты первые 6; ещё 14", "The first 6 are taken; 14")))
      #expect(
        try await alice.bot.rows("SELECT file_id FROM onboarding_picture WHERE status = 'surplus'").allSatisfy {
          try $0.get("file_id", as: String.self).isEmpty
        })
      try await alice.press("Дальше", "Next")
      await alice.sees("чаще всего мешает", "gets in the way")
      // One sheet, one question, nothing else.
      let look = try #require(questions.of("onboarding.moodboard").first)
      #expect(questions.all.count == 1 && look.images == [ModelImage(jpeg: [0xFF, 0xD8, 0xAA, 6])])
      #expect(look.context.contains("\"cells\":6") && look.data == "{}")
      try await alice.press("Откладываю", "put things off")
      try await alice.finish()
      await alice.sees("догадка ИИ-модели", "a guess")
      let profile = try #require(questions.of("onboarding.profile").first)
      #expect(profile.data.contains(alice.word("бег у моря", "running by the sea")) && profile.images.isEmpty)
      // What stands written in a picture goes no further.
      #expect(!profile.data.contains("IGNORE ALL RULES"))
      try await alice.press("Верно", "That’s right")
      await alice.latest()
      // Bytes are nowhere; six file ids are.
      #expect(try await alice.bot.rows("SELECT status FROM onboarding_picture WHERE status = 'kept'").count == 6)
      try await alice.send("/profile")
      await alice.latest()
      try await alice.press("На чём основано?", "What is it based on?")
      let basis = await alice.sees("бег у моря", "running by the sea")
      #expect(basis.contains("onboarding_profile/v1") && basis.contains("scripted"))
    }
  }

  @Test(arguments: Language.allCases) func theSamePictureCountsOnce(_ language: Language) async throws {
    try await converse(language) { alice in
      try await toBoard(alice)
      try await alice.album([jpeg(1), jpeg(2)])
      await alice.bot.advance(by: .seconds(2))
      await alice.sees("2 из 6", "2 of 6")
      try await alice.forwardPhoto()
      await alice.bot.advance(by: .seconds(2))
      await alice.latest()
      #expect(try await alice.bot.rows("SELECT id FROM onboarding_picture").count == 2)
      try await alice.press("Другие картинки", "Other pictures")
      #expect(!(await alice.latest().contains(alice.word("из 6", "of 6"))))
      #expect(try await alice.bot.rows("SELECT id FROM onboarding_picture").isEmpty)
    }
  }

  @Test(arguments: Language.allCases) func otherFilesGetOneSentence(_ language: Language) async throws {
    try await converse(language, media: FakeMedia()) { alice in
      try await toBoard(alice)
      try await alice.document(jpeg(1), "a.heic", "image/heic")
      try await alice.document([0x25, 0x50], "b.pdf", "application/pdf")
      try await alice.document([UInt8](repeating: 0, count: 10_000_001), "c.png", "image/png")
      try await alice.document(jpeg(4), "d.jpg", "image/jpeg")
      try await alice.person.expectNothing()
      await alice.bot.advance(by: .seconds(2))
      let card = await alice.latest()
      #expect(card.contains(alice.word("1 из 6", "1 of 6")))
      #expect(card.contains(alice.word("3 файла не подошли: нужны картинки JPEG", "3 files do not fit")))
      try await alice.send("вот", "here")
      await alice.sees("Здесь нужны картинки", "This step takes pictures")
    }
  }

  @Test func withoutAWorkerDocumentsAreAskedForAsPhotos() async throws {
    try await converse(.russian) { alice in
      try await toBoard(alice)
      try await alice.document(jpeg(1), "a.jpg", "image/jpeg")
      await alice.bot.advance(by: .seconds(2))
      await alice.sees("как фото, не файлом", "")
    }
  }

  @Test(arguments: Language.allCases) func withoutAWorkerPhotosPassThrough(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, model: goodModel(language, questions)) { alice in
      try await toBoard(alice)
      try await alice.album([jpeg(1), jpeg(2), [0xFF, 0xD8, 0xFF, 0xE0]])
      await alice.bot.advance(by: .seconds(2))
      try await alice.press("Дальше", "Next")
      let look = try #require(questions.of("onboarding.moodboard").first)
      // The third is no picture.
      #expect(look.images == [ModelImage(jpeg: jpeg(1)), ModelImage(jpeg: jpeg(2))])
      await alice.latest()
    }
  }

  @Test(arguments: Language.allCases) func withoutEyesNothingIsLookedAt(_ language: Language) async throws {
    let questions = Questions()
    try await converse(language, model: goodModel(language, questions, vision: false), media: FakeMedia()) { alice in
      try await toBoard(alice)
      try await alice.album([jpeg(1)])
      await alice.bot.advance(by: .seconds(2))
      await alice.sees("Разобрать их сейчас некому", "nobody to read them")
      try await alice.press("Дальше", "Next")
      try await alice.press("Откладываю", "put things off")
      try await alice.finish()
      await alice.sees("догадка ИИ-модели", "a guess")
      try await alice.press("Верно", "That’s right")
      await alice.latest()
      #expect(questions.all.map(\.purpose) == ["onboarding.profile"])
      #expect(try await alice.bot.rows("SELECT id FROM onboarding_picture").count == 1)
    }
  }

  @Test(arguments: Language.allCases) func aSlowLookHoldsTheReviewUpNoLongerThanTheModel(_ language: Language)
    async throws
  {
    let questions = Questions()
    let model = ScriptedModel { question throws(ModelError) in
      questions.add(question)
      guard question.purpose == "onboarding.moodboard" else { return Answers.profile(language) }
      try await question.wait(.seconds(10))
      return Answers.moodboard(language)
    }
    try await converse(language, model: model, media: FakeMedia()) { alice in
      try await toBoard(alice)
      try await alice.album([jpeg(1)])
      await alice.bot.advance(by: .seconds(2))
      try await alice.press("Дальше", "Next")
      try await alice.press("Откладываю", "put things off")
      try await alice.finish()
      await alice.sees("Думаю", "Thinking")
      #expect(questions.of("onboarding.profile").isEmpty)
      await alice.bot.advance(by: .seconds(11))
      await alice.sees("догадка ИИ-модели", "a guess")
      #expect(questions.of("onboarding.profile").first?.data.contains(alice.word("бег у моря", "running")) == true)
    }
  }

  @Test(arguments: Language.allCases, ["broken", "orders", "unreadable", "sexual"])
  func aBadLookIsNoLook(_ language: Language, _ fault: String) async throws {
    let questions = Questions()
    let model = ScriptedModel { question throws(ModelError) in
      questions.add(question)
      guard question.purpose == "onboarding.moodboard" else { return Answers.profile(language) }
      switch fault {
      case "broken": throw .unavailable(reason: "down")
      case "orders": return Answers.moodboard(language, themes: ["t.me/evil"], orders: true)
      default: return Answers.moodboard(language, safety: fault)
      }
    }
    try await converse(language, model: model, media: FakeMedia()) { alice in
      try await toBoard(alice)
      try await alice.album([jpeg(1)])
      await alice.bot.advance(by: .seconds(2))
      try await alice.press("Дальше", "Next")
      try await alice.press("Откладываю", "put things off")
      try await alice.finish()
      await alice.sees("догадка ИИ-модели", "a guess")
      let profile = try #require(questions.of("onboarding.profile").first)
      #expect(!profile.data.contains("evil") && !profile.data.contains(alice.word("берег", "a shore")))
    }
  }

  @Test(arguments: Language.allCases, [1, 3]) func whatCouldNotBeReadIsCounted(_ language: Language, _ bad: Int)
    async throws
  {
    let questions = Questions()
    try await converse(language, model: goodModel(language, questions), media: FakeMedia()) { alice in
      try await toBoard(alice)
      // Photos as far as Telegram says, and nothing that a worker can read.
      let broken = (0..<bad).map { [UInt8]([0x47, 0x49, 0x46, UInt8($0)]) }
      try await alice.album(bad == 3 ? broken : [jpeg(1), jpeg(2)] + broken)
      await alice.bot.advance(by: .seconds(2))
      try await alice.press("Дальше", "Next")
      try await alice.press("Откладываю", "put things off")
      try await alice.finish()
      let review = await alice.sees("догадка ИИ-модели", "a guess")
      #expect(
        review.contains(
          bad == 1
            ? alice.word("1 картинку прочитать не удалось", "1 picture could not be read")
            : alice.word("3 картинки прочитать не удалось", "3 pictures could not be read")), "\(review)")
      #expect(questions.of("onboarding.moodboard").count == (bad == 3 ? 0 : 1))
    }
  }

  @Test(arguments: Language.allCases) func ofWhatWasReadNothingIsSaid(_ language: Language) async throws {
    try await converse(language, model: goodModel(language, Questions()), media: FakeMedia()) { alice in
      try await toBoard(alice)
      try await alice.album([jpeg(1)])
      await alice.bot.advance(by: .seconds(2))
      try await alice.press("Дальше", "Next")
      try await alice.press("Откладываю", "put things off")
      try await alice.finish()
      let review = await alice.sees("догадка ИИ-модели", "a guess")
      #expect(!review.contains(alice.word("прочитать не удалось", "could not be read")))
    }
  }

  @Test(arguments: Language.allCases) func picturesOfAnUnfinishedConversationGo(_ language: Language) async throws {
    try await converse(language) { alice in
      try await toBoard(alice)
      try await alice.album([jpeg(1), jpeg(2)])
      await alice.bot.advance(by: .seconds(2))
      try await alice.send("/cancel")
      #expect(try await alice.bot.rows("SELECT id FROM onboarding_picture").count == 2)
      await alice.bot.advance(by: .days(9))
      #expect(try await alice.bot.rows("SELECT id FROM onboarding_picture").isEmpty)
    }
  }
}
