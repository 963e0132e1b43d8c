import PluginAPI
import PluginTesting
import Testing

/// Who lets a model look at photos of check-ins: consents, Premium, and what it allows.
@Suite struct PhotoPermissionTests {
  private func model(_ language: Language, _ asked: Tally, isAbroad: Bool = false) -> ScriptedModel {
    ScriptedModel(abilities: ModelAbilities(vision: true, isAbroad: isAbroad)) { question throws(ModelError) in
      guard question.purpose == "goals.photo_check_in" else { throw .off }
      asked.add()
      return """
        {"safety":"ok","language":"\(language.rawValue)","seen":"\(language == .russian ? "кроссовки" : "shoes")",
        "people":false,"text_seen":[],"instructions_seen":false,
        "matches":[{"goal_ref":"g1","status":"full","amount":null,"confidence":0.9,"evidence":null}]}
        """
    }
  }

  private func word(_ language: Language, _ russian: String, _ english: String) -> String {
    language == .russian ? russian : english
  }

  /// Agreed to a model, not to pictures; one goal.
  private func withAlice(
    _ language: Language, settings: String = "", model: ScriptedModel, isAbroad: Bool = false,
    _ body: @Sendable (TestBot, TestPerson) async throws -> Void
  ) async throws {
    try await withBot(coach, settings: settings, model: model) { bot in
      let alice = try await bot.person(language == .russian ? "Алиса" : "Alice", language: language)
      let start = [
        ">/start", word(language, "Быстрый старт", "Quick start"), ">/cancel",
        word(language, ">/goal Бег", ">/goal Run"),
      ]
      // A new goal asks for the consent to a model abroad first; it is not given here.
      let byHand = isAbroad ? [word(language, "Заполню без ИИ", "Fill it in myself")] : []
      try await alice.go(
        bot,
        start + byHand
          + (language == .russian
            ? [
              "Пропустить", "Каждый день", "Без меры", "Пропустить",
              "Без напоминания", "Пропустить", "Сохранить",
            ]
            : ["Skip", "Every day", "No amount", "Skip", "No reminder", "Skip", "Save"]))
      try await body(bot, alice)
      await alice.ignoreAll()
    }
  }

  private func buy(_ alice: TestPerson, _ bot: TestBot) async throws {
    try await alice.go(bot, [">/premium", "250"])
    _ = try await alice.pay()
    await alice.ignoreAll()
    await bot.advance(by: .seconds(3))
  }

  @Test(arguments: Language.allCases) func withoutPremiumItIsOfferedAndNobodyLooks(_ language: Language) async throws {
    let asked = Tally()
    try await withAlice(language, model: model(language, asked)) { bot, alice in
      try await alice.sendPhoto(photo)
      #expect(await alice.latest().contains(word(language, "С Premium на такие фото", "With Premium an AI looks")))
      #expect(await alice.titles().first == word(language, "✅ Бег", "✅ Run"))
      await bot.advance(by: .seconds(3))
      try await alice.press(word(language, "💎 Что такое Premium", "💎 What Premium is"))
      #expect(await alice.latest().contains("Premium"))
      try await alice.press(word(language, "Не сейчас", "Not now"))
      await bot.advance(by: .seconds(3))
      // For a week it is not offered again.
      try await alice.sendPhoto(photo)
      #expect(!(await alice.latest().contains("Premium")))
      #expect(asked.count == 0)
    }
  }

  @Test(arguments: Language.allCases) func picturesTakeAConsentAndThePhotoIsLookedAtThen(_ language: Language)
    async throws
  {
    let asked = Tally()
    try await withAlice(language, model: model(language, asked)) { bot, alice in
      try await buy(alice, bot)
      try await alice.sendPhoto(photo)
      let question = await alice.latest()
      #expect(question.contains(word(language, "Можно показать это ИИ-модели", "An AI model could have a look")))
      #expect(!question.contains(word(language, "другой стране", "another country")))
      #expect(asked.count == 0)
      let toast = try await alice.press(word(language, "Показать ИИ", "Let the AI look"))
      #expect(toast.contains("/privacy"))
      #expect(await alice.latest().contains(word(language, "Похоже на цель: Бег", "about this goal: Run")))
      #expect(asked.count == 1)
      await bot.advance(by: .seconds(3))
      // The next one needs no asking; what is withdrawn is asked for again.
      try await alice.sendPhoto(photo)
      #expect(await alice.latest().contains(word(language, "Похоже на цель: Бег", "about this goal: Run")))
      await bot.advance(by: .seconds(3))
      try await alice.send("/privacy")
      try await alice.press(word(language, "Отозвать: картинки", "Withdraw: pictures"))
      await alice.ignoreAll()
      await bot.advance(by: .seconds(3))
      try await alice.sendPhoto(photo)
      #expect(
        await alice.latest().contains(word(language, "Можно показать это ИИ-модели", "An AI model could have a look")))
      #expect(asked.count == 2)
    }
  }

  @Test(arguments: Language.allCases) func theMonthHasALimit(_ language: Language) async throws {
    let asked = Tally()
    try await withAlice(
      language, settings: "payments: { premium: { photos: 2 } }", model: model(language, asked)
    ) { bot, alice in
      try await buy(alice, bot)
      try await alice.sendPhoto(photo)
      await alice.ignoreAll()
      try await alice.press(word(language, "Показать ИИ", "Let the AI look"))
      await alice.ignoreAll()
      await bot.advance(by: .seconds(3))
      // Two more would be too many; one is not.
      try await alice.sendAlbum([photo, photo2])
      await bot.advance(by: .seconds(3))
      #expect(
        await alice.latest().contains(word(language, "ИИ уже посмотрел все фото", "The AI has looked at as many")))
      #expect(asked.count == 1)
      try await alice.sendPhoto(photo)
      await alice.ignoreAll()
      await bot.advance(by: .seconds(3))
      try await alice.sendPhoto(photo)
      #expect(
        await alice.latest().contains(word(language, "ИИ уже посмотрел все фото", "The AI has looked at as many")))
      #expect(asked.count == 2)
    }
  }

  @Test(arguments: Language.allCases) func aModelAbroadIsAskedForInTheSameBreath(_ language: Language) async throws {
    let asked = Tally()
    try await withAlice(language, model: model(language, asked, isAbroad: true), isAbroad: true) { bot, alice in
      try await buy(alice, bot)
      try await alice.sendPhoto(photo)
      #expect(await alice.latest().contains(word(language, "работает в другой стране", "is in another country")))
      try await alice.press(word(language, "Показать ИИ", "Let the AI look"))
      #expect(await alice.latest().contains(word(language, "Похоже на цель: Бег", "about this goal: Run")))
      let kinds: [String] = try await bot.rows(
        "SELECT kind FROM onboarding_consent WHERE revoked_at IS NULL ORDER BY kind"
      ).map { try $0.get("kind") }
      #expect(kinds == ["abroad", "model", "photos", "terms"])
      #expect(asked.count == 1)
    }
  }
}
