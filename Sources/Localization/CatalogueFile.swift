/// A JSON file of texts: objects and strings, nothing else. Read here and not with JSONDecoder, which keeps one of two
/// equal keys without a word and cannot say where a fault is.
struct CatalogueFile {
  /// A fault in the JSON with its place.
  struct Fault: Error, CustomStringConvertible {
    let line: Int
    let column: Int
    let expected: String
    let found: String

    var description: String { "line \(line), column \(column): expected \(expected), found \(found)" }
  }

  private let bytes: [UInt8]
  private var index = 0
  private var texts: [(key: String, pattern: String)] = []

  private static let maximumDepth = 16

  /// All texts in their order, keys of nested objects joined by dots. Equal keys are all there.
  static func read(_ bytes: [UInt8]) throws(Fault) -> [(key: String, pattern: String)] {
    var file = CatalogueFile(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { file.index = 3 }
    file.skipSpace()
    try file.object(prefix: "", depth: 1)
    file.skipSpace()
    guard file.peek() == nil else { throw file.fault("nothing after the last \"}\"") }
    return file.texts
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func object(prefix: String, depth: Int) throws(Fault) {
    guard depth <= Self.maximumDepth else { throw fault("at most \(Self.maximumDepth) levels of objects") }
    try take("{", "\"{\"")
    skipSpace()
    if peek() == UInt8(ascii: "}") {
      index += 1
      return
    }
    while true {
      skipSpace()
      let start = index
      let name = try string("a key in quotes")
      guard !name.isEmpty else { throw fault("a key of at least one character", at: start) }
      skipSpace()
      try take(":", "\":\" after the key")
      skipSpace()
      if peek() == UInt8(ascii: "{") {
        try object(prefix: prefix + name + ".", depth: depth + 1)
      } else {
        texts.append((prefix + name, try string("a text in quotes or an object")))
      }
      skipSpace()
      if peek() == UInt8(ascii: ",") {
        index += 1
        continue
      }
      try take("}", "\",\" or \"}\"")
      return
    }
  }

  private mutating func string(_ expected: String) throws(Fault) -> String {
    try take("\"", expected)
    let start = index
    var content: [UInt8] = []
    while let byte = peek() {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: content, as: UTF8.self) else { throw fault("valid UTF-8", at: start) }
        return string
      case UInt8(ascii: "\\"): content += try escape().utf8
      case 0..<0x20: throw fault("\\n or another escape for a control character", at: index - 1)
      default: content.append(byte)
      }
    }
    throw fault("a closing quote for the one before", at: start)
  }

  private mutating func escape() throws(Fault) -> String {
    let start = index - 1
    defer { index += 1 }
    switch peek().map({ Unicode.Scalar($0) }) {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      index += 1
      var units = [try hexadecimal()]
      if UTF16.isLeadSurrogate(units[0]), bytes[(index + 1)...].starts(with: Array("\\u".utf8)) {
        index += 3
        units.append(try hexadecimal())
      }
      guard let string = String(validating: units, as: UTF16.self) else { throw fault("a whole character", at: start) }
      return string
    default: throw fault("one of the escapes of JSON", at: start)
    }
  }

  /// Takes four digits but for the last, which `escape` steps over.
  private mutating func hexadecimal() throws(Fault) -> UInt16 {
    let digits = bytes[min(index, bytes.count)...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits after \"\\u\"") }
    index += 3
    return unit
  }

  private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ character: Unicode.Scalar, _ expected: String) throws(Fault) {
    guard peek() == UInt8(ascii: character) else { throw fault(expected) }
    index += 1
  }

  private mutating func skipSpace() {
    while let byte = peek(), [0x20, 0x0A, 0x0D, 0x09].contains(byte) { index += 1 }
  }

  private func fault(_ expected: String, at position: Int? = nil) -> Fault {
    let position = min(position ?? index, bytes.count)
    let before = bytes[..<position]
    let lineStart = (before.lastIndex(of: 0x0A) ?? -1) + 1
    let rest = String(decoding: bytes[position...].prefix { $0 != 0x0A }.prefix(24), as: UTF8.self)
    return Fault(
      line: before.count { $0 == 0x0A } + 1,
      column: String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1,
      expected: expected, found: position == bytes.count ? "the end of the file" : "\"\(rest)\"")
  }
}
