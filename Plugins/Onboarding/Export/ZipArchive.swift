/// A ZIP archive of stored (not compressed) entries, as APPNOTE.TXT 4.3 describes it: enough for a handful of files that
/// every system can open.
package struct ZipArchive: Sendable {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0
  private let date: (year: Int, month: Int, day: Int)

  /// - Parameter date: when the files were made, 1980 or later.
  package init(year: Int, month: Int, day: Int) { date = (min(max(year, 1980), 2107), month, day) }

  /// - Parameter name: ASCII, with `/` between folders.
  package mutating func add(_ name: String, _ bytes: [UInt8]) {
    let sum = Self.checksum(bytes)
    let day = UInt16((date.year - 1980) << 9 | date.month << 5 | date.day)
    var fields: [UInt8] = []
    // Version 2.0, UTF-8 names, stored, midnight.
    for field in [20, 0x0800, 0, 0, day] as [UInt16] { fields += Self.bytes(field) }
    for field in [sum, UInt32(bytes.count), UInt32(bytes.count)] { fields += Self.bytes(field) }
    fields += Self.bytes(UInt16(name.utf8.count)) + Self.bytes(UInt16(0))
    let offset = UInt32(body.count)
    body += Self.bytes(0x0403_4B50 as UInt32) + fields + Array(name.utf8) + bytes
    directory += Self.bytes(0x0201_4B50 as UInt32) + Self.bytes(20 as UInt16) + fields
    // No comment, first disk, no attributes.
    directory += [UInt8](repeating: 0, count: 10) + Self.bytes(offset) + Array(name.utf8)
    count += 1
  }

  /// The finished archive.
  package var bytes: [UInt8] {
    var end = Self.bytes(0x0605_4B50 as UInt32) + [0, 0, 0, 0] + Self.bytes(count) + Self.bytes(count)
    end += Self.bytes(UInt32(directory.count)) + Self.bytes(UInt32(body.count)) + [0, 0]
    return body + directory + end
  }

  private static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }

  /// CRC-32 as in ISO 3309.
  package static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
  }
}
