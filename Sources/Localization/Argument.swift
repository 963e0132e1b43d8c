/// A value for a `{name}` in a text. Write literals where you can: `["days": 5, "name": "\(person.name)"]`.
public enum Argument: Sendable, Hashable {
  /// A whole number: chooses plural forms and is shown with the grouping of the language. Give ids as strings.
  case int(Int)
  /// A number with a fraction, shown with at most two decimals.
  case double(Double)
  /// Plain text; also what `select` chooses by.
  case string(String)
  /// A text that keeps its entities.
  case text(Text)
}

extension Argument: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringInterpolation {
  /// A whole number.
  public init(integerLiteral value: Int) { self = .int(value) }

  /// A number with a fraction.
  public init(floatLiteral value: Double) { self = .double(value) }

  /// Plain text.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Plain text, or a text if a `Text` with entities is put into the literal.
  public init(stringInterpolation interpolation: Text.StringInterpolation) {
    let text = interpolation.text
    self = text.entities.isEmpty ? .string(text.string) : .text(text)
  }
}
