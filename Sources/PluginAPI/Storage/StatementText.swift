/// The text of a statement, put together from a dozen pieces for each statement of each turn: bytes take less to append,
/// compare and hash than a `String` does, and SQLite takes them as they are.
package struct StatementText: Sendable, Hashable, CustomStringConvertible {
  package private(set) var bytes: [UInt8] = []

  package init(_ text: String) { append(text) }

  init(_ text: StaticString) { append(text) }

  mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func append(_ piece: String) {
    var piece = piece
    piece.withUTF8 { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ piece: StaticString) {
    piece.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ other: StatementText) { bytes.append(contentsOf: other.bytes) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  package var description: String { String(decoding: bytes, as: UTF8.self) }

  package static func == (left: StatementText, right: StatementText) -> Bool {
    let count = left.bytes.count
    guard count == right.bytes.count else { return false }
    return left.bytes.withUnsafeBytes { left in
      right.bytes.withUnsafeBytes { right in
        var index = 0
        // Eight at a time.
        while index + 8 <= count {
          if left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            != right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          {
            return false
          }
          index += 8
        }
        while index < count {
          if left[index] != right[index] { return false }
          index += 1
        }
        return true
      }
    }
  }

  package func hash(into hasher: inout Hasher) {
    // A sample: texts are the programs' own, so nobody makes them collide, and `==` reads all of them.
    bytes.withUnsafeBytes { bytes in
      hasher.combine(bytes.count)
      guard bytes.count >= 64 else { return hasher.combine(bytes: bytes) }
      for part in 1...8 {
        hasher.combine(bytes.loadUnaligned(fromByteOffset: (bytes.count - 8) * part / 8, as: UInt64.self))
      }
    }
  }
}
