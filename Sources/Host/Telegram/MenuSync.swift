import Logging
import PluginAPI

/// Keeps the command menu and the bot's descriptions as the enabled plugins have them, per language, only where different.
struct MenuSync: Sendable {
  let transport: any TelegramTransport
  let commands: LiveCommands
  let catalogues: [PluginID: Catalogue]
  let access: AccessConfiguration
  let lanes: Lanes
  let logger: Logger

  /// Compares and corrects; in the background, since nothing depends on it.
  func start() {
    lanes.spawn { [self] in
      // The default is English; Russian has a list of its own.
      for (language, code) in [(Language.english, nil), (.russian, "ru")] as [(Language, String?)] {
        await set(commands.commands(language: language, role: .user), language: code, scope: nil)
        await describe(language, code)
      }
      for admin in access.admins.union(access.owners).sorted() {
        await set(
          commands.commands(language: .english, role: .owner), language: nil,
          scope: .chat(BotCommandScopeChat(chatID: .id(Int(admin)))))
      }
    }
  }

  /// A person chose another language than their app's: their chat gets a menu of its own.
  func changed(for person: Person) {
    lanes.spawn { [self] in
      await set(
        commands.commands(for: person), language: nil,
        scope: .chat(BotCommandScopeChat(chatID: .id(Int(person.id.rawValue)))))
    }
  }

  private func set(_ list: [CommandSummary], language: String?, scope: BotCommandScope?) async {
    let wanted = list.prefix(100).map { BotCommand(command: $0.name, description: $0.summary) }
    do {
      let current = try await call(GetMyCommands(scope: scope, languageCode: language))
      if current == Array(wanted) { return }
      _ = try await call(SetMyCommands(commands: Array(wanted), scope: scope, languageCode: language))
    } catch {
      logger.notice("command menu not set", metadata: ["reason": "\(error)"])
    }
  }

  private func describe(_ language: Language, _ code: String?) async {
    let reader = Reader(language: language)
    // A plugin that leads the bot says what the bot is; where none does, the descriptions are the owner's own.
    let speaker = catalogues.sorted { $0.key.rawValue < $1.key.rawValue }.first { $0.value.contains("bot.description") }
    guard let texts = speaker?.value, texts.contains("bot.short") else { return }
    do {
      let description = texts.string("bot.description", for: reader)
      if try await call(GetMyDescription(languageCode: code)).description != description {
        _ = try await call(SetMyDescription(description: description, languageCode: code))
      }
      let short = texts.string("bot.short", for: reader)
      if try await call(GetMyShortDescription(languageCode: code)).shortDescription != short {
        _ = try await call(SetMyShortDescription(shortDescription: short, languageCode: code))
      }
    } catch {
      logger.notice("description not set", metadata: ["reason": "\(error)"])
    }
  }

  private func call<Method: TelegramMethod>(_ method: Method) async throws -> Method.Response {
    try await TelegramCaller(transport: transport).call(method)
  }
}
