import Foundation
package import Host
import PluginAPI

/// The database of one test: a SQLite file, or, when `ROOST_TEST_DATABASE` names a PostgreSQL server, a schema of its own
/// there. `scripts/test` runs every test on both.
package struct TestDatabase: Sendable {
  package static var serverURL: String? {
    ProcessInfo.processInfo.environment["ROOST_TEST_DATABASE"].flatMap { $0.isEmpty ? nil : $0 }
  }

  private let folder: URL
  private let schema: String?

  /// Makes an empty database.
  package init() async throws {
    let name = "test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("roost-\(name)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    schema = Self.serverURL == nil ? nil : name
    if let schema { try await Self.administer("CREATE SCHEMA \(schema)") }
  }

  /// What `DATABASE_URL` would say.
  package var url: String {
    guard let schema, let server = Self.serverURL else {
      return "sqlite:" + folder.appendingPathComponent("roost.db").path
    }
    return server + (server.contains("?") ? "&" : "?") + "options=-c%20search_path%3D\(schema)"
  }

  /// Opens it; the caller closes it. A test has few connections, since many tests run at once.
  package func open() throws -> any DatabaseDriver {
    try DatabaseLocation(url: url).open(connections: 3, durability: .none)
  }

  /// Deletes it.
  package func remove() async {
    try? FileManager.default.removeItem(at: folder)
    if let schema { try? await Self.administer("DROP SCHEMA \(schema) CASCADE") }
  }

  private static func administer(_ sql: String) async throws {
    let server = try DatabaseLocation(url: serverURL ?? "").open(connections: 1)
    do {
      _ = try await server.transact([Statement(SQL(parts: [.text(sql)]))])
    } catch {
      await server.close()
      throw error
    }
    await server.close()
  }
}
