/// Why JSON could not be read. Names the place by a path of field names and indexes, such as
/// `message.entities[2].length`, and never quotes the data, which may be private.
public struct JSONFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The bytes are not JSON; `expected` says what should stand at the byte `offset`.
    case syntax(expected: String, offset: Int)
    /// The bytes end in the middle of a value.
    case truncated
    /// Objects and arrays are nested deeper than `limit`.
    case tooDeep(limit: Int)
    /// There are more bytes than `limit`.
    case tooLarge(limit: Int)
    /// A required field is not there.
    case missing
    /// The value has another type than the Bot API documents.
    case mismatch(expected: String, found: String)
    /// The number does not fit the type `expected`.
    case outOfRange(expected: String)
  }

  /// The place, empty for the whole value.
  public private(set) var path: String
  /// What is wrong there.
  public let reason: Reason

  /// A fault at the value being read; `under` adds the place.
  public init(_ reason: Reason, path: String = "") {
    self.reason = reason
    self.path = path
  }

  /// The same fault as seen from the enclosing value, in which it happened at `step`: a field name or `[index]`.
  public func under(_ step: String) -> JSONFault {
    let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
    return JSONFault(reason, path: step + separator + path)
  }

  /// One sentence: place, what was expected and what was found.
  public var description: String {
    let place = path.isEmpty ? "JSON" : path
    switch reason {
    case .syntax(let expected, let offset): return "\(place): expected \(expected) at byte \(offset)"
    case .truncated: return "\(place): the text ends in the middle of a value"
    case .tooDeep(let limit): return "\(place): nested deeper than \(limit) levels"
    case .tooLarge(let limit): return "\(place): larger than \(limit) bytes"
    case .missing: return "\(place): required field is missing"
    case .mismatch(let expected, let found): return "\(place): expected \(expected), found \(found)"
    case .outOfRange(let expected): return "\(place): the number does not fit \(expected)"
    }
  }
}
