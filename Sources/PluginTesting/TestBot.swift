import Foundation
package import Host
import Logging
public import PluginAPI
import Sandbox
package import SandboxRuntime

/// A whole bot for tests: your plugins on the real host, an emulated Telegram and a virtual clock.
///
///     try await withBot(GoalsPlugin.self) { bot in
///       let alice = try await bot.person("Alice")
///       try await alice.send("/goal")
///       try await alice.expect("What do you want")
///     }
///
/// Every function returns when all is quiet. A message that no `expect` asked for fails the test at the end.
public final class TestBot: Sendable {
  package let runtime: SandboxRuntime
  let seenMessages = Seen()

  init(_ runtime: SandboxRuntime) { self.runtime = runtime }

  /// Somebody with a private chat; the clock, zone and language are theirs.
  /// - Parameter stars: how many Telegram Stars they own.
  public func person(_ name: String, language: Language = .english, stars: Int = 10_000) async throws -> TestPerson {
    let person = await runtime.emulator.addPerson(name, languageCode: language.rawValue, stars: stars)
    return TestPerson(bot: self, id: person.id, name: name)
  }

  /// What time it is.
  public var now: Instant { runtime.clock.now }

  /// Moves the clock, through everything that is due on the way.
  public func advance(by duration: Duration) async {
    await runtime.move(to: now + duration)
  }

  /// Moves the clock to the next such time of day in a zone.
  public func advance(to time: LocalTime, in zone: String = "UTC") async throws {
    let zone = try runtime.zones.zone(zone)
    var target = zone.instant(of: LocalDateTime(zone.date(at: now), time))
    if target <= now { target = zone.instant(of: LocalDateTime(zone.date(at: now).adding(days: 1), time)) }
    await runtime.move(to: target)
  }

  /// All rows of a query on the bot's database, for what no conversation shows.
  public func rows(_ sql: SQL) async throws -> [Row] { try await runtime.database.rows(sql) }

  /// Items that ended in quarantine, with their reasons.
  public func quarantined() async throws -> [String] {
    try await runtime.database.rows(
      SQL(parts: [.text("SELECT reason FROM roost_inbox WHERE state = 3 ORDER BY received_at")])
    )
    .map { try $0.get("reason") }
  }

  /// The chat as text, for a look while writing a test.
  public func transcript(of person: TestPerson) async -> String { await runtime.emulator.transcript(person.id) }
}

/// Runs a conversation with a bot made of these plugins; then checks that nothing was left unsaid.
/// - Parameters:
///   - settings: YAML of the plugins' sections, such as `goals: { undo_minutes: 5 }`; plugins not named run with
///     their defaults.
///   - start: the clock's first time, a Monday morning unless another is given.
///   - model: the language model; without one the bot runs with the model switched off.
public func withBot(
  _ plugins: any Plugin.Type..., settings: String = "", start: Instant = Instant(unixSeconds: 1_772_442_000),
  allowsQuarantine: Bool = false, model: ScriptedModel? = nil, _ body: @Sendable (TestBot) async throws -> Void
) async throws {
  try await withBot(plugins, settings: settings, start: start, allowsQuarantine: allowsQuarantine, model: model, body)
}

/// The same for a list of plugins.
public func withBot(
  _ plugins: [any Plugin.Type], settings: String = "", start: Instant = Instant(unixSeconds: 1_772_442_000),
  allowsQuarantine: Bool = false, model: ScriptedModel? = nil, _ body: @Sendable (TestBot) async throws -> Void
) async throws {
  try await withBot(
    plugins, settings: settings, start: start, allowsQuarantine: allowsQuarantine,
    options: { options in
      if let model { options.model = { clock, _ in model.model(clock) } }
    }, body)
}

/// The same, with anything of the runtime changed before it is made.
package func withBot(
  _ plugins: [any Plugin.Type], settings: String = "", start: Instant = Instant(unixSeconds: 1_772_442_000),
  allowsQuarantine: Bool = false, options change: (inout SandboxRuntime.Options) -> Void,
  _ body: @Sendable (TestBot) async throws -> Void
) async throws {
  let sections = try TestSettings.sections(for: plugins, yaml: settings)
  try await withTestDatabase { database in
    let journal = ErrorJournal()
    var options = SandboxRuntime.Options(
      plugins: plugins, database: database, start: start, logger: Logger(label: "roost.test") { _ in journal })
    options.sections = sections
    change(&options)
    try await converse(options, journal, allowsQuarantine: allowsQuarantine, body)
  }
}

/// Runs `body` with an empty database that is gone afterwards.
package func withTestDatabase(_ body: (any DatabaseDriver) async throws -> Void) async throws {
  let place = try await TestDatabase()
  let result: Result<Void, any Error>
  do {
    let database = try place.open()
    do { result = .success(try await body(database)) } catch { result = .failure(error) }
    await database.close()
  } catch {
    result = .failure(error)
  }
  await place.remove()
  try result.get()
}

private func converse(
  _ options: SandboxRuntime.Options, _ journal: ErrorJournal, allowsQuarantine: Bool,
  _ body: @Sendable (TestBot) async throws -> Void
) async throws {
  let runtime = try await SandboxRuntime(options)
  let bot = TestBot(runtime)
  let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      defer { isReady.finish() }
      try await runtime.run { isReady.yield() }
    }
    for await _ in ready { break }
    await runtime.settle()
    do {
      try await body(bot)
      try await bot.checkNothingIsLeft()
      if !allowsQuarantine, let reason = try await bot.quarantined().first {
        throw ConversationError("An update was quarantined: \(reason)")
      }
    } catch {
      group.cancelAll()
      try? await group.waitForAll()
      throw ConversationError("\(error)\n\(await bot.story())\(journal.text)")
    }
    group.cancelAll()
    try? await group.waitForAll()
  }
}

extension TestBot {
  func checkNothingIsLeft() async throws {
    for person in await runtime.emulator.people() {
      let left = await TestPerson(bot: self, id: person.id, name: person.firstName).unseen()
      if let first = left.first {
        throw ConversationError("\(person.firstName) got a message nobody expected: \"\(first.text ?? "")\"")
      }
    }
  }

  /// All chats, for the report of a failure.
  func story() async -> String {
    var parts: [String] = []
    for person in await runtime.emulator.people() {
      parts.append("— the chat of \(person.firstName) —\n\(await runtime.emulator.transcript(person.id))")
    }
    return parts.joined(separator: "\n")
  }
}

/// A conversation that went another way than the test says.
public struct ConversationError: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
