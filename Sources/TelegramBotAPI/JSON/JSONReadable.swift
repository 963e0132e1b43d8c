/// A type that is built from parsed JSON. All generated types are; it is several times faster than `Decodable`.
public protocol JSONReadable {
  /// - Throws: `JSONFault` with the path of the first field that is missing or has another type.
  init(json: JSONNode) throws(JSONFault)
}

extension JSONReadable {
  /// Parses `bytes` and builds the value.
  public init(parsing bytes: [UInt8], sizeLimit: Int = JSONNode.defaultSizeLimit) throws(JSONFault) {
    try self.init(json: JSONNode(parsing: bytes, sizeLimit: sizeLimit))
  }
}

extension Int: JSONReadable {
  /// An integer of 64 bits.
  public init(json: JSONNode) throws(JSONFault) {
    guard let value = json.int else {
      throw json.kind == .integer ? JSONFault(.outOfRange(expected: "64 bits")) : json.mismatch("an integer")
    }
    self = value
  }
}

extension Double: JSONReadable {
  /// A finite number.
  public init(json: JSONNode) throws(JSONFault) {
    guard let value = json.double else {
      let isNumber = json.kind == .integer || json.kind == .number
      throw isNumber ? JSONFault(.outOfRange(expected: "a double")) : json.mismatch("a number")
    }
    self = value
  }
}

extension Bool: JSONReadable {
  /// True or false.
  public init(json: JSONNode) throws(JSONFault) {
    guard let value = json.bool else { throw json.mismatch("a boolean") }
    self = value
  }
}

extension String: JSONReadable {
  /// A string. Lone surrogates and invalid UTF-8 become U+FFFD; NUL is kept.
  public init(json: JSONNode) throws(JSONFault) {
    guard let value = json.string else { throw json.mismatch("a string") }
    self = value
  }
}

extension Array: JSONReadable where Element: JSONReadable {
  /// An array, each element of which must be readable.
  public init(json: JSONNode) throws(JSONFault) {
    guard json.isArray else { throw json.mismatch("an array") }
    self = []
    for element in json.elements {
      do throws(JSONFault) {
        append(try Element(json: element))
      } catch {
        throw error.under("[\(count)]")
      }
    }
  }
}
