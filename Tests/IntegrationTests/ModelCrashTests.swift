import Foundation
import Host
import PluginAPI
import PluginTesting
import Sandbox
import Synchronization
import TestServers
import Testing

/// Killed at any point of a call of the language model, a bot answers once after its restart.
@Suite(.serialized) struct ModelCrashTests {
  /// How far the provider is when the bot dies.
  private enum Stage: CaseIterable, Sendable {
    case asked, halfAnswered, answered, aMomentLater, aWhileLater
  }

  /// A provider that kills the bot at one stage of a call when it is told to, and else answers as it should.
  private final class Provider: Sendable {
    private let deadly = Mutex<Stage?>(nil)
    private let seen = Mutex(0)
    private let bot = Mutex<pid_t>(0)
    var calls: Int { seen.withLock { $0 } }
    func serves(_ process: pid_t) { bot.withLock { $0 = process } }
    func killNext(at stage: Stage) { deadly.withLock { $0 = stage } }

    func handle(_ connection: TestServers.Connection) {
      while connection.readRequest() != nil {
        seen.withLock { $0 += 1 }
        let stage = deadly.withLock { $0.take() }
        let body =
          #"{"choices":[{"message":{"content":"{\"thought\":\"deep\"}"}}],"usage":{"prompt_tokens":90,"completion_tokens":9}}"#
        let whole = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        switch stage {
        case .asked: end()
        case .halfAnswered:
          connection.send(String(whole.prefix(whole.count - 30)))
          usleep(50_000)
          end()
        case .answered:
          connection.send(whole)
          end()
        case .aMomentLater:
          connection.send(whole)
          usleep(2_000)
          end()
        case .aWhileLater:
          connection.send(whole)
          usleep(15_000)
          end()
        case nil: connection.send(whole)
        }
      }
    }

    private func end() { _ = bot.withLock { kill($0, SIGKILL) } }
  }

  @Test func oneAnswerHoweverOftenItDies() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try CrashBotSettings.write(to: folder.url)
    let stages = Stage.allCases + Stage.allCases
    let provider = Provider()
    let server = try RawServer { provider.handle($0) }
    try await FakeTelegram.serve { telegram in
      var environment = telegram.environment()
      environment["OPENAI_BASE_URL"] = server.url("/v1")
      environment["OPENAI_MODEL"] = "alpha"
      environment["OPENAI_API_KEY"] = "sk-crash-key-never-logged"
      func start() throws -> BotProcess {
        let bot = try BotProcess("crash-bot", ["run"], environment: environment, folder: folder.url)
        provider.serves(bot.process.processIdentifier)
        return bot
      }
      await telegram.emulator.addPerson("Alice", id: 6001, hasStarted: true)
      var log = ""
      for (number, stage) in stages.enumerated() {
        // Each question meets one death.
        provider.killNext(at: stage)
        try await telegram.emulator.send("think \(number)", from: 6001)
        let bot = try start()
        let isOver = try await eventually(within: 20) { !bot.process.isRunning }
        #expect(isOver, "the provider was not asked for \(number): \(bot.text.suffix(2000))")
        bot.kill()
        log += bot.text
        let again = try start()
        let isAnswered = try await eventually(within: 20) {
          await telegram.replies(to: 6001).contains { $0.contains("think \(number): ") }
        }
        #expect(isAnswered, "no answer to \(number): \(again.text.suffix(2000))")
        try await Task.sleep(for: .milliseconds(300))
        again.terminate()
        #expect(again.exitCode(within: 6) == 0)
        log += again.text
      }
      let database = try DatabaseLocation.sqlite(path: folder.url.appendingPathComponent("bot.db").path).open()
      let texts = try await database.rows(
        SQL(parts: [.text("SELECT text FROM ledger_entry WHERE source = 'thought' ORDER BY number")])
      ).map { try $0.get("text", as: String.self) }
      #expect(texts == (0..<stages.count).map { "think \($0): deep" }, "each result is a turn once, in order")
      let ambiguous: Int =
        try await database.value(
          SQL(parts: [.text("SELECT CAST(COALESCE(SUM(ambiguous), 0) AS BIGINT) AS n FROM roost_outbox")]))
        ?? 0
      let replies = await telegram.replies(to: 6001)
      #expect(Set(replies) == Set(texts.map { "thought \($0)" }))
      #expect(replies.count <= texts.count + ambiguous, "doubled without a flag: \(replies)")
      // Each call that somebody died over stays reserved; none was forgotten.
      let spent: Int =
        try await database.value(
          SQL(parts: [.text("SELECT calls FROM roost_model_budget WHERE scope = 'deployment'")])) ?? 0
      #expect(spent == provider.calls)
      let drafts = await telegram.emulator.history().filter { "\($0)".contains("sendMessageDraft") }.count
      #expect(drafts >= stages.count, "Thinking… is shown")
      #expect(!log.contains("sk-crash-key-never-logged"))
      await database.close()
      print(
        "model crashes: \(stages.count) kills, \(provider.calls) calls, \(replies.count) answers, \(ambiguous) flagged")
    }
  }
}
