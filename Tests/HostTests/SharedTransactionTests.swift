import Host
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Synchronization
import Testing

/// Turns of several people that wait at the same time share a transaction, as on PostgreSQL; what one of them meets is
/// no matter of the others.
@Suite struct SharedTransactionTests {
  private struct NotePlugin: Plugin {
    static let note = Table("note", of: "shared", .person(column: "person"))
    static let manifest = PluginManifest(
      id: "shared", summary: "Notes.", tables: [note],
      migrations: [Migration("001_note", [.create(note, [.int64("person").key, .text("text")])])],
      texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])
    init(configuration: NoConfiguration, context: PluginContext) throws {}

    var contributions: Contributions {
      MessageHandler(.text) { turn, message in
        _ = try await turn.value("SELECT text FROM \(Self.note) WHERE person = \(turn.person.id)", as: String.self)
        turn.write(
          "INSERT INTO \(Self.note) (person, text) VALUES (\(turn.person.id), \(message.text))", expecting: .exactly(1))
        turn.send("noted \(message.text)")
      }
    }
  }

  /// One shared transaction at a time, of which the first takes until all turns wait; once, something happens to one of
  /// several turns.
  private final class Sharing: DatabaseDriver {
    enum Event: Sendable { case none, laneTakenOver, answerLost, rowLocked }

    private let inner: any DatabaseDriver
    private let clock: any HostClock
    private let event: Mutex<Event>
    private let reads = Mutex(0)
    /// How many turns each commit was of.
    let turns = Mutex<[Int]>([])
    /// Whose lane another host took.
    let stolen = Mutex<String?>(nil)
    /// In whose rows somebody else is busy: what touches them waits in vain.
    let locked = Mutex<String?>(nil)
    /// How many turns each commit was of that waited so.
    let failed = Mutex<[Int]>([])
    var sharedTransactions: Int? { 1 }

    init(_ inner: any DatabaseDriver, _ clock: any HostClock, _ event: Event) {
      self.inner = inner
      self.clock = clock
      self.event = Mutex(event)
    }

    func rows(_ sql: SQL) async throws -> [Row] {
      if sql.tables.contains("shared_note") { reads.withLock { $0 += 1 } }
      return try await inner.rows(sql)
    }

    func transact(_ statements: [Statement]) async throws(StorageError) -> [StatementAnswer] {
      let guards = statements.filter { $0.role == .guards }
      guard !guards.isEmpty else { return try await inner.transact(statements) }
      turns.withLock { $0.append(guards.count) }
      while reads.withLock({ $0 }) < 8 { await Task.yield() }
      // From its read to its commit a turn has little to do.
      for _ in 0..<1000 { await Task.yield() }
      let event =
        guards.count < 3
        ? .none
        : self.event.withLock { event in
          defer { event = .none }
          return event
        }
      if event == .laneTakenOver, let lane = Self.lane(guards[1]) {
        stolen.withLock { $0 = lane }
        _ = try await inner.transact([
          Statement(
            "UPDATE roost_lane SET fence = fence + 1, owner = 'other', due = \(clock.now + .minutes(5)) WHERE key = \(lane)"
          )
        ])
      }
      if event == .rowLocked { locked.withLock { $0 = Self.lane(guards[1]) } }
      if let busy = locked.withLock({ $0 }), guards.contains(where: { Self.lane($0) == busy }) {
        failed.withLock { $0.append(guards.count) }
        throw .unavailable(reason: "the statement waited too long for a lock", isUnknown: false)
      }
      let answer = try await inner.transact(statements)
      if event == .answerLost { throw .unavailable(reason: "the answer was lost", isUnknown: true) }
      return answer
    }

    private static func lane(_ statement: Statement) -> String? {
      for case .text(let text) in statement.sql.sqlite.values where text.hasPrefix("p:") { return text }
      return nil
    }

    func migrate(_ owner: String, _ migrations: [Migration], appliedAt: Instant) async throws(StorageError) {
      try await inner.migrate(owner, migrations, appliedAt: appliedAt)
    }

    func appliedMigrations(_ owner: String) async throws(StorageError) -> [(name: String, checksum: String)] {
      try await inner.appliedMigrations(owner)
    }

    func close() async { await inner.close() }
  }

  /// Eight people write at the same moment.
  private func write(
    _ event: Sharing.Event, _ check: @escaping @Sendable (TestBot, [TestPerson], Sharing) async throws -> Void
  ) async throws {
    let made = Mutex<Sharing?>(nil)
    try await withBot(
      [NotePlugin.self],
      options: { options in
        options.wrap = { database, clock in
          let sharing = Sharing(database, clock, event)
          made.withLock { $0 = sharing }
          return sharing
        }
      }
    ) { bot in
      var people: [TestPerson] = []
      for index in 0..<8 { people.append(try await bot.person("P\(index)")) }
      for person in people { try await bot.runtime.emulator.send("hello", from: person.id) }
      await bot.advance(by: .seconds(3))
      try await check(bot, people, try #require(made.withLock { $0 }))
    }
  }

  @Test func thoseThatWaitShareOne() async throws {
    try await write(.none) { bot, people, sharing in
      for person in people { try await person.expect("noted hello") }
      let turns = sharing.turns.withLock { $0 }
      #expect(turns.reduce(0, +) == 8)
      #expect(turns.count <= 3, "eight turns took \(turns.count) transactions: \(turns)")
    }
  }

  @Test func aLaneThatAnotherHostTookIsItsOwnAffair() async throws {
    try await write(.laneTakenOver) { bot, people, sharing in
      let stolen = try #require(sharing.stolen.withLock { $0 })
      for person in people where "p:\(person.id)" != stolen { try await person.expect("noted hello") }
      // The other host never comes back: whose lane it took is answered after its lease.
      let late = try #require(people.first { "p:\($0.id)" == stolen })
      try await late.expectNothing()
      await bot.advance(by: .minutes(6))
      try await late.expect("noted hello")
      for person in people { try await person.expectNothing() }
    }
  }

  @Test func afterALostAnswerEachFindsOutForItself() async throws {
    try await write(.answerLost) { bot, people, _ in
      for person in people {
        try await person.expect("noted hello")
        try await person.expectNothing()
      }
      let notes = try await bot.rows("SELECT person FROM shared_note")
      #expect(notes.count == 8)
    }
  }

  @Test func whoWaitsForALockedRowKeepsTheOthersWaitingOnce() async throws {
    try await write(.rowLocked) { bot, people, sharing in
      let locked = try #require(sharing.locked.withLock { $0 })
      for person in people where "p:\(person.id)" != locked { try await person.expect("noted hello") }
      let failed = sharing.failed.withLock { $0 }
      #expect(failed.count > 1 && failed.dropFirst().allSatisfy { $0 == 1 }, "waited together again: \(failed)")
      let late = try #require(people.first { "p:\($0.id)" == locked })
      try await late.expectNothing()
      sharing.locked.withLock { $0 = nil }
      await bot.advance(by: .seconds(3))
      try await late.expect("noted hello")
      for person in people { try await person.expectNothing() }
    }
  }
}
