import PluginAPI
import Sandbox
import SandboxRuntime
import Testing

@testable import Host
@testable import PluginTesting

/// Every command that asks for a role, tried by every role.
@Suite(.timeLimit(.minutes(10))) struct AdminMatrixTests {
  private static let denied = "only for the people who run this bot"

  private func guarded(_ bot: TestBot) -> [(name: String, role: Role)] {
    bot.runtime.host.plan.routes.commands.values.compactMap { owned in
      for case .role(let role) in owned.element.guards { return (owned.element.name, role) }
      return nil
    }.sorted { $0.name < $1.name }
  }

  @Test(arguments: Role.allCases) func everyCommandByEveryRole(_ role: Role) async throws {
    try await withBot(
      coach,
      options: { options in
        options.settings.access.owners = [502]
        options.settings.access.admins = [501]
        options.settings.access.banned = [500]
      },
      { bot in
        let id = [Role.banned: 500, .admin: 501, .owner: 502][role] ?? 503
        await bot.runtime.emulator.addPerson("Somebody", languageCode: "en", id: id, hasStarted: true)
        let commands = guarded(bot)
        #expect(commands.map(\.name) == ["grant", "refund"], "a new one must be thought about here")
        for (name, needed) in commands {
          let before = await bot.runtime.emulator.messages(in: id).count
          try await bot.runtime.emulator.send("/\(name)", from: id)
          await bot.runtime.settle()
          let answers = await bot.runtime.emulator.messages(in: id).dropFirst(before).filter { $0.author == .bot }
            .compactMap(\.text)
          switch role {
          case .banned: #expect(answers.isEmpty, "\(name): \(answers)")
          case _ where role < needed:
            #expect(answers.count == 1 && answers.first?.contains(Self.denied) == true, "\(name): \(answers)")
          default: #expect(!answers.isEmpty && !answers.contains { $0.contains(Self.denied) }, "\(name): \(answers)")
          }
        }
        await TestPerson(bot: bot, id: id, name: "Somebody").ignoreAll()
      })
  }

  /// Writing a command otherwise, from elsewhere or under another's name gives no rights.
  @Test func noSpellingGivesRights() async throws {
    try await withBot(
      coach,
      options: { options in
        options.settings.access.admins = [501]
        options.settings.throttleInterval = .zero
      },
      { bot in
        let mallory = try await bot.person("Ada")
        var updates = RawUpdates(mallory)
        let sender = #"{"id":\#(mallory.id),"is_bot":false,"first_name":"Ada","username":"admin","is_premium":true}"#
        for name in guarded(bot).map(\.name) {
          for spelling in [
            "/\(name)", "/\(name.uppercased())", "/\(name)@roost_bot", "/\(name)@", " /\(name)", "/\u{200B}\(name)",
            "/start \(name)", "/\(name)\u{0}", "/help /\(name)", "/\(name)\n",
          ] {
            try await bot.take([
              updates.message("\"text\":\(RawUpdates.quoted("\(spelling) \(mallory.id) 3000"))", from: sender),
              updates.message(
                "\"text\":\(RawUpdates.quoted("\(spelling) \(mallory.id) 3000")),\"via_bot\":{\"id\":501,"
                  + "\"is_bot\":true,\"first_name\":\"A\"},\"sender_chat\":{\"id\":501,\"type\":\"private\"}",
                from: sender),
            ])
          }
        }
        await mallory.ignoreAll()
        #expect(try await bot.rows("SELECT id FROM payments_grant").isEmpty)
        #expect(try await bot.rows("SELECT charge_id FROM payments_payment").isEmpty)
      })
  }
}
