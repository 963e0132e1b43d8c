/// A parsed JSON text: its bytes and a flat list of where each value stands. One allocation for the list, none per
/// value; strings and numbers are converted when asked for.
final class JSONDocument: Sendable {
  enum Kind: UInt32 {
    case null, yes, no, integer, number, string, escapedString, array, object
  }

  /// A value, or the key of a member, whose value is the node after it.
  struct Node {
    var start: UInt32
    var end: UInt32
    /// The index of the first node behind this one and all that it contains.
    var next: UInt32
    /// The kind of a value; the fingerprint of a key.
    var tag: UInt32
  }

  static let escapedKey = UInt32.max

  let bytes: [UInt8]
  let nodes: [Node]

  /// - Throws: `JSONFault` if the bytes are not exactly one JSON value, or pass a limit.
  init(_ bytes: [UInt8], in range: Range<Int>? = nil, sizeLimit: Int) throws(JSONFault) {
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    guard range.count <= min(sizeLimit, Int(Int32.max)), range.upperBound <= Int(Int32.max) else {
      throw JSONFault(.tooLarge(limit: sizeLimit))
    }
    var parser = JSONDocumentParser()
    parser.nodes.reserveCapacity(range.count / 12 + 4)
    // One value behind another is found by looking at what follows the first.
    let span = bytes.span.extracting(0..<range.upperBound)
    var index = range.lowerBound
    try parser.value(span, &index, depth: 0)
    JSONLexer.skipSpace(span, &index)
    guard index == span.count else { throw JSONFault(.syntax(expected: "the end of the text", offset: index)) }
    self.bytes = bytes
    nodes = parser.nodes
  }

  /// Length, first and last byte: enough to pass over nearly all other keys without comparing bytes.
  @inline(__always)
  static func fingerprint(count: Int, first: UInt8, last: UInt8) -> UInt32 {
    UInt32(truncatingIfNeeded: count & 0x7FFF) << 16 | UInt32(first) << 8 | UInt32(last)
  }

  func string(_ node: Node, escaped: Bool) -> String {
    let bytes = bytes
    return JSONLexer.text(bytes.span, Int(node.start) + 1, Int(node.end) - 1, escaped: escaped)
  }

  func key(_ node: Node) -> String {
    string(node, escaped: node.tag == Self.escapedKey)
  }

  func matches(_ node: Node, _ key: StaticString) -> Bool {
    if node.tag == Self.escapedKey { return self.key(node) == key.description }
    let bytes = bytes
    return JSONLexer.matches(key, bytes.span, Int(node.start) + 1, Int(node.end) - 1)
  }
}

/// Recursive descent, bounded by the depth limit.
struct JSONDocumentParser {
  var nodes: [JSONDocument.Node] = []

  mutating func value(_ bytes: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
    JSONLexer.skipSpace(bytes, &index)
    guard index < bytes.count else { throw JSONFault(.truncated) }
    let start = index
    switch bytes[index] {
    case 0x22:
      let escaped = try JSONLexer.skipString(bytes, &index)
      leaf(escaped ? .escapedString : .string, start, index)
    case 0x7B:
      try object(bytes, &index, depth: depth + 1)
    case 0x5B:
      try array(bytes, &index, depth: depth + 1)
    case 0x74:
      try JSONLexer.skipWord("true", bytes, &index)
      leaf(.yes, start, index)
    case 0x66:
      try JSONLexer.skipWord("false", bytes, &index)
      leaf(.no, start, index)
    case 0x6E:
      try JSONLexer.skipWord("null", bytes, &index)
      leaf(.null, start, index)
    case 0x2D, 0x30...0x39:
      let isInteger = try JSONLexer.skipNumber(bytes, &index)
      leaf(isInteger ? .integer : .number, start, index)
    default:
      throw JSONFault(.syntax(expected: "a value", offset: index))
    }
  }

  private mutating func leaf(_ kind: JSONDocument.Kind, _ start: Int, _ end: Int) {
    append(start, end, tag: kind.rawValue)
  }

  private mutating func append(_ start: Int, _ end: Int, tag: UInt32) {
    let next = UInt32(nodes.count + 1)
    nodes.append(JSONDocument.Node(start: UInt32(start), end: UInt32(end), next: next, tag: tag))
  }

  private mutating func array(_ bytes: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
    guard depth <= JSONLexer.depthLimit else { throw JSONFault(.tooDeep(limit: JSONLexer.depthLimit)) }
    let own = nodes.count
    leaf(.array, index, index)
    index += 1
    JSONLexer.skipSpace(bytes, &index)
    if index < bytes.count, bytes[index] == 0x5D {
      index += 1
    } else {
      while true {
        try value(bytes, &index, depth: depth)
        JSONLexer.skipSpace(bytes, &index)
        guard index < bytes.count else { throw JSONFault(.truncated) }
        if bytes[index] == 0x5D {
          index += 1
          break
        }
        try JSONLexer.take(0x2C, "a comma or a closing bracket", bytes, &index)
      }
    }
    close(own, index)
  }

  private mutating func object(_ bytes: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
    guard depth <= JSONLexer.depthLimit else { throw JSONFault(.tooDeep(limit: JSONLexer.depthLimit)) }
    let own = nodes.count
    leaf(.object, index, index)
    var members = try JSONMembers(bytes, &index)
    while let key = try members.next(bytes, &index) {
      let count = key.end - key.start
      let tag =
        key.escaped
        ? JSONDocument.escapedKey
        : JSONDocument.fingerprint(count: count, first: bytes[key.start], last: bytes[key.end - (count > 0 ? 1 : 0)])
      append(key.start - 1, key.end + 1, tag: tag)
      try value(bytes, &index, depth: depth)
    }
    close(own, index)
  }

  private mutating func close(_ own: Int, _ end: Int) {
    nodes[own].end = UInt32(end)
    nodes[own].next = UInt32(nodes.count)
  }
}
