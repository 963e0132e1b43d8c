import Foundation
import Synchronization
import TestServers

@testable import Postgres

/// A database that all tests share; each makes tables of its own.
actor TestDatabase {
  static let shared = TestDatabase()
  private var url: Task<String, any Error>?
  private static let counter = Atomic(0)

  private func sharedURL() async throws -> String {
    if let url { return try await url.value }
    let made = Task { try await Self.makeURL() }
    url = made
    return try await made.value
  }

  private static func makeURL() async throws -> String {
    guard let given = ProcessInfo.processInfo.environment["ROOST_TEST_POSTGRES"] else {
      return try await PostgresServer.start().url()
    }
    let name = "postgres_tests_\(getpid())"
    let client = try PostgresClient(PostgresConfiguration(url: given))
    _ = try await client.run(PostgresStatement("DROP DATABASE IF EXISTS \(name)"), deadline: .seconds(20))
    _ = try await client.run(PostgresStatement("CREATE DATABASE \(name)"), deadline: .seconds(20))
    await client.close()
    var parts = try components(given)
    parts.path = "/\(name)"
    return parts.string ?? given
  }

  private static func components(_ text: String) throws -> URLComponents {
    guard let parts = URLComponents(string: text) else { throw TestFailure("ROOST_TEST_POSTGRES is no URL") }
    return parts
  }

  static func url() async throws -> String { try await shared.sharedURL() }

  /// A client of the shared database.
  static func client(
    _ change: (inout PostgresConfiguration) -> Void = { _ in }
  ) async throws -> PostgresClient {
    var configuration = try PostgresConfiguration(url: await url())
    change(&configuration)
    return try PostgresClient(configuration)
  }

  /// A name that no other test uses.
  static func name(_ prefix: String = "t") -> String {
    "\(prefix)_\(counter.wrappingAdd(1, ordering: .relaxed).newValue)"
  }
}

/// The error that the body throws; nil if it throws none.
func failure<Value>(
  of body: () async throws(PostgresError) -> Value
) async -> PostgresError? {
  do throws(PostgresError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

extension PostgresClient {
  /// Runs one statement with a generous deadline.
  @discardableResult
  func run(_ text: String, _ values: [PostgresValue] = []) async throws(PostgresError) -> PostgresResult {
    try await run(PostgresStatement(text, values), deadline: .seconds(20))
  }

  /// The only value of the only row.
  func value(_ text: String, _ values: [PostgresValue] = []) async throws -> PostgresValue? {
    try await run(text, values).rows.first?.first
  }

  /// Waits, on the server's clock, until a query says true.
  func wait(until condition: String) async throws {
    for _ in 0..<1000 {
      if try await value("SELECT (\(condition)) FROM pg_sleep(0.01)") == .bool(true) { return }
    }
    throw TestFailure("never true: \(condition)")
  }
}
