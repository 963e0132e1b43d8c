/// A type that writes itself as JSON, object keys in ascending order. All generated types and methods do.
public protocol JSONWritable {
  /// Appends exactly one JSON value.
  func write(to json: inout JSONWriter)
}

extension JSONWritable {
  /// This value as JSON with sorted keys. Files to upload are written as `attach://name` and dropped, numbers that JSON
  /// cannot express as null; `TelegramMethod.call()` keeps the former and reports the latter.
  public func jsonBytes() -> [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }
}

extension Int: JSONWritable {
  /// Decimal digits.
  public func write(to json: inout JSONWriter) { json.append(self) }
}

extension Double: JSONWritable {
  /// The shortest digits that read back as the same number.
  public func write(to json: inout JSONWriter) { json.append(self) }
}

extension Bool: JSONWritable {
  /// `true` or `false`.
  public func write(to json: inout JSONWriter) { json.append(raw: self ? "true" : "false") }
}

extension String: JSONWritable {
  /// A string literal; only quotes, backslashes and control characters are escaped.
  public func write(to json: inout JSONWriter) { json.append(string: self) }
}

extension Array: JSONWritable where Element: JSONWritable {
  /// An array.
  public func write(to json: inout JSONWriter) {
    json.openArray()
    for element in self {
      json.separate()
      element.write(to: &json)
    }
    json.closeArray()
  }
}
