/// A piece of a parsed pattern.
indirect enum Node: Sendable {
  case literal(String, utf16Count: Int)
  case argument(String)
  case number(String, NumberStyle)
  case plural(Plural)
  case select(Select)
  case span(TextEntity.Kind, [Node])

  enum NumberStyle: Sendable { case decimal, integer, percent }

  struct Plural: Sendable {
    var argument: String
    var exact: [Int: [Node]]
    var categories: [PluralCategory: [Node]]
    var other: [Node]
  }

  struct Select: Sendable {
    var argument: String
    var cases: [String: [Node]]
    var other: [Node]
  }

  var argumentName: String? {
    switch self {
    case .literal, .span: nil
    case .argument(let name), .number(let name, _): name
    case .plural(let plural): plural.argument
    case .select(let select): select.argument
    }
  }

  /// The messages within this one, of which one (or, in a span, all) is shown.
  var branches: [[Node]] {
    switch self {
    case .literal, .argument, .number: []
    case .plural(let plural): Array(plural.exact.values) + Array(plural.categories.values) + [plural.other]
    case .select(let select): Array(select.cases.values) + [select.other]
    case .span(_, let nodes): [nodes]
    }
  }
}

extension [Node] {
  /// Visits every node at every depth.
  func forEachNode(_ visit: (Node) -> Void) {
    for node in self {
      visit(node)
      for branch in node.branches { branch.forEachNode(visit) }
    }
  }

  /// The most graphemes that the pattern's own words can take; arguments count nothing.
  var longestLiteral: Int {
    reduce(0) { sum, node in
      if case .literal(let text, _) = node { return sum + text.count }
      return sum + (node.branches.map(\.longestLiteral).max() ?? 0)
    }
  }
}
