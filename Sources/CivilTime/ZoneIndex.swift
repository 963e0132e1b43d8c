/// What the text files beside the zones say: the version, the names, and where the zones are.
struct ZoneIndex: Sendable {
  private(set) var version: String?
  /// Names by their lower-case form.
  private(set) var names: [String: String] = [:]
  /// Whether `names` is complete. `zone1970.tab` alone lists no other names of a zone.
  private(set) var isComplete = false
  /// What `Link` lines say: the other name, and the zone it stands for.
  private(set) var links: [String: String] = [:]
  private(set) var places: [ZonePlace] = []

  private static let largestSize = 8_000_000

  init?(directory: String) {
    func lines(_ file: String) -> [Substring]? {
      guard let bytes = try? FileBytes.read("\(directory)/\(file)", limit: Self.largestSize) else { return nil }
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
    let rules = lines("tzdata.zi")
    let table = lines("zone1970.tab") ?? lines("zone.tab")
    guard rules != nil || table != nil else { return nil }
    if let rules { readRules(rules) }
    if let table { readTable(table) }
    if version == nil { version = lines("+VERSION")?.first.flatMap(Self.checkedVersion) }
  }

  /// `tzdata.zi` is the database in the language of zic(8): `# version 2026c`, `Z name …`, `L target name`.
  private mutating func readRules(_ lines: [Substring]) {
    let mark = "# version "
    if let first = lines.first, first.hasPrefix(mark) { version = Self.checkedVersion(first.dropFirst(mark.count)) }
    for line in lines where line.utf8.first == UInt8(ascii: "Z") || line.utf8.first == UInt8(ascii: "L") {
      let fields = line.split(separator: " ", maxSplits: 3)
      if fields.count >= 2, fields[0] == "Z" {
        add(fields[1])
      } else if fields.count == 3, fields[0] == "L" {
        add(fields[2])
        links[String(fields[2])] = String(fields[1])
      }
    }
    isComplete = !names.isEmpty
  }

  private mutating func readTable(_ lines: [Substring]) {
    for line in lines {
      guard let place = ZonePlace(line) else { continue }
      add(place.zone[...])
      places.append(place)
    }
  }

  private mutating func add(_ name: Substring) {
    // Not a place: the name says that the zone has yet to be set.
    guard ZoneName.isValid(name), name != "Factory" else { return }
    names[name.lowercased()] = String(name)
  }

  private static func checkedVersion(_ text: Substring) -> String? {
    (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2D }
      ? String(text) : nil
  }
}
