import Synchronization

/// The IANA time-zone database of this machine: the compiled files (TZif) of the package tzdata.
///
/// Foundation on Linux carries its own copy of the rules, as old as the toolchain; this reads what the system keeps up
/// to date. The initialiser, and the first use of each zone, read files of a few kilobytes and block the thread while
/// they do; call `preload()` once at the start, outside of the concurrency pool, and nothing blocks afterwards. What
/// was read stays as it was: after an update of the package, make a new database (see `version`).
public final class TimeZoneDatabase: Sendable {
  /// Where Linux and macOS keep the database.
  public static let systemDirectory = "/usr/share/zoneinfo"

  /// The directory the database is read from.
  public let directory: String
  let index: ZoneIndex
  let catalogue: PlaceCatalogue
  private let cache = Mutex<[String: Zone]>([:])

  /// Opens the database and reads its lists (blocking; about 140 kB).
  /// - Parameter directory: a directory of TZif files with `tzdata.zi`, `zone1970.tab` or `zone.tab`.
  /// - Throws: `TimeZoneError.noDatabase` if none of these three files can be read.
  public init(directory: String = TimeZoneDatabase.systemDirectory) throws(TimeZoneError) {
    guard let index = ZoneIndex(directory: directory) else { throw .noDatabase(directory: directory) }
    self.directory = directory
    self.index = index
    catalogue = PlaceCatalogue(index)
  }

  /// The version of the data, such as `2026c`; `unknown` if the directory does not say. When it differs from the one
  /// that instants were derived with, derive them again.
  public var version: String { index.version ?? "unknown" }

  /// The names of all zones, sorted, with the older names that link to them.
  public var identifiers: [String] { index.names.values.sorted() }

  /// The zone of a name, in any case; other names of a zone work (`Asia/Calcutta`). Its `id` is the name as asked for,
  /// in the spelling of the database. Blocks on the first use of each zone to read its file.
  /// - Throws: `TimeZoneError`, for a name that is unknown or not one, or a file that cannot be used.
  public func zone(_ name: String) throws(TimeZoneError) -> Zone {
    if let zone = cache.withLock({ $0[name] }) { return zone }
    guard ZoneName.isValid(name) else { throw .invalidName(String(name.prefix(64))) }
    let known = index.names[name.lowercased()]
    if let known, let zone = cache.withLock({ $0[known] }) { return zone }
    // Only names of the list are looked for in the file system, unless the list is known to have holes.
    guard let id = known ?? (index.isComplete ? nil : name) else { throw unknown(name) }
    let zone = try load(id)
    cache.withLock { $0[id] = zone }
    return zone
  }

  /// Reads all zones (about 600 files, 3 MB of memory), so that `zone(_:)` never blocks later.
  /// - Returns: what could not be read. The other zones can be used all the same.
  @discardableResult
  public func preload() -> [TimeZoneError] {
    var failures: [TimeZoneError] = []
    for id in identifiers {
      do throws(TimeZoneError) {
        _ = try zone(id)
      } catch {
        failures.append(error)
      }
    }
    return failures
  }

  private func load(_ id: String) throws(TimeZoneError) -> Zone {
    let path = "\(directory)/\(id)"
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: TZifFile.largestSize)
    } catch {
      switch error {
      case .missing: throw unknown(id)
      case .system(let code): throw .unreadable(path: path, reason: FileBytes.message(code))
      case .notAFile: throw .unreadable(path: path, reason: "not a regular file")
      case .tooLarge(let count): throw .malformed(path: path, .tooLarge(bytes: count))
      }
    }
    do {
      return try Zone(id: id, tzif: bytes)
    } catch {
      throw .malformed(path: path, error)
    }
  }

  private func unknown(_ name: String) -> TimeZoneError {
    let place = name.split(separator: "/").last.map(String.init) ?? name
    return .unknownZone(name, similar: search(name: place, limit: 3).map(\.id))
  }
}
