/// Why bytes are not a usable TZif file (RFC 9636).
public enum TZifError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file is larger than the 1,000,000 bytes that are read at most; real ones have less than 5,000.
  case tooLarge(bytes: Int)
  /// The file does not begin with `TZif`, or is of a version before 1 or unknown.
  case notTZif
  /// The file ends inside of something its header promises.
  case truncated(needed: Int, left: Int, at: Int)
  /// A count, index, offset or time is out of the range that the format allows.
  case invalid(String)
  /// The file counts leap seconds, as those under `right/` do; Unix time does not.
  case countsLeapSeconds
  /// The rule for the future at the end of the file does not follow the grammar.
  case invalidRule(String)

  public var description: String {
    switch self {
    case .tooLarge(let bytes): "a TZif file of at most 1,000,000 bytes was expected, found \(bytes)"
    case .notTZif: "a TZif file was expected, found something else"
    case .truncated(let needed, let left, let position):
      "the TZif file is cut off: \(needed) bytes were expected at offset \(position), found \(left)"
    case .invalid(let what): "the TZif file is damaged: \(what)"
    case .countsLeapSeconds: "the TZif file counts leap seconds; use the one that is not under right/"
    case .invalidRule(let rule): "the TZif file ends with a rule that is not a POSIX TZ string: \"\(rule)\""
    }
  }
}
