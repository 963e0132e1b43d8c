import Foundation
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Synchronization
import Testing

@testable import Host

/// What an operator and their monitoring see.
@Suite struct OperationsTests {
  /// Serves a bot over HTTP as `roost run` does.
  private func serving(_ bot: TestBot, _ body: @Sendable (_ port: Int) async throws -> Void) async throws {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let server = HostServer(
      host: bot.runtime.host, address: ("127.0.0.1", 0), webhook: nil, logger: bot.runtime.host.parts.logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run { continuation.yield($0) } }
      for await port in ports {
        try await body(port)
        break
      }
      group.cancelAll()
    }
  }

  private func value(_ name: String, _ text: String) -> Double? {
    text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }.flatMap { Double($0.dropFirst(name.count + 1)) }
  }

  // MARK: Health

  @Test func healthAndReadinessFollowTheHost() async throws {
    try await withFaults(EchoPlugin.self, allowsQuarantine: true) { bot, database in
      try await serving(bot) { port in
        let health = HealthProbe(host: "0.0.0.0", port: port, readiness: false, limit: .seconds(60))
        let ready = HealthProbe(host: "127.0.0.1", port: port, readiness: true, limit: .seconds(60))
        #expect(await health.problem() == nil)
        #expect(await ready.problem() == nil)
        database.set(.down)
        #expect(await health.problem() == nil)
        #expect(await ready.problem()?.hasSuffix("/readyz answers 503: the database does not answer") == true)
        database.set(.healthy)
        #expect(await ready.problem() == nil)
        bot.runtime.host.stop()
        await bot.runtime.settle()
        #expect(await health.problem() == nil)
        #expect(await ready.problem()?.hasSuffix("/readyz answers 503: stopping") == true)
      }
    }
  }

  @Test func aHostThatIsNotThereIsUnhealthy() async throws {
    let problem = await HealthProbe(host: "127.0.0.1", port: 9, readiness: false).problem()
    #expect(problem?.hasPrefix("127.0.0.1:9/healthz does not answer") == true)
  }

  // MARK: Metrics

  @Test func metricsSayWhatWaits() async throws {
    try await withFaults(EchoPlugin.self, allowsQuarantine: true) { bot, _ in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo hi")
      try await alice.expect("1 time")
      try await alice.send("/crash")
      await alice.ignoreAll()
      let now = bot.now
      _ = try await bot.runtime.database.transact([
        // Somebody else's lane, so nobody handles it here.
        Statement(
          """
          INSERT INTO \(HostTables.lane) (key, due, owner, fence, tail)
          VALUES ('nobody', \(now + .days(1)), 'else', 1, 1)
          """),
        Statement(
          """
          INSERT INTO \(HostTables.inbox) (lane, seq, source, source_id, kind, received_at)
          VALUES ('nobody', 1, 'test', '1', 'update', \(now - .seconds(90)))
          """),
        Statement(
          """
          INSERT INTO \(HostTables.job) (id, plugin, name, lane, payload, priority, state, created_at)
          VALUES (\(RowID(high: 1, low: 1)), 'echo', 'echo.later', 'nobody', \(SQLValueBox.json("{}")), 0, 3, \(now))
          """),
      ])
      let text = await bot.runtime.host.metricsText()
      #expect(value("roost_database_up", text) == 1)
      #expect(value("roost_inbox_pending", text) == 1)
      #expect(value("roost_inbox_oldest_seconds", text) == 90)
      #expect(value("roost_inbox_quarantined", text) == 1)
      #expect(value("roost_outbox_waiting", text) == 0)
      #expect(value("roost_jobs_dead", text) == 1)
      #expect(value("roost_stopping", text) == 0)
      #expect(value("roost_tzdata_info{version=\"\(bot.runtime.zones.version)\"}", text) == 1)
      #expect((value("process_resident_memory_bytes", text) ?? 0) > 1_000_000)
      #expect(value("process_cpu_seconds_total", text) != nil)
      #expect(text.contains("roost_updates_total{"))

      // Asked again within the second, the database is left alone; the age goes on.
      _ = try await bot.runtime.database.transact([Statement("DELETE FROM \(HostTables.inbox) WHERE lane = 'nobody'")])
      await bot.advance(by: .milliseconds(500))
      let soon = await bot.runtime.host.metricsText()
      #expect(value("roost_inbox_pending", soon) == 1)
      #expect(value("roost_inbox_oldest_seconds", soon) == 90.5)
      await bot.advance(by: .milliseconds(500))
      let later = await bot.runtime.host.metricsText()
      #expect(value("roost_inbox_pending", later) == 0)
      #expect(value("roost_inbox_oldest_seconds", later) == 0)
    }
  }

  @Test func oneOfSeveralHostsPolls() async throws {
    try await withFaults(EchoPlugin.self, allowsQuarantine: true) { bot, database in
      let lease: SQL = """
        INSERT INTO \(HostTables.lease) (name, owner, fence, ends_at) VALUES ('poller', 'A', 1, \(bot.now + .seconds(9)))
        """
      _ = try await database.transact([Statement(lease)])
      func isPolling(_ owner: String, isOnlyHost: Bool = false) async -> Bool? {
        await DatabaseGauges().reading(database, owner: owner, isOnlyHost: isOnlyHost, clock: bot.runtime.clock)?
          .isPolling
      }
      #expect(await isPolling("A") == true)
      #expect(await isPolling("B") == false)
      #expect(await isPolling("A", isOnlyHost: true) == nil)
      await bot.advance(by: .seconds(10))
      #expect(await isPolling("A") == false)
    }
  }

  @Test func everyMetricIsDeclaredOnce() async throws {
    try await withFaults(EchoPlugin.self, allowsQuarantine: true) { bot, _ in
      let alice = try await bot.person("Alice")
      try await alice.send("/echo hi")
      try await alice.expect("1 time")
      let lines = await bot.runtime.host.metricsText().split(separator: "\n")
      let declared = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
      #expect(Set(declared).count == declared.count)
      for line in lines where !line.hasPrefix("#") {
        let name = line.prefix { $0 != "{" && $0 != " " }
        #expect(declared.contains(name), "\(line)")
        let number = line.split(separator: " ").last.flatMap { Double($0) }
        #expect(number != nil, "\(line)")
      }
    }
  }

  @Test func metricsAnswerWithoutADatabase() async throws {
    try await withFaults(EchoPlugin.self, allowsQuarantine: true) { bot, database in
      database.set(.down)
      let text = await bot.runtime.host.metricsText()
      #expect(value("roost_database_up", text) == 0)
      #expect(!text.contains("roost_inbox_") && !text.contains("roost_jobs_dead"))
      #expect(value("roost_lanes_owned", text) == 0)
      database.set(.healthy)
      await bot.advance(by: .seconds(1))
      #expect(value("roost_database_up", await bot.runtime.host.metricsText()) == 1)
    }
  }

  @Test func metricsDoNotWaitForADatabaseThatStalls() async throws {
    try await withFaults(EchoPlugin.self, allowsQuarantine: true) { bot, database in
      database.set(.slowReads(.seconds(600)))
      let start = bot.now
      let answered = Mutex<Instant?>(nil)
      async let text: String = {
        let text = await bot.runtime.host.metricsText()
        answered.withLock { $0 = bot.now }
        return text
      }()
      while answered.withLock({ $0 }) == nil, bot.now < start + .minutes(60) {
        await bot.advance(by: .milliseconds(100))
        await Task.yield()
      }
      #expect(value("roost_database_up", await text) == 0)
      database.set(.healthy)
    }
  }

  @Test func theProgramsNameDoesNotConfuseTheReading() {
    let stat = "42 (a b) c) S 1 2 3 4 5 6 7 8 9 10 250 150 0 0 20 0 8 0 99 123456 300 18446744073709551615 1"
    let usage = ProcessUsage(stat: stat, ticksPerSecond: 100, pageSize: 4096)
    #expect(usage?.processorSeconds == 4)
    #expect(usage?.residentBytes == 300 * 4096)
    #expect(ProcessUsage(stat: "42 (a) S 1", ticksPerSecond: 100, pageSize: 4096) == nil)
    #expect(ProcessUsage(stat: "", ticksPerSecond: 100, pageSize: 4096) == nil)
  }

  // MARK: Addresses of a move

  @Test func addressesComeFromTheArgumentTheVariableOrAFile() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("roost-\(UUID().uuidString)")
    try "postgres://roost:hidden@db.example.org/roost\n".write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let environment = ["ROOST_MOVE_TO_FILE": file.path, "ROOST_MOVE_FROM": "sqlite:a.db"]
    let target = try MoveAddress("to", argument: nil, environment: environment)
    #expect("\(target.location)" == "PostgreSQL roost@db.example.org/roost")
    #expect(!target.exposesPassword)
    #expect(try "\(MoveAddress("from", argument: nil, environment: environment).location)" == "a.db")
    #expect(try "\(MoveAddress("from", argument: "sqlite:b.db", environment: environment).location)" == "b.db")
    #expect(try MoveAddress("to", argument: "postgres://a:b@h/d", environment: [:]).exposesPassword)
    #expect(try MoveAddress("to", argument: "postgres://h/d?password=b", environment: [:]).exposesPassword)
    #expect(try !MoveAddress("to", argument: "postgres://a@h:5432/d", environment: [:]).exposesPassword)
  }

  @Test func aFileIsTheSameHoweverItIsWritten() throws {
    func address(_ url: String) throws -> MoveAddress { try MoveAddress("to", argument: url, environment: [:]) }
    #expect(try address("sqlite:a.db").isSameFile(as: address("sqlite:./b/../a.db")))
    #expect(try !address("sqlite:a.db").isSameFile(as: address("sqlite:b.db")))
    #expect(try !address("sqlite:a.db").isSameFile(as: address("postgres://h/d")))
  }

  @Test func addressesThatCannotBeUsedAreExplainedWithoutQuotingThem() {
    func fault(_ argument: String?, _ environment: [String: String] = [:]) -> String {
      do {
        try MoveAddress("from", argument: argument, environment: environment).checkExists()
        return ""
      } catch {
        return error.description
      }
    }
    #expect(fault(nil).contains("ROOST_MOVE_FROM_FILE"))
    #expect(fault(nil, ["ROOST_MOVE_FROM_FILE": "/nowhere"]).contains("cannot be read"))
    #expect(fault("mysql://root:geheim@h/d").hasPrefix("--from: expected sqlite:"))
    #expect(fault("postgres://root:geheim@h:port/d").hasPrefix("--from:"))
    #expect(!fault("postgres://root:geheim@h:port/d").contains("geheim"))
    #expect(fault("sqlite:/nowhere/roost.db") == "The source /nowhere/roost.db does not exist. Check the path.")
  }
}
