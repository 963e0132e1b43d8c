import Foundation
import Synchronization
import TestServers
import Testing

@testable import Postgres

/// What callers were told, by the id that they wrote.
private final class OutcomeLog: Sendable {
  let next = Atomic(0)
  let isOver = Atomic(false)
  let outcomes = Mutex<[Int: PostgresError?]>([:])

  func countGood() -> Int { outcomes.withLock { $0.values.count { $0 == nil } } }
}

/// A server that dies, connections that are cut. After each fault the table must agree with what callers were told.
@Suite(.serialized) struct FaultTests {
  private static func client(
    _ server: PostgresServer, port: Int? = nil, _ change: (inout PostgresConfiguration) -> Void = { _ in }
  ) throws -> PostgresClient {
    var configuration = try PostgresConfiguration(url: server.url(port: port))
    change(&configuration)
    return try PostgresClient(configuration)
  }

  private static func insert(_ id: Int) -> [PostgresStatement] {
    [
      PostgresStatement("INSERT INTO t VALUES ($1)", [.int(Int64(id))]),
      PostgresStatement("INSERT INTO u VALUES ($1)", [.int(Int64(id))]),
    ]
  }

  private static func makeTables(_ client: PostgresClient) async throws {
    try await client.runScript(["CREATE TABLE t (id int8)", "CREATE TABLE u (id int8)"], deadline: .seconds(20))
  }

  private static func ids(_ client: PostgresClient, _ table: String) async throws -> [Int64] {
    try await client.run("SELECT id FROM \(table) ORDER BY id").rows.compactMap {
      if case .int(let id)? = $0.first { id } else { nil }
    }
  }

  @Test func aKilledServerLosesNothingThatWasConfirmed() async throws {
    let server = try await PostgresServer.start()
    let client = try Self.client(server)
    try await Self.makeTables(client)
    let log = OutcomeLog()

    try await withThrowingTaskGroup { group in
      for _ in 0..<16 {
        group.addTask {
          while !log.isOver.load(ordering: .relaxed) {
            let id = log.next.wrappingAdd(1, ordering: .relaxed).newValue
            let error = await failure { () async throws(PostgresError) in
              try await client.run(Self.insert(id), deadline: .seconds(3))
            }
            log.outcomes.withLock { $0[id] = .some(error) }
          }
        }
      }
      for _ in 0..<3 {
        let before = log.countGood()
        while log.countGood() < before + 200 { try await onThread { _ = usleep(1000) } }
        try await server.killAll()
        try await server.restart()
        let restarted = ContinuousClock.now
        let after = log.countGood()
        while log.countGood() < after + 50 { try await onThread { _ = usleep(1000) } }
        #expect(ContinuousClock.now - restarted < .seconds(2))
      }
      log.isOver.store(true, ordering: .relaxed)
      try await group.waitForAll()
    }

    let found = try await Self.ids(client, "t")
    #expect(try await Self.ids(client, "u") == found)
    let rows = Set(found.map(Int.init))
    #expect(rows.count == found.count)
    for (id, error) in log.outcomes.withLock({ $0 }) {
      if error == nil { #expect(rows.contains(id), "confirmed, but not there") }
      if let error, !error.mayHaveHappened { #expect(!rows.contains(id), "there, in spite of \(error)") }
    }
    await client.close()
    try await server.stop()
  }

  @Test func aLostAnswerIsUnknown() async throws {
    let server = try await PostgresServer.start()
    let proxy = try TestProxy(target: server.port)
    let client = try Self.client(server, port: proxy.port) { $0.poolSize = 1 }
    let direct = try Self.client(server)
    try await Self.makeTables(client)

    proxy.set(.cutAtAnswer)
    let lost = await failure { () async throws(PostgresError) in
      try await client.run(Self.insert(1), deadline: .seconds(5))
    }
    guard case .unknown(.disconnected) = lost else {
      Issue.record("\(String(describing: lost))")
      return
    }
    #expect(try await Self.ids(direct, "t") == [1])

    proxy.set(.forward)
    _ = try await client.run(Self.insert(2), deadline: .seconds(5))
    proxy.set(.cutAtRequest)
    let unseen = await failure { () async throws(PostgresError) in
      try await client.run(Self.insert(3), deadline: .seconds(5))
    }
    guard case .unknown(.disconnected) = unseen else {
      Issue.record("\(String(describing: unseen))")
      return
    }
    #expect(try await Self.ids(direct, "t") == [1, 2])
    await client.close()
    await direct.close()
    proxy.stop()
    try await server.stop()
  }

  @Test func aConnectionCutWhileIdleIsReplaced() async throws {
    let server = try await PostgresServer.start()
    let proxy = try TestProxy(target: server.port)
    let client = try Self.client(server, port: proxy.port) { $0.poolSize = 1 }
    try await Self.makeTables(client)
    for id in 1...20 {
      proxy.cutAll()
      _ = try await client.run(Self.insert(id), deadline: .seconds(5))
    }
    #expect(try await Self.ids(client, "t").count == 20)

    proxy.set(.refuse)
    proxy.cutAll()
    let error = await failure { () async throws(PostgresError) in
      try await client.run(Self.insert(21), deadline: .milliseconds(400))
    }
    guard case .notSent(.deadline(let text)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains("while connecting; the last attempt: connection to server at \"127.0.0.1\""))
    proxy.set(.forward)
    _ = try await client.run(Self.insert(22), deadline: .seconds(5))
    #expect(try await Self.ids(client, "t").last == 22)
    await client.close()
    proxy.stop()
    try await server.stop()
  }

  @Test func aSilentNetworkEndsAtTheDeadline() async throws {
    let server = try await PostgresServer.start()
    let proxy = try TestProxy(target: server.port)
    let client = try Self.client(server, port: proxy.port) {
      $0.poolSize = 1
      $0.connectTimeout = .seconds(60)
    }
    let direct = try Self.client(server)
    try await Self.makeTables(client)
    proxy.set(.stall)
    let start = ContinuousClock.now
    let sent = await failure { () async throws(PostgresError) in
      try await client.run(Self.insert(1), deadline: .milliseconds(200))
    }
    #expect(sent == .unknown(.deadline("while the server worked")))
    let waiting = await failure { () async throws(PostgresError) in
      try await client.run(Self.insert(2), deadline: .milliseconds(200))
    }
    guard case .notSent(.deadline) = waiting else {
      Issue.record("\(String(describing: waiting))")
      return
    }
    // Less than connecting alone may take.
    #expect(ContinuousClock.now - start < .seconds(30))
    proxy.set(.forward)
    #expect(try await Self.ids(direct, "t").filter { $0 == 2 }.isEmpty)
    await client.close()
    await direct.close()
    proxy.stop()
    try await server.stop()
  }

  @Test func aTerminatedBackendIsReplaced() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let other = try await TestDatabase.client()
    let terminate = "SELECT pg_terminate_backend($1::int4)"
    guard case .int(let first)? = try await client.value("SELECT pg_backend_pid()") else { return }
    try await other.run(terminate, [.text("\(first)")])
    try await other.wait(until: "NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = \(first))")
    guard case .int(let second)? = try await client.value("SELECT pg_backend_pid()") else { return }
    #expect(first != second)

    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8)")
    async let error = failure { () async throws(PostgresError) in
      try await client.run(
        [PostgresStatement("INSERT INTO \(table) VALUES (1)"), PostgresStatement("SELECT pg_sleep(4)")],
        deadline: .seconds(20))
    }
    try await other.wait(
      until: "EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = \(second) AND query LIKE '%pg_sleep%')")
    try await other.run(terminate, [.text("\(second)")])
    let said = await error
    #expect(said?.sqlState == "57P01" && said?.isRetryable == true, "\(String(describing: said))")
    #expect(try await client.value("SELECT count(*) FROM \(table)") == .int(0))
    await client.close()
    await other.close()
  }

  @Test func aServerThatOnlyReadsIsLeft() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8)")
    let error = await failure { () async throws(PostgresError) in
      try await client.run(
        [
          PostgresStatement("SELECT set_config('transaction_read_only', 'on', true)"),
          PostgresStatement("INSERT INTO \(table) VALUES (1)"),
        ], deadline: .seconds(5))
    }
    #expect(error?.sqlState == "25006" && error?.isRetryable == true)
    try await client.run("INSERT INTO \(table) VALUES (1)")
    #expect(client.statistics.connects == 2)
    await client.close()
  }

  @Test func aDeadlockEndsOneOfTwo() async throws {
    let client = try await TestDatabase.client()
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8, n int8)")
    try await client.run("INSERT INTO \(table) VALUES (1, 0), (2, 0)")
    func batch(_ first: Int64, _ second: Int64) -> [PostgresStatement] {
      [first, second].flatMap { id in
        [
          PostgresStatement("UPDATE \(table) SET n = n + 1 WHERE id = $1", [.int(id)]),
          PostgresStatement("SELECT pg_sleep(2)"),
        ]
      }
    }
    // Two connections, so that neither batch waits for one.
    async let first = client.run("SELECT pg_sleep(0.5)")
    async let second = client.run("SELECT pg_sleep(0.5)")
    _ = try await (first, second)
    async let one = failure { () async throws(PostgresError) in
      try await client.run(batch(1, 2), deadline: .seconds(20))
    }
    async let two = failure { () async throws(PostgresError) in
      try await client.run(batch(2, 1), deadline: .seconds(20))
    }
    let errors = await [one, two].compactMap { $0 }
    #expect(errors.map(\.sqlState) == ["40P01"] && errors.allSatisfy(\.isRetryable))
    #expect(try await client.value("SELECT sum(n)::int8 FROM \(table)") == .int(2))
    await client.close()
  }
}
