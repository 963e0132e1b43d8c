import PluginAPI

extension SQL.Interpolation {
  /// Binds a value or NULL. Without a parameter that says "optional" the compiler takes an optional for a mistake.
  mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
    appendInterpolation(Nullable(value: value))
  }

  private struct Nullable<Value: SQLConvertible>: SQLConvertible {
    let value: Value?
    var sqlValue: SQLValue { value.sqlValue }
    init(value: Value?) { self.value = value }
    init?(sqlValue: SQLValue) { value = Value(sqlValue: sqlValue) }
  }
}
