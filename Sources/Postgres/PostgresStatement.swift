/// One SQL statement with its values.
public struct PostgresStatement: Sendable, Hashable {
  /// A single SQL statement; its parameters are `$1`, `$2` … Never put values into the text.
  public var text: String

  /// The values of `$1`, `$2` …; at most 65,535.
  public var values: [PostgresValue]

  /// A statement and the values of its parameters.
  public init(_ text: String, _ values: [PostgresValue] = []) {
    self.text = text
    self.values = values
  }
}
