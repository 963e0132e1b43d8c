/// A value inside a parsed JSON text. Generated types are built from it; nothing is copied until asked for.
public struct JSONNode: Sendable {
  let document: JSONDocument
  let index: Int

  /// The largest JSON text that is parsed unless told otherwise: 32 MiB, over ten times the largest getUpdates answer.
  public static let defaultSizeLimit = 32 << 20

  /// Parses exactly one JSON value.
  /// - Throws: `JSONFault` with the byte offset of the first error.
  public init(parsing bytes: [UInt8], sizeLimit: Int = JSONNode.defaultSizeLimit) throws(JSONFault) {
    self.init(document: try JSONDocument(bytes, sizeLimit: sizeLimit), index: 0)
  }

  init(document: JSONDocument, index: Int) {
    self.document = document
    self.index = index
  }

  var node: JSONDocument.Node { document.nodes[index] }
  var kind: JSONDocument.Kind { JSONDocument.Kind(rawValue: node.tag) ?? .null }

  /// Whether this is `null`.
  public var isNull: Bool { kind == .null }
  /// Whether this is an object.
  public var isObject: Bool { kind == .object }
  /// Whether this is an array.
  public var isArray: Bool { kind == .array }
  /// Whether this is a string.
  public var isString: Bool { kind == .string || kind == .escapedString }

  /// The string, or nil if this is something else. Lone surrogates and invalid UTF-8 become U+FFFD; NUL is kept.
  public var string: String? {
    isString ? document.string(node, escaped: kind == .escapedString) : nil
  }

  /// The integer, also if written as `2.0`; nil if this is something else or does not fit 64 bits.
  public var int: Int? {
    let bytes = document.bytes
    if kind == .integer { return JSONLexer.int(bytes.span, Int(node.start), Int(node.end)) }
    return kind == .number ? double.flatMap(Int.init(exactly:)) : nil
  }

  /// The number, or nil if this is something else or overflows to infinity.
  public var double: Double? {
    guard kind == .integer || kind == .number else { return nil }
    let bytes = document.bytes
    return JSONLexer.double(bytes.span, Int(node.start), Int(node.end))
  }

  /// True or false, or nil if this is something else.
  public var bool: Bool? { kind == .yes ? true : kind == .no ? false : nil }

  /// What kind of value this is, for messages.
  var kindName: String {
    switch kind {
    case .null: "null"
    case .yes, .no: "a boolean"
    case .integer: "an integer"
    case .number: "a number"
    case .string, .escapedString: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  func mismatch(_ expected: String) -> JSONFault {
    JSONFault(.mismatch(expected: expected, found: kindName))
  }

  /// The value of the first member called `key`, or nil if there is none or this is no object.
  public subscript(key: StaticString) -> JSONNode? {
    guard var members = try? JSONObject(self), let found = members.find(key) else { return nil }
    return JSONNode(document: document, index: found)
  }

  /// The nodes of an array, in order.
  var elements: some Sequence<JSONNode> {
    let (document, end) = (document, kind == .array ? Int(node.next) : 0)
    return sequence(state: index + 1) { next -> JSONNode? in
      guard next < end else { return nil }
      let element = JSONNode(document: document, index: next)
      next = Int(element.node.next)
      return element
    }
  }

  /// The nodes of an object's keys, each followed by its value.
  var members: some Sequence<(key: String, value: JSONNode)> {
    let (document, end) = (document, kind == .object ? Int(node.next) : 0)
    return sequence(state: index + 1) { next -> (key: String, value: JSONNode)? in
      guard next < end else { return nil }
      let value = JSONNode(document: document, index: next + 1)
      let key = document.key(document.nodes[next])
      next = Int(value.node.next)
      return (key, value)
    }
  }
}
