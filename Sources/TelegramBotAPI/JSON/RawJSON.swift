/// A JSON value left as bytes: reads single fields without building anything. It copies no bytes and allocates only for
/// the strings and arrays that it returns, and never traps, whatever the bytes are.
///
/// Scanning looks only at brackets and quotes, so a value may be broken inside and is still told from its neighbours.
/// Of members with the same key the first counts.
public struct RawJSON: Sendable {
  /// The text in which the value stands.
  public let base: [UInt8]
  /// Where the value stands in `base`.
  public let range: Range<Int>

  /// The value that `bytes` are, without checking.
  public init(_ bytes: [UInt8]) {
    self.init(base: bytes, range: 0..<bytes.count)
  }

  /// The value at `range` of `base`, without checking; a range beyond the end is cut.
  public init(base: [UInt8], range: Range<Int>) {
    let range = range.clamped(to: 0..<base.count)
    var start = range.lowerBound
    JSONLexer.skipSpace(base.span, &start)
    self.base = base
    self.range = min(start, range.upperBound)..<range.upperBound
  }

  /// A copy of the value's bytes.
  public var bytes: [UInt8] { range == 0..<base.count ? base : Array(base[range]) }

  /// The first member called `key`. Nil if there is none, this is no object, or it is broken before that member.
  public subscript(key: StaticString) -> RawJSON? {
    let text = base.span.extracting(0..<range.upperBound)
    var index = range.lowerBound
    do throws(JSONFault) {
      var members = try JSONMembers(text, &index)
      while let found = try members.next(text, &index) {
        let start = index
        try JSONLexer.skipValueLoosely(text, &index, depth: 1)
        let matches =
          found.escaped
          ? JSONLexer.text(text, found.start, found.end, escaped: true) == key.description
          : JSONLexer.matches(key, text, found.start, found.end)
        if matches { return RawJSON(base: base, range: start..<index) }
      }
    } catch {}
    return nil
  }

  /// All members in order.
  /// - Throws: `JSONFault` if this is no object or its text is truncated.
  public func members() throws(JSONFault) -> [(key: String, value: RawJSON)] {
    let text = base.span.extracting(0..<range.upperBound)
    var index = range.lowerBound
    var result: [(key: String, value: RawJSON)] = []
    var members = try JSONMembers(text, &index)
    while let key = try members.next(text, &index) {
      let start = index
      try JSONLexer.skipValueLoosely(text, &index, depth: 1)
      let name = JSONLexer.text(text, key.start, key.end, escaped: key.escaped)
      result.append((name, RawJSON(base: base, range: start..<index)))
    }
    try expectEnd(text, index)
    return result
  }

  /// All elements in order. An element may be broken inside as long as its brackets and quotes balance.
  /// - Throws: `JSONFault` if this is no array or its text is truncated.
  public func elements() throws(JSONFault) -> [RawJSON] {
    let text = base.span.extracting(0..<range.upperBound)
    var index = range.lowerBound
    var result: [RawJSON] = []
    try JSONLexer.take(0x5B, "an array", text, &index)
    JSONLexer.skipSpace(text, &index)
    if index < text.count, text[index] == 0x5D {
      index += 1
      try expectEnd(text, index)
      return []
    }
    while true {
      JSONLexer.skipSpace(text, &index)
      let start = index
      try JSONLexer.skipValueLoosely(text, &index, depth: 1)
      result.append(RawJSON(base: base, range: start..<index))
      JSONLexer.skipSpace(text, &index)
      guard index < text.count else { throw JSONFault(.truncated) }
      if text[index] == 0x5D { break }
      try JSONLexer.take(0x2C, "a comma or a closing bracket", text, &index)
    }
    try expectEnd(text, index + 1)
    return result
  }

  private func expectEnd(_ text: Span<UInt8>, _ index: Int) throws(JSONFault) {
    var index = index
    JSONLexer.skipSpace(text, &index)
    guard index == text.count else { throw JSONFault(.syntax(expected: "the end of the text", offset: index)) }
  }
}

extension RawJSON {
  /// The integer, or nil if this is something else or does not fit 64 bits.
  public var int: Int? {
    JSONLexer.int(base.span, range.lowerBound, trimmedEnd)
  }

  /// True or false, or nil if this is something else.
  public var bool: Bool? {
    if JSONLexer.matches("true", base.span, range.lowerBound, trimmedEnd) { return true }
    return JSONLexer.matches("false", base.span, range.lowerBound, trimmedEnd) ? false : nil
  }

  /// The number, or nil if this is something else or not finite.
  public var double: Double? {
    var index = range.lowerBound
    guard (try? JSONLexer.skipNumber(base.span, &index)) != nil, index == trimmedEnd else { return nil }
    return JSONLexer.double(base.span, range.lowerBound, index)
  }

  /// The string, unescaped, or nil if this is something else. NUL is kept, a lone surrogate becomes U+FFFD.
  public var string: String? {
    var index = range.lowerBound
    guard let escaped = try? JSONLexer.skipString(base.span, &index), index == trimmedEnd else { return nil }
    return JSONLexer.text(base.span, range.lowerBound + 1, index - 1, escaped: escaped)
  }

  /// Builds a whole value, checking every byte of it.
  /// - Throws: `JSONFault` with the path of what is wrong.
  public func decode<Value: JSONReadable>(
    _ type: Value.Type = Value.self, sizeLimit: Int = JSONNode.defaultSizeLimit
  ) throws(JSONFault) -> Value {
    let document = try JSONDocument(base, in: range, sizeLimit: sizeLimit)
    return try Value(json: JSONNode(document: document, index: 0))
  }

  private var trimmedEnd: Int {
    var end = range.upperBound
    while end > range.lowerBound {
      let byte = base[end - 1]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
      end -= 1
    }
    return end
  }
}
