import Testing

@testable import Postgres

@Suite struct LoadTests {
  @Test(arguments: [1, 4]) func twoHundredBatchesAtOnce(_ depth: Int) async throws {
    let client = try await TestDatabase.client { $0.pipelineDepth = depth }
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (id int8 PRIMARY KEY, n int8)")
    let answers = try await withThrowingTaskGroup(of: (Int, [PostgresResult]).self) { group in
      for id in 0..<200 {
        group.addTask {
          let value = PostgresValue.int(Int64(id))
          return (
            id,
            try await client.run(
              [
                PostgresStatement("INSERT INTO \(table) VALUES ($1, 1)", [value]),
                PostgresStatement("UPDATE \(table) SET n = n + $1 WHERE id = $1", [value]),
                PostgresStatement("SELECT id, n FROM \(table) WHERE id = $1", [value]),
              ], deadline: .seconds(20))
          )
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for (id, results) in answers {
      #expect(results.map(\.affected) == [1, 1, 1])
      #expect(results[2].rows.first.map(Array.init) == [.int(Int64(id)), .int(Int64(id + 1))])
    }
    #expect(client.statistics.connects <= 8)
    await client.close()
    #expect(client.statistics.batches == 201)
  }

  @Test(arguments: [1, 4]) func failuresStayWithTheirBatch(_ depth: Int) async throws {
    let client = try await TestDatabase.client {
      $0.poolSize = 2
      $0.pipelineDepth = depth
    }
    let states = try await withThrowingTaskGroup(of: (Int, String?).self) { group in
      for id in 0..<100 {
        group.addTask {
          let error = await failure { () async throws(PostgresError) in
            try await client.run(
              [
                PostgresStatement("SELECT \(id) + $1", [.int(1)]),
                PostgresStatement("SELECT 1 / ($1 % 3)", [.int(Int64(id))]),
                PostgresStatement("SELECT \(id) - $1", [.int(1)]),
              ], deadline: .seconds(20))
          }
          return (id, error?.sqlState)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for (id, state) in states { #expect(state == (id % 3 == 0 ? "22012" : nil), "\(id)") }
    await client.close()
  }

  /// Requests and answers that exceed all buffers between the two sides.
  @Test func aBigPipelineDoesNotBlock() async throws {
    let client = try await TestDatabase.client {
      $0.poolSize = 1
      $0.maximumResultBytes = 256 << 20
    }
    let payload = String(repeating: "x", count: 2000)
    let batch = (0..<10_000).map { PostgresStatement("SELECT $1, $2::text", [.int($0), .text(payload)]) }
    let results = try await client.run(batch, deadline: .seconds(60))
    #expect(results.count == 10_000)
    #expect(results.enumerated().allSatisfy { $1[0, 0] == .int(Int64($0)) && $1[0, 1] == .text(payload) })
    await client.close()
  }

  @Test func aBigPipelineThatFailsEarlyStops() async throws {
    let client = try await TestDatabase.client { $0.poolSize = 1 }
    let table = TestDatabase.name()
    try await client.run("CREATE TABLE \(table) (t text)")
    let payload = String(repeating: "y", count: 2000)
    var batch = (0..<10_000).map { _ in PostgresStatement("INSERT INTO \(table) VALUES ($1)", [.text(payload)]) }
    batch[100] = PostgresStatement("SELECT 1/0")
    let error = await failure { () async throws(PostgresError) in try await client.run(batch, deadline: .seconds(60)) }
    guard case .server(let failure) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.statementIndex == 100)
    #expect(try await client.value("SELECT count(*) FROM \(table)") == .int(0))
    #expect(client.statistics.connects == 1)
    await client.close()
  }
}
