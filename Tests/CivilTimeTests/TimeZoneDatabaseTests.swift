import CivilTime
import Foundation
import Testing

@Suite struct TimeZoneDatabaseTests {
  private let database: TimeZoneDatabase

  init() throws { database = try systemDatabase.get() }

  @Test func findsNamesInAnyCaseAndByTheirOlderNames() throws {
    #expect(try database.zone("europe/berlin").id == "Europe/Berlin")
    #expect(try database.zone("EUROPE/BERLIN") == (try database.zone("Europe/Berlin")))
    let now = try utc("2026-11-22T12:00")
    #expect(try database.zone("Asia/Calcutta").offset(at: now) == 19_800)
    #expect(try database.zone("America/Argentina/Buenos_Aires").offset(at: now) == -10_800)
    #expect(try database.zone("Etc/GMT+5").offset(at: now) == -18_000)
    #expect(try database.zone("UTC").offset(at: now) == 0)
    #expect(try database.zone("US/Eastern").abbreviation(at: now) == "EST")
  }

  @Test(arguments: [
    "", "/", "..", "../etc/passwd", "/etc/passwd", "Europe/../Asia/Tokyo", "Europe/", "/Europe/Berlin",
    "Europe//Berlin",
    "Europe/Berlin\u{0}", "Europe/Ber lin", "right/Europe/Berlin", "posix/Europe/Berlin", "RIGHT/UTC", "localtime",
    "posixrules", "tzdata.zi", "zone1970.tab", "+VERSION", ".", "Europe\\Berlin", "Еurope/Berlin", "a/b/c/d",
    String(repeating: "a", count: 100_000), "Europe/Berlin/", "-1", "leap-seconds.list",
  ])
  func refusesWhatIsNoName(_ name: String) {
    #expect { try database.zone(name) } throws: { error in
      guard case TimeZoneError.invalidName(let shown) = error else { return false }
      return shown.count <= 64
    }
  }

  @Test func suggestsSimilarNames() throws {
    #expect { try database.zone("Europe/Moskow") } throws: { error in
      guard case TimeZoneError.unknownZone("Europe/Moskow", let similar) = error else { return false }
      return similar.first == "Europe/Moscow"
    }
    for directory in ["Europe", "America/Argentina", "leapseconds"] {
      #expect(throws: TimeZoneError.self) { try database.zone(directory) }
    }
  }

  @Test func everyListedZoneLoads() throws {
    let fresh = try TimeZoneDatabase()
    #expect(fresh.preload() == [])
    #expect(fresh.identifiers == fresh.identifiers.sorted())
    #expect(Set(fresh.identifiers).isSuperset(of: ["Europe/Moscow", "Asia/Calcutta", "America/New_York", "UTC"]))
    #expect(!fresh.identifiers.contains("Factory"))
  }

  @Test func readsTheVersion() {
    #expect(database.version.wholeMatch(of: /20\d\d[a-z]+/) != nil, "\(database.version)")
  }

  @Test func oneZoneIsSharedByAllWhoAsk() async throws {
    let database = try TimeZoneDatabase()
    let zones = try await withThrowingTaskGroup(of: Zone.self) { group in
      for _ in 0..<50 { group.addTask { try database.zone("Asia/Tokyo") } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(zones).count == 1)
  }

  @Test func directoriesWithoutADatabaseAreRefused() {
    #expect(throws: TimeZoneError.noDatabase(directory: "/nowhere")) { try TimeZoneDatabase(directory: "/nowhere") }
  }
}

/// Databases that other systems have, or that somebody has tampered with.
@Suite struct OtherDatabaseTests {
  /// Runs `body` on a database in a directory of its own.
  private func withDatabase(_ files: [String: [UInt8]], _ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("tz-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    for (name, bytes) in files {
      let file = directory.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    try body(directory.path)
  }

  private let table = Array("# remark\nXX\t+1000+02000\tEurope/Here\nYY\tnonsense\tEurope/There\nshort\n".utf8)

  @Test func withoutRulesTheTableAndTheFilesAreEnough() throws {
    let fixed = TZifBuilder(rule: "ABC-1").bytes
    let files = ["zone1970.tab": table, "+VERSION": Array("2026c\n".utf8), "Europe/Here": fixed, "Other": fixed]
    try withDatabase(files) { path in
      let database = try TimeZoneDatabase(directory: path)
      #expect(database.version == "2026c")
      #expect(database.identifiers == ["Europe/Here"])
      #expect(try database.zone("europe/here").offset(at: Instant(unixSeconds: 0)) == 3600)
      #expect(try database.zone("Other").id == "Other")
      #expect(throws: TimeZoneError.unknownZone("Europe/There", similar: ["Europe/Here"])) {
        try database.zone("Europe/There")
      }
      #expect(database.nearestZones(latitude: 0, longitude: 0) == ["Europe/Here"])
    }
  }

  @Test func distancesAreThoseOfTheGlobe() throws {
    // Near the pole 30 degrees of longitude are less than 10 of latitude.
    let table = "XX\t+8000+03000\tEurope/East\nXX\t+7000+00000\tEurope/South\nXX\t+7959-17000\tEurope/Beyond\n"
    try withDatabase(["zone1970.tab": Array(table.utf8)]) { path in
      let database = try TimeZoneDatabase(directory: path)
      #expect(database.nearestZones(latitude: 80, longitude: 0) == ["Europe/East", "Europe/South", "Europe/Beyond"])
      #expect(database.nearestZones(latitude: 80, longitude: 175, count: 1) == ["Europe/Beyond"])
    }
  }

  @Test func faultyFilesAreNamed() throws {
    let rules = Array("# version 2026c\nZ Europe/Here 1 - X\nZ Europe/Big 1 - X\nZ Europe/Dir 1 - X\nL x ../y\n".utf8)
    let files = [
      "tzdata.zi": rules, "Europe/Here": Array("TZif".utf8), "Europe/Big": [UInt8](repeating: 0, count: 1_000_001),
      "Europe/Dir/File": [],
    ]
    try withDatabase(files) { path in
      let database = try TimeZoneDatabase(directory: path)
      let failures = database.preload()
      #expect(failures.count == 3)
      #expect(failures.contains(.malformed(path: path + "/Europe/Here", .notTZif)))
      #expect(failures.contains(.malformed(path: path + "/Europe/Big", .tooLarge(bytes: 1_000_001))))
      #expect(failures.contains(.unreadable(path: path + "/Europe/Dir", reason: "not a regular file")))
      // The list is complete, so what is not on it is not looked for in the file system.
      #expect(throws: TimeZoneError.self) { try database.zone("Europe/Dir/File") }
    }
  }
}
