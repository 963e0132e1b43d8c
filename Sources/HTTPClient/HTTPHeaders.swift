/// The header fields of an answer. They are kept as received and read when asked for: most answers are never asked.
public struct HTTPHeaders: Sendable {
  // Lines "Name: value\r\n".
  private let lines: [UInt8]

  /// Fields made by hand, for tests and stand-ins.
  public init(_ fields: [(String, String)]) {
    lines = fields.flatMap { Array("\($0.0): \($0.1)\r\n".utf8) }
  }

  init(lines: [UInt8]) {
    self.lines = lines
  }

  /// The value of the first field of that name, in any case, without surrounding white space.
  public subscript(name: String) -> String? {
    let wanted = Array(name.utf8)
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      guard let (name, value) = Self.parse(line), name.count == wanted.count else { continue }
      if zip(name, wanted).allSatisfy({ Self.lowercase($0) == Self.lowercase($1) }) {
        return String(decoding: value, as: UTF8.self)
      }
    }
    return nil
  }

  /// All fields in the order received. Lines that are no field are left out.
  public var fields: [(name: String, value: String)] {
    lines.split(separator: UInt8(ascii: "\n")).compactMap { line in
      Self.parse(line).map { (String(decoding: $0, as: UTF8.self), String(decoding: $1, as: UTF8.self)) }
    }
  }

  private static func parse(_ line: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return nil }
    let name = line[..<colon]
    guard !name.contains(where: isBlank) else { return nil }
    var value = line[(colon + 1)...].drop(while: isBlank)
    while let last = value.last, isBlank(last) { value.removeLast() }
    return (name, value)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
