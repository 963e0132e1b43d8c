import Foundation
import Gamification
import Goals
import Onboarding
import Payments
import PluginAPI
import Reminders
import Sandbox
import SandboxRuntime
import Synchronization
import Testing

@testable import Host
@testable import PluginTesting

/// A deployment carried from SQLite to the database under test, and back.
@Suite struct MoveTests {
  enum Direction: CaseIterable, Sendable { case fromSQLite, toSQLite }

  private static let coach: [any Plugin.Type] = [
    OnboardingPlugin.self, GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self, PaymentsPlugin.self,
  ]

  // MARK: Conversations

  @Test(arguments: Direction.allCases) func theConversationGoesOn(_ direction: Direction) async throws {
    try await withEnds(direction) { source, target in
      let until = Mutex(Instant(microseconds: 0))
      try await withBot(Self.coach, options: { $0.database = source.database }) { bot in
        let alice = try await bot.person("Alice")
        let bob = try await bot.person("Bob")
        try await alice.send("/goal Run")
        for title in ["Skip", "Every day", "No amount", "Skip", "No reminder", "Skip", "Save"] {
          try await alice.press(title)
        }
        await bot.advance(by: .hours(2))
        try await alice.send("/done")
        try await alice.press("Run")
        try await alice.send("/premium")
        try await alice.press("Get it")
        #expect(try await alice.pay() == nil)
        try await bob.send("/goal Read")
        await alice.ignoreAll()
        try await bob.expect("Why does it matter to you?")
        until.withLock { $0 = bot.now }
      }

      let moved = try await move(source, target, Self.coach.map { $0.manifest })
      let counts = Dictionary(uniqueKeysWithValues: moved.map { ($0.name, $0.rows) })
      #expect(counts["roost_person"] == 2 && counts["roost_dialog"] == 1)
      #expect(counts["goals_check_in"] == 1 && counts["payments_payment"] == 1)
      #expect(moved.count == HostTables.all.count + Self.coach.flatMap { $0.manifest.tables }.count)

      let start = until.withLock { $0 } + .minutes(1)
      try await withBot(
        Self.coach, start: start,
        options: { options in
          options.database = target.database
          // Another seed: the ids of updates do not begin anew.
          options.emulator.seed = 99
        }
      ) { bot in
        let (alice, bob) = (await known("Alice", bot), await known("Bob", bot))
        try await bob.send("because I want to")
        try await bob.expect("How often")
        try await alice.send("/premium")
        try await alice.expect("Premium is on until April 2, 2026")
        await alice.ignoreAll()
        await bot.advance(by: .hours(20))
        await alice.ignoreAll()
        try await alice.send("/done")
        try await alice.expect("Today")
        try await alice.press("Run")
        var texts: [String] = []
        while let text = try? await alice.expect("") { texts.append(text) }
        #expect(texts.contains { $0.contains("streak 2 🔥") }, "\(texts)")
        await bob.ignoreAll()
      }
    }
  }

  /// Somebody who has talked to the bot before.
  private func known(_ name: String, _ bot: TestBot) async -> TestPerson {
    TestPerson(bot: bot, id: await bot.runtime.emulator.addPerson(name, hasStarted: true).id, name: name)
  }

  @Test(arguments: Direction.allCases) func whatWaitsInALeasedLaneIsDueAtOnce(_ direction: Direction) async throws {
    try await withEnds(direction) { source, target in
      try await prepare(source.database, rows: 0)
      let later = MoveEnd.now - .seconds(1)
      _ = try await source.database.transact([
        Statement(
          "INSERT INTO \(HostTables.lane) (key, due, owner, fence, tail) VALUES ('person:1', \(later), 'DEAD', 7, 3)"),
        Statement(
          "INSERT INTO \(HostTables.lane) (key, due, owner, fence, tail) VALUES ('person:2', NULL, NULL, 2, 9)"),
        Statement(
          "INSERT INTO \(HostTables.lane) (key, due, owner, fence, tail) VALUES ('person:3', NULL, NULL, 1, 1)"),
        Statement(
          """
          INSERT INTO \(HostTables.inbox) (lane, seq, source, source_id, kind, received_at)
          VALUES ('person:3', 1, 'tg', '5', 'update', \(later))
          """),
      ])
      try await move(source, target)
      let rows = try await target.database.rows("SELECT due, owner, fence, tail FROM roost_lane ORDER BY key")
      #expect(try rows.map { try $0.get("owner", as: String?.self) } == [nil, nil, nil])
      #expect(try rows.map { try $0.get("due", as: Instant?.self) } == [MoveEnd.now, nil, MoveEnd.now])
      #expect(try rows.map { try $0.get("fence", as: Int.self) } == [7, 2, 1])
      let kept = try await source.database.value("SELECT owner FROM roost_lane WHERE key = 'person:1'", as: String.self)
      #expect(kept == "DEAD")
    }
  }

  // MARK: Values

  @Test(arguments: Direction.allCases) func everyValueStaysAsItIs(_ direction: Direction) async throws {
    try await withEnds(direction) { source, target in
      try await prepare(source.database, rows: 0)
      _ = try await source.database.transact(KindsPlugin.extremes.map { Statement($0.insert) })
      let moved = try await move(source, target)
      #expect(moved.first { $0.name == "kinds_value" }?.rows == Int64(KindsPlugin.extremes.count))
      for side in [source.database, target.database] {
        let rows = try await side.rows("SELECT * FROM \(KindsPlugin.value)")
        #expect(rows.count == KindsPlugin.extremes.count)
        for expected in KindsPlugin.extremes {
          let row = try #require(rows.first { (try? $0.get("number", as: Int64.self)) == expected.number })
          #expect(try Array(row.get("name", as: String.self).utf8) == Array(expected.name.utf8))
          #expect(
            try row.get("a_text", as: String?.self).map { Array($0.utf8) } == expected.text.map { Array($0.utf8) })
          #expect(try row.get("a_double", as: Double?.self) == expected.double)
          #expect(try row.get("a_bool", as: Bool?.self) == expected.bool)
          #expect(try row.get("a_uuid", as: RowID?.self) == expected.uuid)
          #expect(try row.get("a_json", as: String?.self) == expected.json)
          #expect(try row.get("an_instant", as: Instant?.self) == expected.instant)
          #expect(try row.get("a_date", as: LocalDate?.self) == expected.date)
          #expect(try row.get("some_bytes", as: [UInt8]?.self) == expected.bytes)
        }
      }
    }
  }

  @Test(.enabled(if: TestDatabase.serverURL != nil)) func whatPostgreSQLCannotStoreIsNamed() async throws {
    try await withEnds(.fromSQLite) { source, target in
      try await prepare(source.database, rows: 0)
      _ = try await source.database.transact([
        Statement("INSERT INTO \(KindsPlugin.value) (name, number, a_text) VALUES ('n', 1, \("a\u{0}b"))")
      ])
      let error = await #expect(throws: MoveError.self) { try await move(source, target) }
      #expect(error?.description.contains("kinds_value") == true)
      #expect(error?.description.contains("NUL") == true)
    }
  }

  // MARK: Interruptions

  @Test(arguments: Direction.allCases, [500, 1000])
  func anInterruptedMoveGoesOn(_ direction: Direction, _ half: Int) async throws {
    try await withEnds(direction) { source, target in
      try await prepare(source.database, rows: 1300)
      // Once the answer to a commit is lost, once it is not done.
      try await interrupt(source, target, at: 500, half == 500 ? .down : .losesAnswers)
      #expect(try await target.database.rows("SELECT number FROM \(KindsPlugin.value)").count == half)
      // No host starts on half a deployment.
      let host = Migrator(database: target.database, owners: [("roost", HostTables.migrations)])
      let refusal = await #expect(throws: StorageError.self) { try await host.run(appliedAt: MoveEnd.now) }
      #expect(refusal?.description.contains("roost move") == true)

      let steps = Mutex<[Move.Progress]>([])
      let moved = try await move(source, target) { step in steps.withLock { $0.append(step) } }
      #expect(steps.withLock { $0.first } == .resumed)
      #expect(moved.first { $0.name == "kinds_value" }?.rows == 1300)
      try await host.run(appliedAt: MoveEnd.now)
      #expect(try await target.database.rowsIfThere("SELECT name FROM roost_move") == nil)
    }
  }

  @Test func aTargetThatWasTamperedWithIsFoundOut() async throws {
    try await withEnds(.fromSQLite) { source, target in
      try await prepare(source.database, rows: 1300)
      try await interrupt(source, target, at: 1300)
      _ = try await target.database.transact([
        Statement("UPDATE \(KindsPlugin.value) SET a_text = 'x' WHERE number = 17", expecting: .exactly(1))
      ])
      let error = await #expect(throws: MoveError.self) { try await move(source, target) }
      #expect(error?.description.contains("kinds_value is not the same in both databases: row 18") == true)
      #expect(try await MoveMarker.read(target.database) != nil, "no host may start on it")
    }
  }

  @Test func aSourceThatWentOnMeanwhileIsRefused() async throws {
    try await withEnds(.fromSQLite) { source, target in
      try await prepare(source.database, rows: 1300)
      try await interrupt(source, target, at: 500)
      _ = try await source.database.transact([
        Statement("INSERT INTO \(HostTables.lane) (key, due, fence, tail) VALUES ('person:9', NULL, 1, 1)")
      ])
      let error = await #expect(throws: MoveError.self) { try await move(source, target) }
      #expect(error?.description.contains("A host has worked on the source") == true)
    }
  }

  // MARK: Refusals

  @Test(arguments: Direction.allCases) func aTargetThatIsNotEmptyIsRefused(_ direction: Direction) async throws {
    try await withEnds(direction) { source, target in
      try await prepare(source.database, rows: 3)
      try await prepare(target.database, rows: 1)
      let error = await #expect(throws: MoveError.self) { try await move(source, target) }
      #expect(error?.description.contains("not empty: there are rows in kinds_value") == true)
      #expect(try await target.database.rows("SELECT number FROM \(KindsPlugin.value)").count == 1)
      #expect(try await MoveMarker.read(target.database) == nil)
    }
  }

  @Test func sourcesThatDoNotFitAreRefused() async throws {
    try await withEnds(.toSQLite) { source, target in
      let nothing = await #expect(throws: MoveError.self) { try await move(source, target) }
      #expect(nothing?.description.contains("holds no deployment") == true)
      try await source.database.migrate("roost", Array(HostTables.migrations.dropLast()), appliedAt: MoveEnd.now)
      let older = await #expect(throws: MoveError.self) { try await move(source, target) }
      #expect(older?.description.contains("roost migrate") == true)
      try await prepare(source.database, rows: 1)
      let newer = Statement(
        "INSERT INTO roost_migration (owner, name, checksum, applied_at) VALUES ('kinds', '900_more', 'abc', 0)")
      _ = try await source.database.transact([newer])
      let unknown = await #expect(throws: MoveError.self) { try await move(source, target) }
      #expect(unknown?.description.contains("newer than this program: it has the migration kinds 900_more") == true)
      _ = try await source.database.transact([Statement("DELETE FROM roost_migration WHERE name = '900_more'")])
      let foreign = await #expect(throws: MoveError.self) { try await move(source, target, []) }
      #expect(foreign?.description.contains("--leave kinds") == true)
      let itself = await #expect(throws: MoveError.self) { try await move(source, source) }
      #expect(itself?.description.contains("the same database") == true)
      #expect(try await target.database.rowsIfThere("SELECT name FROM roost_migration") == nil, "nothing was touched")
      let moved = try await move(source, target, [], leaving: ["kinds"])
      #expect(moved.count == HostTables.all.count)
    }
  }

  @Test func aPluginThatIsOffIsMovedToo() async throws {
    try await withEnds(.fromSQLite) { source, target in
      try await prepare(source.database, rows: 5)
      let moved = try await move(source, target, enabled: [])
      #expect(moved.first { $0.name == "kinds_value" }?.rows == 5)
    }
  }

  @Test(.enabled(if: TestDatabase.serverURL != nil)) func aHostAtWorkOnPostgreSQLIsNoticed() async throws {
    try await withEnds(.toSQLite) { source, target in
      try await prepare(source.database, rows: 1)
      let lease = MoveEnd.now + .seconds(10)
      let lane: SQL = "INSERT INTO \(HostTables.lane) (key, due, owner, fence) VALUES ('a', \(lease), 'X', 1)"
      _ = try await source.database.transact([Statement(lane)])
      let error = await #expect(throws: MoveError.self) { try await move(source, target) }
      #expect(error?.description.contains("Stop all hosts") == true)
    }
  }

  // MARK: Doing

  @discardableResult
  private func move(
    _ source: MoveEnd, _ target: MoveEnd, _ manifests: [PluginManifest] = [KindsPlugin.manifest],
    enabled: Set<PluginID>? = nil, leaving: Set<String> = [],
    report: @Sendable @escaping (Move.Progress) -> Void = { _ in }
  ) async throws -> [Move.MovedTable] {
    try await Move(
      from: try await source.address.side(source.database), to: try await target.address.side(target.database),
      manifests: manifests, enabled: enabled ?? Set(manifests.map(\.id)), leaving: leaving
    ).run(now: MoveEnd.now, report: report)
  }

  /// Begins a move whose target goes away when so many rows are there.
  private func interrupt(
    _ source: MoveEnd, _ target: MoveEnd, at count: Int64, _ mode: FaultyDatabase.Mode = .down
  ) async throws {
    let failing = FaultyDatabase(target.database, clock: VirtualClock(start: MoveEnd.now))
    let error = await #expect(throws: (any Error).self) {
      try await move(source, MoveEnd(database: failing, address: target.address)) { step in
        if case .copied("kinds_value", count, _) = step { failing.set(mode) }
      }
    }
    if count < 1300 { #expect("\(error.map { "\($0)" } ?? "")".contains("Run the command again")) }
  }

  /// A deployment of one plugin, with rows.
  private func prepare(_ database: any DatabaseDriver, rows: Int) async throws {
    try await Migrator(
      database: database, owners: [("roost", HostTables.migrations), ("kinds", KindsPlugin.manifest.migrations)]
    ).run(appliedAt: MoveEnd.now)
    _ = try await database.transact(
      (0..<rows).map { number in
        Statement("INSERT INTO \(KindsPlugin.value) (name, number, a_text) VALUES ('row', \(number), 'text')")
      })
  }

  private func withEnds(
    _ direction: Direction, _ body: (_ source: MoveEnd, _ target: MoveEnd) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roost-move-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = try await TestDatabase()
    let result: Result<Void, any Error>
    do {
      let file = try MoveEnd(url: "sqlite:" + folder.appendingPathComponent("roost.db").path)
      let other = try MoveEnd(url: place.url)
      let (source, target) = direction == .fromSQLite ? (file, other) : (other, file)
      do { result = .success(try await body(source, target)) } catch { result = .failure(error) }
      await file.database.close()
      await other.database.close()
    } catch {
      result = .failure(error)
    }
    await place.remove()
    try result.get()
  }
}

/// One end of a move under test.
struct MoveEnd {
  static let now = Instant(unixSeconds: 1_800_000_000)

  var database: any DatabaseDriver
  var address: MoveAddress

}

extension MoveEnd {
  init(url: String) throws {
    address = try MoveAddress("from", argument: url, environment: [:])
    database = try address.location.open(connections: 3, durability: .none)
  }
}

/// Tables with a column of every kind.
enum KindsPlugin {
  static let value = Table("value", of: "kinds", .shared)
  static let keyed = Table("keyed", of: "kinds", .shared)
  static let manifest = PluginManifest(
    id: "kinds", summary: "Holds values.", tables: [value, keyed],
    migrations: [
      Migration(
        "001_tables",
        [
          .create(
            value,
            [
              .text("name").key, .int64("number").key, .text("a_text").nullable, .double("a_double").nullable,
              .bool("a_bool").nullable, .uuid("a_uuid").nullable, .json("a_json").nullable,
              .instant("an_instant").nullable, .date("a_date").nullable,
            ]),
          .create(
            keyed, [.uuid("id").key, .date("day").key, .bool("flag").key, .bytes("tag").key, .instant("at").key]),
        ]),
      Migration("002_bytes", [.add(.bytes("some_bytes").nullable, to: value)]),
    ])

  struct Values: Sendable {
    var name: String
    var number: Int64
    var text: String?
    var double: Double?
    var bool: Bool?
    var uuid: RowID?
    var json: String?
    var instant: Instant?
    var date: LocalDate?
    var bytes: [UInt8]?

    var insert: SQL {
      let json = json.map { SQL(parts: [.value(.json($0))]) } ?? "NULL"
      return """
        INSERT INTO \(KindsPlugin.value) (name, number, a_text, a_double, a_bool, a_uuid, a_json, an_instant, a_date,
          some_bytes)
        VALUES (\(name), \(number), \(text), \(double), \(bool), \(uuid), \(json), \(instant), \(date), \(bytes))
        """
    }
  }

  static let extremes: [Values] =
    [
      Values(name: "", number: .min),
      Values(
        name: "least", number: .min + 1, text: "", double: -.greatestFiniteMagnitude, bool: false,
        uuid: RowID(high: 0, low: 0), json: "null", instant: Instant(microseconds: .min), date: .min, bytes: []),
      Values(
        name: "greatest", number: .max, text: "\u{10FFFF}\u{FFFD}", double: .infinity, bool: true,
        uuid: RowID(high: .max, low: .max), json: #"{"b" : [1.0, 1e5],  "a":"\u0000\ud83d\ude00"}"#,
        instant: Instant(microseconds: .max), date: .max, bytes: Array(0...255)),
      Values(name: "тест 👩‍👩‍👧 שלום", number: 1, text: "a'b\"c\\d\n\t\r", double: 0.1, json: "\"\""),
      // Two texts that Swift calls equal.
      Values(name: "é", number: 2, text: "e\u{301}", double: .leastNonzeroMagnitude),
      Values(name: "e\u{301}", number: 3, text: "é", double: -0.0),
      Values(name: "large", number: 4, text: String(repeating: "ж", count: 1 << 20), double: -.infinity),
      Values(name: "larger", number: 5, bytes: [UInt8](repeating: 0xA5, count: 1 << 20)),
    ]
    // More than one part, by size.
    + (0..<6).map { Values(name: "many", number: 100 + $0, bytes: [UInt8](repeating: UInt8($0), count: 1 << 20)) }
}
