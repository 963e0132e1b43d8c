extension JSONLexer {
  /// Over a string without looking inside, other than at backslashes.
  static func skipStringLoosely(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x22 {
        index += 1
        return
      }
      index += byte == 0x5C ? 2 : 1
    }
    throw JSONFault(.truncated)
  }

  /// Over one value whose brackets balance. `depth` is how many levels enclose it.
  static func skipValueLoosely(_ bytes: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) {
    guard index < bytes.count else { throw JSONFault(.truncated) }
    switch bytes[index] {
    case 0x22: try skipStringLoosely(bytes, &index)
    case 0x7B, 0x5B: try skipContainerLoosely(bytes, &index, depth: depth)
    default: try skipScalarLoosely(bytes, &index)
    }
  }

  private static func skipContainerLoosely(
    _ bytes: Span<UInt8>, _ index: inout Int, depth: Int
  ) throws(JSONFault) {
    var level = depth
    while index < bytes.count {
      switch bytes[index] {
      case 0x22:
        try skipStringLoosely(bytes, &index)
      case 0x7B, 0x5B:
        level += 1
        guard level <= depthLimit else { throw JSONFault(.tooDeep(limit: depthLimit)) }
        index += 1
      case 0x7D, 0x5D:
        level -= 1
        index += 1
        if level <= depth { return }
      default:
        index += 1
      }
    }
    throw JSONFault(.truncated)
  }

  private static func skipScalarLoosely(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
    let start = index
    scan: while index < bytes.count {
      switch bytes[index] {
      case 0x2C, 0x5D, 0x7D, 0x3A, 0x20, 0x0A, 0x0D, 0x09, 0x22, 0x7B, 0x5B: break scan
      default: index += 1
      }
    }
    guard index > start else { throw JSONFault(.syntax(expected: "a value", offset: index)) }
  }

  /// The integer at `index`, also if written as `2.0`, or nil if something else stands there; moves over it either way.
  static func readInt(_ bytes: Span<UInt8>, _ index: inout Int, depth: Int) throws(JSONFault) -> Int? {
    let start = index
    try skipValueLoosely(bytes, &index, depth: depth)
    return int(bytes, start, index) ?? wholeNumber(bytes, start, index)
  }

  /// What `JSONNode.int` says of a number with a fraction or an exponent.
  private static func wholeNumber(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var index = start
    guard let isInteger = try? skipNumber(bytes, &index), !isInteger, index == end else { return nil }
    return double(bytes, start, end).flatMap(Int.init(exactly:))
  }

  /// Moves over a value; the first integer met is kept in `result`.
  static func read(
    _ result: inout Int?, _ bytes: Span<UInt8>, _ index: inout Int, depth: Int
  ) throws(JSONFault) {
    let value = try readInt(bytes, &index, depth: depth)
    if result == nil { result = value }
  }

  /// Moves over a value; the first string met is kept in `result`.
  static func read(
    _ result: inout String?, _ bytes: Span<UInt8>, _ index: inout Int, depth: Int
  ) throws(JSONFault) {
    guard result == nil, index < bytes.count, bytes[index] == 0x22 else {
      return try skipValueLoosely(bytes, &index, depth: depth)
    }
    let start = index
    let escaped = try skipString(bytes, &index)
    result = text(bytes, start + 1, index - 1, escaped: escaped)
  }

  /// Moves over a value; the first kind of chat met is kept in `result`.
  static func read(
    _ result: inout ChatType?, _ bytes: Span<UInt8>, _ index: inout Int, depth: Int
  ) throws(JSONFault) {
    var word = result?.rawValue
    try read(&word, bytes, &index, depth: depth)
    result = word.map(ChatType.init)
  }
}

/// Walks the members of an object in place. After each key, `index` stands at the value, which the caller must consume.
struct JSONMembers {
  struct Key {
    let start: Int
    let end: Int
    let escaped: Bool
  }

  private var isFirst = true

  init(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) {
    try JSONLexer.take(0x7B, "an object", bytes, &index)
  }

  mutating func next(_ bytes: Span<UInt8>, _ index: inout Int) throws(JSONFault) -> Key? {
    JSONLexer.skipSpace(bytes, &index)
    guard index < bytes.count else { throw JSONFault(.truncated) }
    if bytes[index] == 0x7D {
      index += 1
      return nil
    }
    if isFirst {
      isFirst = false
    } else {
      try JSONLexer.take(0x2C, "a comma or a closing brace", bytes, &index)
      JSONLexer.skipSpace(bytes, &index)
    }
    let start = index + 1
    let escaped = try JSONLexer.skipString(bytes, &index)
    let end = index - 1
    JSONLexer.skipSpace(bytes, &index)
    try JSONLexer.take(0x3A, "a colon", bytes, &index)
    JSONLexer.skipSpace(bytes, &index)
    return Key(start: start, end: end, escaped: escaped)
  }
}
