import Foundation
import PluginAPI

/// One end of a move, as an operator gives it.
package struct MoveAddress: Sendable {
  package let location: DatabaseLocation
  /// The address was an argument and holds a password, which every user of the machine can read.
  package let exposesPassword: Bool

  /// - Parameters:
  ///   - option: `from` or `to`.
  ///   - argument: what the command line says, if anything.
  ///   - environment: where `ROOST_MOVE_FROM`, `ROOST_MOVE_FROM_FILE` and the like are looked up.
  /// - Throws: what is expected, without quoting the address.
  package init(_ option: String, argument: String?, environment: [String: String]) throws(HostError) {
    let variable = "ROOST_MOVE_\(option.uppercased())"
    var reader = EnvironmentReader(values: environment)
    let stored = reader.secret(variable)?.revealed
    if let problem = reader.problems.first, argument == nil { throw HostError(problem) }
    guard let url = argument ?? stored, !url.isEmpty else {
      throw HostError(
        "--\(option) is missing: sqlite:<path> or postgres://user@host:5432/database. It can also stand in \(variable), "
          + "or in the file that \(variable)_FILE names.")
    }
    do {
      location = try DatabaseLocation(url: url)
    } catch {
      throw HostError(error.description.replacing("DATABASE_URL:", with: "--\(option):", maxReplacements: 1))
    }
    exposesPassword = argument != nil && Self.holdsPassword(url)
  }

  private static func holdsPassword(_ url: String) -> Bool {
    guard let start = url.range(of: "://") else { return false }
    if url.contains("password=") { return true }
    let authority = url[start.upperBound...].prefix { $0 != "/" && $0 != "?" }
    guard let at = authority.lastIndex(of: "@") else { return false }
    return authority[..<at].contains(":")
  }

  /// Refuses a source that is not there: opening it would make an empty file.
  package func checkExists() throws(HostError) {
    guard case .sqlite(let path) = location, !FileManager.default.fileExists(atPath: path) else { return }
    throw HostError("The source \(path) does not exist. Check the path.")
  }

  /// Whether both name one SQLite file, which could not be opened twice.
  package func isSameFile(as other: MoveAddress) -> Bool {
    guard case .sqlite(let path) = location, case .sqlite(let otherPath) = other.location else { return false }
    return Self.full(path) == Self.full(otherPath)
  }

  private static func full(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  /// A name that this database alone has.
  package func side(_ database: any DatabaseDriver) async throws -> Move.Side {
    switch location {
    case .sqlite(let path):
      return Move.Side(database, identity: "sqlite:\(Self.full(path))", isEmbedded: true)
    case .postgres(let configuration):
      let row = try await database.row("SELECT current_database()::text AS name, current_schema()::text AS schema")
      let schema = try row?.get("schema", as: String?.self) ?? ""
      let name = try row?.get("name", as: String.self) ?? ""
      return Move.Side(database, identity: "\(configuration) \(name).\(schema)", isEmbedded: false)
    }
  }
}
