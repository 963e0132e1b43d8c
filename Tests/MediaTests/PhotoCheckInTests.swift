import PluginAPI
import PluginTesting
import SandboxRuntime
import Synchronization
import Testing

@testable import Goals
@testable import Host

extension MediaTests {
  /// A check-in by photo from the chat through the real worker to a model, and back.
  @Suite(.serialized) struct PhotoCheckInTests {
    private func withGoal(
      _ language: Language, _ client: MediaClient, _ asked: @escaping @Sendable (ScriptedQuestion) -> Void,
      _ body: @Sendable (TestBot, TestPerson) async throws -> Void
    ) async throws {
      let isRussian = language == .russian
      let model = ScriptedModel(abilities: ModelAbilities(vision: true)) { question throws(ModelError) in
        guard question.purpose == "goals.photo_check_in" else { throw .off }
        asked(question)
        return """
          {"safety":"ok","language":"\(language.rawValue)","seen":"\(isRussian ? "кроссовки" : "shoes")","people":false,
          "text_seen":[],"instructions_seen":false,
          "matches":[{"goal_ref":"g1","status":"full","amount":null,"confidence":0.9,"evidence":null}]}
          """
      }
      try await withBot(
        [GoalsPlugin.self],
        options: { options in
          options.media = client
          options.model = { clock, _ in model.model(clock) }
        }
      ) { bot in
        let alice = try await bot.person(isRussian ? "Алиса" : "Alice", language: language)
        try await alice.send(isRussian ? "/goal Бег" : "/goal Run")
        for title in isRussian
          ? ["Пропустить", "Каждый день", "Без меры", "Пропустить", "Без напоминания", "Пропустить", "Сохранить"]
          : ["Skip", "Every day", "No amount", "Skip", "No reminder", "Skip", "Save"]
        {
          try await alice.press(title)
        }
        await alice.ignoreAll()
        try await body(bot, alice)
        await alice.ignoreAll()
      }
    }

    @Test(arguments: Language.allCases) func aPhotoIsMadeSafeAndLookedAt(_ language: Language) async throws {
      let seen = Mutex<[[UInt8]]>([])
      try await withBench { bench in
        let client = bench.client
        try await withGoal(language, client, { question in seen.withLock { $0 += question.images.map(\.jpeg) } }) {
          bot, alice in
          // A photo of Telegram's, and one as a file, turned by its EXIF.
          try await alice.sendPhoto(Fixture.bytes("photo.jpg"))
          try await alice.expect(language == .russian ? "На фото: кроссовки" : "In the photo: shoes")
          try await alice.sendDocument(
            Fixture.bytes("upright.jpg"), filename: "a.jpg", contentType: "image/jpeg")
          try await alice.expect(language == .russian ? "На фото: кроссовки" : "In the photo: shoes")
          try await alice.press(language == .russian ? "✅ Бег" : "✅ Run")
          try await alice.expect(language == .russian ? "Засчитано: Бег" : "Counted: Run")
          let metrics = bot.runtime.host.renderedMetrics
          #expect(metrics.contains(#"roost_media_jobs_total{verb="normalise",end="done"} 2"#))
        }
      }
      let images = seen.withLock { $0 }
      #expect(images.count == 2)
      for image in images {
        let size = try #require(PhotoCheck.jpegSize(image))
        #expect(max(size.width, size.height) <= 1024)
        // Nothing of where and with what it was taken goes along.
        #expect(!String(decoding: image, as: Unicode.ASCII.self).contains("Exif"))
      }
      #expect(images.first != Fixture.bytes("photo.jpg"))
    }

    /// What is no picture, or a bad one, is said to be one; the buttons stay, and the next photo is looked at.
    @Test(arguments: Language.allCases) func hostilePicturesEndInOneLine(_ language: Language) async throws {
      let asked = Mutex(0)
      try await withBench { bench in
        let client = bench.client
        try await withGoal(language, client, { _ in asked.withLock { $0 += 1 } }) { bot, alice in
          let hostile: [(bytes: [UInt8], filename: String, type: String)] = [
            (Array(Fixture.bytes("photo.jpg").prefix(40)), "cut.jpg", "image/jpeg"),
            (Fixture.bytes("picture.gif"), "gif.png", "image/png"),
            (Fixture.bytes("picture.gif"), "gif.jpg", "image/jpeg"),
            (Fixture.bytes("bomb.png"), "bomb.png", "image/png"),
            (Fixture.bytes("animated.png"), "moving.png", "image/png"),
          ]
          for (bytes, filename, type) in hostile {
            try await alice.sendDocument(bytes, filename: filename, contentType: type)
            let text = try await alice.expect("")
            #expect(
              text.contains(language == .russian ? "Картинку прочитать не удалось" : "The picture can’t be read"),
              "\(filename): \(text)")
            #expect(await alice.buttons().first == [language == .russian ? "✅ Бег" : "✅ Run"], "\(filename)")
          }
          // A GIF that says it is one is declined before anybody looks.
          try await alice.sendDocument(Fixture.bytes("picture.gif"), filename: "a.gif", contentType: "image/gif")
          try await alice.expect("JPEG, PNG")
          #expect(asked.withLock { $0 } == 0)
          try await alice.sendPhoto(Fixture.bytes("photo.jpg"))
          try await alice.expect(language == .russian ? "На фото: кроссовки" : "In the photo: shoes")
          #expect(asked.withLock { $0 } == 1)
          // Nothing of them was taken off the allowance.
          #expect(try await bot.rows("SELECT id FROM goals_photo WHERE looked > 0").count == 1)
        }
      }
    }
  }
}
