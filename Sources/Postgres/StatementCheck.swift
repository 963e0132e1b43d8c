import Glibc

extension PostgresStatement {
  private static let maximumValues = 65_535
  /// PostgreSQL's messages and values end at 1 GiB; a bytea doubles on its way back.
  private static let maximumBytes = 500 << 20

  /// Why the statement must not be sent, or nil. Neither text nor values are quoted.
  var fault: String? {
    if values.count > Self.maximumValues {
      return "has \(values.count) values; at most \(Self.maximumValues) are possible"
    }
    if text.holdsNUL { return "contains the character NUL" }
    var bytes = text.utf8.count
    for (index, value) in values.enumerated() {
      switch value {
      case .text(let text), .uuid(let text), .date(let text), .json(let text):
        if text.holdsNUL { return "has the character NUL in value $\(index + 1), which PostgreSQL cannot store" }
        bytes += text.utf8.count
      case .bytes(let value): bytes += value.count
      case .array(.text(let texts)):
        if texts.contains(where: \.holdsNUL) {
          return "has the character NUL in value $\(index + 1), which PostgreSQL cannot store"
        }
        bytes += texts.reduce(0) { $0 + $1.utf8.count + 4 }
      case .array(.bytes(let blobs)): bytes += blobs.reduce(0) { $0 + $1.count + 4 }
      case .array(.int(let numbers)): bytes += numbers.count * 12
      case .array(.uuid(let ids)): bytes += ids.count * 20
      case .null, .int, .double, .bool: bytes += 8
      }
    }
    if bytes > Self.maximumBytes { return "has more than \(Self.maximumBytes >> 20) MiB" }
    if let word = transactionWord {
      return "begins with \(word); a batch is one transaction by itself"
    }
    return nil
  }

  /// The word that would begin or end a transaction in the midst of the batch, or wait for a stream of data.
  private var transactionWord: String? {
    let text = text.utf8
    guard let start = text.firstIndex(where: { $0 > 0x20 }) else { return nil }
    // Most statements are excluded by their first letter: of B, C, R, S, E, A, P.
    switch text[start] | 0x20 {
    case UInt8(ascii: "b"), UInt8(ascii: "c"), UInt8(ascii: "r"), UInt8(ascii: "s"), UInt8(ascii: "e"),
      UInt8(ascii: "a"), UInt8(ascii: "p"):
      break
    default: return nil
    }
    let words = text[start...].prefix(24).split(maxSplits: 2) { !(($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A) }
    let first = words.first.map { String(decoding: $0, as: UTF8.self).uppercased() } ?? ""
    let second = words.dropFirst().first.map { String(decoding: $0, as: UTF8.self).uppercased() } ?? ""
    switch (first, second) {
    case ("BEGIN", _), ("COMMIT", _), ("END", _), ("ABORT", _), ("COPY", _): return first
    case ("ROLLBACK", let next) where next != "TO": return first
    case ("START", "TRANSACTION"), ("PREPARE", "TRANSACTION"): return "\(first) \(second)"
    default: return nil
    }
  }
}

extension String {
  fileprivate var holdsNUL: Bool {
    utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    } ?? utf8.contains(0)
  }
}
