/// Puts a parsed pattern and its arguments together.
struct PatternRenderer {
  let arguments: [String: Argument]
  let reader: Reader
  var text = Text()

  init(arguments: [String: Argument], reader: Reader) {
    self.arguments = arguments
    self.reader = reader
    // Most texts of a bot fit; growing step by step costs more than the bytes.
    text.reserveCapacity(utf8Count: 160)
  }

  mutating func render(_ nodes: [Node]) {
    for node in nodes {
      switch node {
      case .literal(let string, let utf16Count): text.append(string, utf16Count: utf16Count)
      case .argument(let name): show(name, as: .decimal)
      case .number(let name, let style): show(name, as: style)
      case .plural(let plural): render(branch(of: plural))
      case .select(let select): render(select.cases[word(select.argument)] ?? select.other)
      case .span(let kind, let inner):
        let (start, index) = (text.utf16Count, text.entities.count)
        render(inner)
        text.wrap(from: start, in: kind, at: index)
      }
    }
  }

  private mutating func show(_ name: String, as style: Node.NumberStyle) {
    switch arguments[name] {
    case .int(let number): text.append(shown(number, style))
    case .double(let number): text.append(shown(number, style))
    case .string(let string): text.append(UserText.isolated(string))
    case .text(let inner): text += inner
    case nil: text.append(readerWord(name) ?? "{\(name)}")
    }
  }

  private func shown(_ number: Int, _ style: Node.NumberStyle) -> String {
    style == .percent ? shown(Double(number), style) : NumberText.integer(number, language: reader.language)
  }

  private func shown(_ number: Double, _ style: Node.NumberStyle) -> String {
    switch style {
    case .decimal: NumberText.decimal(number, language: reader.language)
    case .integer: NumberText.decimal(number, digits: 0, language: reader.language)
    case .percent: NumberText.percent(number, language: reader.language)
    }
  }

  private func branch(of plural: Node.Plural) -> [Node] {
    let whole: Int?
    switch arguments[plural.argument] {
    case .int(let number): whole = number
    case .double(let number): whole = NumberText.wholeNumber(number)
    case .string, .text, nil: whole = nil
    }
    guard let whole else { return plural.other }
    if !plural.exact.isEmpty, let nodes = plural.exact[whole] { return nodes }
    return plural.categories[PluralRules.category(of: whole, in: reader.language)] ?? plural.other
  }

  /// What a select compares with its cases.
  private func word(_ name: String) -> String {
    switch arguments[name] {
    case .int(let number): "\(number)"
    case .double(let number): "\(number)"
    case .string(let string): string
    case .text(let text): text.string
    case nil: readerWord(name) ?? "other"
    }
  }

  private func readerWord(_ name: String) -> String? {
    switch name {
    case "address": reader.address.rawValue
    case "gender": reader.gender?.rawValue
    default: nil
    }
  }
}
