import CivilTime
import Testing

/// The machine's database, opened once.
let systemDatabase = Result { () throws(TimeZoneError) in try TimeZoneDatabase() }

func zone(_ id: String) throws -> Zone { try systemDatabase.get().zone(id) }

func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text), "\(text)") }

func local(_ text: String) throws -> LocalDateTime { try #require(LocalDateTime(text), "\(text)") }

/// The instant of a local time in UTC.
func utc(_ text: String) throws -> Instant { Zone.utc.instant(of: try local(text)) }

func recurrence(_ text: String) throws -> Recurrence { try #require(Recurrence(text), "\(text)") }

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Builds small TZif files.
struct TZifBuilder {
  var version: UInt8 = UInt8(ascii: "2")
  var transitions: [(time: Int64, type: UInt8)] = []
  var types: [(offset: Int32, isDaylight: UInt8, name: UInt8)] = [(0, 0, 0)]
  var names = Array("UTC\0".utf8)
  var leapSeconds: [UInt8] = []
  var rule = ""

  var bytes: [UInt8] {
    if version == 0 { return block(timeSize: 4) }
    let empty = TZifBuilder(version: version)
    return empty.block(timeSize: 4) + block(timeSize: 8) + Array("\n\(rule)\n".utf8)
  }

  private func block(timeSize: Int) -> [UInt8] {
    var out = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [
      0, 0, UInt32(leapSeconds.count / 12), UInt32(transitions.count), UInt32(types.count), UInt32(names.count),
    ] {
      out += bigEndian(count)
    }
    for transition in transitions {
      out += timeSize == 8 ? bigEndian(transition.time) : bigEndian(Int32(truncatingIfNeeded: transition.time))
    }
    out += transitions.map(\.type)
    for type in types { out += bigEndian(type.offset) + [type.isDaylight, type.name] }
    return out + names + leapSeconds
  }
}

func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
