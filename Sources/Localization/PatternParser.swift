/// Recursive descent over the scalars of a pattern.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  /// Deeper patterns are a mistake, and recursion must end somewhere.
  private static let maximumDepth = 12

  /// Where a message stands, which decides how it ends and what `#` means.
  private struct Context {
    var depth = 0
    var tag: String?
    /// The argument of the enclosing plural.
    var plural: String?
    /// Whether a `select` stands between here and that plural.
    var isInSelect = false
  }

  init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  mutating func parse() throws(MessageFormatError) -> [Node] {
    try message(Context())
  }

  // MARK: Messages

  private mutating func message(_ context: Context) throws(MessageFormatError) -> [Node] {
    guard context.depth <= Self.maximumDepth else { throw error("at most \(Self.maximumDepth) levels of nesting") }
    var nodes: [Node] = []
    var literal = ""
    func flush() {
      if !literal.isEmpty { nodes.append(.literal(literal, utf16Count: literal.utf16.count)) }
      literal = ""
    }
    while let scalar = peek() {
      switch scalar {
      case "{":
        flush()
        nodes.append(try argument(context))
      case "}":
        if let tag = context.tag { throw error("\"</\(tag)>\"") }
        guard context.depth > 0 else { throw error("text (write '}' in apostrophes for the sign itself)") }
        flush()
        return nodes.holdingNumbersToWords()
      case "<" where peek(1).map(Self.isNameStart) == true:
        flush()
        nodes.append(try span(context))
      case "<" where peek(1) == "/":
        flush()
        try closeTag(context)
        return nodes.holdingNumbersToWords()
      case "'":
        apostrophe(into: &literal, context)
      case "#" where context.plural != nil:
        guard let argument = context.plural, !context.isInSelect else {
          throw error("the number's argument in braces (\"#\" in a select within a plural is plain text in ICU)")
        }
        flush()
        index += 1
        nodes.append(.number(argument, .decimal))
      default:
        literal.unicodeScalars.append(scalar)
        index += 1
      }
    }
    if let tag = context.tag { throw error("\"</\(tag)>\"") }
    guard context.depth == 0 else { throw error("\"}\"") }
    flush()
    return nodes.holdingNumbersToWords()
  }

  /// ICU's default mode (`UMSGPAT_APOS_DOUBLE_OPTIONAL`), with `<` added to what can be quoted.
  private mutating func apostrophe(into literal: inout String, _ context: Context) {
    index += 1
    if peek() == "'" {
      literal.append("'")
      index += 1
      return
    }
    guard let next = peek(), "{}<".unicodeScalars.contains(next) || next == "#" && context.plural != nil else {
      literal.append("'")
      return
    }
    while let scalar = peek() {
      index += 1
      if scalar != "'" {
        literal.unicodeScalars.append(scalar)
      } else if peek() == "'" {
        literal.append("'")
        index += 1
      } else {
        return
      }
    }
  }

  // MARK: Markup

  private mutating func span(_ context: Context) throws(MessageFormatError) -> Node {
    let start = index
    index += 1
    let name = self.name()
    guard peek() == ">", let kind = Self.kinds[name] else {
      throw error("one of the tags \(Self.tagList) (write '<' in apostrophes for the sign itself)", at: start)
    }
    index += 1
    var inner = context
    inner.depth += 1
    inner.tag = name
    return .span(kind, try message(inner))
  }

  private mutating func closeTag(_ context: Context) throws(MessageFormatError) {
    let start = index
    index += 2
    let name = self.name()
    guard let tag = context.tag else { throw error("no closing tag, for none is open here", at: start) }
    guard name == tag, peek() == ">" else { throw error("\"</\(tag)>\"", at: start) }
    index += 1
  }

  private static let kinds: [String: TextEntity.Kind] = [
    "b": .bold, "i": .italic, "u": .underline, "s": .strikethrough, "code": .code, "spoiler": .spoiler,
    "quote": .quote(),
  ]
  private static let tagList = "<b>, <i>, <u>, <s>, <code>, <spoiler>, <quote>"

  // MARK: Arguments

  private mutating func argument(_ context: Context) throws(MessageFormatError) -> Node {
    index += 1
    skipSpace()
    let name = self.name()
    guard !name.isEmpty else { throw error("the name of an argument") }
    skipSpace()
    if take("}") { return .argument(name) }
    guard take(",") else { throw error("\",\" or \"}\" after \"\(name)\"") }
    skipSpace()
    let start = index
    let type = self.name()
    skipSpace()
    switch type {
    case "number": return .number(name, try numberStyle())
    case "plural": return try plural(name, context)
    case "select": return try select(name, context)
    default: throw error("\"plural\", \"select\" or \"number\"", at: start)
    }
  }

  private mutating func numberStyle() throws(MessageFormatError) -> Node.NumberStyle {
    if take("}") { return .decimal }
    guard take(",") else { throw error("\",\" or \"}\" after \"number\"") }
    skipSpace()
    let start = index
    let name = self.name()
    skipSpace()
    guard let style: Node.NumberStyle = name == "integer" ? .integer : name == "percent" ? .percent : nil else {
      throw error("\"integer\" or \"percent\"", at: start)
    }
    guard take("}") else { throw error("\"}\"") }
    return style
  }

  private mutating func plural(_ argument: String, _ context: Context) throws(MessageFormatError) -> Node {
    var inner = context
    inner.plural = argument
    inner.isInSelect = false
    var result = Node.Plural(argument: argument, exact: [:], categories: [:], other: [])
    try cases(of: "plural") { (parser: inout Self) throws(MessageFormatError) in
      let start = parser.index
      if parser.take("=") {
        let digits = parser.name()
        guard digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits) else {
          throw parser.error("a whole number after \"=\"", at: start)
        }
        guard result.exact[number] == nil else { throw parser.error("\"=\(number)\" only once", at: start) }
        result.exact[number] = try parser.branch(inner)
        return "=\(number)"
      }
      let name = parser.name()
      guard let category = PluralCategory(rawValue: name) else {
        throw parser.error("=0, zero, one, two, few, many or other (there is no offset)", at: start)
      }
      guard result.categories[category] == nil else { throw parser.error("\"\(name)\" only once", at: start) }
      result.categories[category] = try parser.branch(inner)
      return name
    }
    result.other = result.categories.removeValue(forKey: .other) ?? []
    return .plural(result)
  }

  private mutating func select(_ argument: String, _ context: Context) throws(MessageFormatError) -> Node {
    var inner = context
    inner.isInSelect = true
    var result = Node.Select(argument: argument, cases: [:], other: [])
    try cases(of: "select") { (parser: inout Self) throws(MessageFormatError) in
      let start = parser.index
      let name = parser.name()
      guard !name.isEmpty else { throw parser.error("a word to select by", at: start) }
      guard result.cases[name] == nil else { throw parser.error("\"\(name)\" only once", at: start) }
      result.cases[name] = try parser.branch(inner)
      return name
    }
    result.other = result.cases.removeValue(forKey: "other") ?? []
    return .select(result)
  }

  /// Reads `, word {…} word {…} }`, where `read` takes one word with its message and returns the word.
  private mutating func cases(
    of type: String, read: (inout Self) throws(MessageFormatError) -> String
  ) throws(MessageFormatError) {
    guard take(",") else { throw error("\",\" after \"\(type)\"") }
    var hasOther = false
    while true {
      skipSpace()
      if peek() == "}" {
        guard hasOther else { throw error("a case \"other\" in the \(type)") }
        index += 1
        return
      }
      guard peek() != nil else { throw error("a case of the \(type) or \"}\"") }
      if try read(&self) == "other" { hasOther = true }
    }
  }

  private mutating func branch(_ context: Context) throws(MessageFormatError) -> [Node] {
    skipSpace()
    guard take("{") else { throw error("\"{\"") }
    var inner = context
    inner.depth += 1
    inner.tag = nil
    let nodes = try message(inner)
    guard take("}") else { throw error("\"}\"") }
    return nodes
  }

  // MARK: Scalars

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while let scalar = peek(), scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" { index += 1 }
  }

  /// Takes ASCII letters, digits and underscores; may be empty.
  private mutating func name() -> String {
    var name = ""
    while let scalar = peek(), Self.isNameStart(scalar) || ("0"..."9").contains(scalar) || scalar == "_" {
      name.unicodeScalars.append(scalar)
      index += 1
    }
    return name
  }

  private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private func error(_ expected: String, at position: Int? = nil) -> MessageFormatError {
    let position = position ?? index
    var rest = String.UnicodeScalarView()
    rest.append(contentsOf: scalars.dropFirst(position).prefix(16))
    let found = rest.isEmpty ? "the end of the pattern" : "\"\(String(rest))\""
    return MessageFormatError(position: position + 1, expected: expected, found: found)
  }
}

extension [Node] {
  /// "# дней" must not break between the lines, and nobody can see or type a no-break space in a JSON file.
  fileprivate func holdingNumbersToWords() -> [Node] {
    var nodes = self
    for index in nodes.indices.dropFirst() {
      guard case .number = nodes[index - 1], case .literal(let text, let count) = nodes[index],
        text.first == " ", text.dropFirst().first?.isLetter == true
      else { continue }
      nodes[index] = .literal("\u{A0}" + text.dropFirst(), utf16Count: count)
    }
    return nodes
  }
}
