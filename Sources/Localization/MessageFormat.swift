/// A pattern in a subset of ICU MessageFormat, parsed once and rendered many times.
///
/// ```
/// Hello, {name}!
/// {days, plural, =0{nothing yet} one{# day} other{# days}}
/// {address, select, ty{Твоя цель} other{Ваша цель}}: <b>{title}</b>
/// {share, number, percent}
/// ```
///
/// - `{n, number}`, `{n, number, integer}`, `{n, number, percent}` (0.5 is 50 %); `#` is the number of the `plural` it
///   stands in directly. Not supported, and refused: `offset:`, `selectordinal`, `choice`, `date`, `time`. ICU takes a
///   `#` in a `select` within a `plural` for plain text, which nobody means: it is refused too, write `{n}`.
/// - `address` (`ty`, `vy`) and `gender` (`f`, `m`, or `other` if unknown) are always there to select by.
/// - `<b> <i> <u> <s> <code> <spoiler> <quote>` become entities. Only the pattern is read for them: an argument is
///   always plain text, or a `Text` with entities of its own.
/// - As in ICU, `''` is an apostrophe and `'` quotes if `{`, `}`, `<` or, in a plural, `#` follows; any other `'` is
///   itself.
/// - A space between `#` or `{n, number}` and a word becomes a no-break space.
public struct MessageFormat: Sendable {
  let nodes: [Node]

  /// Parses a pattern, or says where it is wrong.
  public init(_ pattern: String) throws(MessageFormatError) {
    var parser = PatternParser(pattern)
    nodes = try parser.parse()
  }

  /// The names of the arguments it wants, without `address` and `gender`.
  public var arguments: Set<String> {
    var names: Set<String> = []
    nodes.forEachNode { node in
      if let name = node.argumentName, !Self.readerArguments.contains(name) { names.insert(name) }
    }
    return names
  }

  /// The text for a reader. An argument that is missing shows as `{name}`, one that is not wanted is ignored.
  ///
  /// String arguments with right-to-left letters are isolated, so that they do not rearrange what is around them.
  public func text(_ arguments: [String: Argument] = [:], for reader: Reader) -> Text {
    if nodes.count == 1, case .literal(let words, let utf16Count) = nodes[0] {
      return Text(unchecked: words, entities: [], utf16Count: utf16Count)
    }
    var renderer = PatternRenderer(arguments: arguments, reader: reader)
    renderer.render(nodes)
    return renderer.text
  }

  static let readerArguments: Set<String> = ["address", "gender"]
}

/// What is wrong with a pattern, and where.
public struct MessageFormatError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The place, counted in Unicode scalars from 1.
  public let position: Int
  /// What should stand there.
  public let expected: String
  /// What stands there, with a little of what follows.
  public let found: String

  /// For example: at character 12: expected "," or "}", found "%}".
  public var description: String { "at character \(position): expected \(expected), found \(found)" }
}
