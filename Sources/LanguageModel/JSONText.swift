/// JSON as text: writing strings, and finding an object in what a model wrote.
public enum JSONText {
  /// A JSON string, on one line.
  /// - Parameter defusing: also writes `<` and `[` as escapes, since what some local servers take for marks of their chat
  ///   template, `<|im_end|>` or `[INST]`, counts also amid a text.
  public static func quoted(_ text: String, defusing: Bool = false) -> String {
    var result = "\""
    result.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "<" where defusing, "[" where defusing: result += escape(scalar)
      // Line ends for some readers, and controls.
      case "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A text of the conversation in which nothing is a mark of a chat template.
  static func defused(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    var before: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if before == "<", scalar == "|" || scalar == "/" || scalar.properties.isAlphabetic { result += " " }
      if before == "[", scalar == "I" || scalar == "/" { result += " " }
      result.unicodeScalars.append(scalar)
      before = scalar
    }
    return result
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The first balanced `{…}` that is JSON, in a text that may have thoughts before it, fences around it and words after.
  /// - Returns: the object's text; nil when there is none among the first 32 candidates.
  public static func firstObject(in text: String, maximumDepth: Int = 32) -> String? {
    var rest = Array(text.utf8)[...]
    // A model that thinks aloud may write braces there.
    if let end = rest.lastRange(of: Array("</think>".utf8)) { rest = rest[end.upperBound...] }
    for _ in 0..<32 {
      guard let start = rest.firstIndex(of: UInt8(ascii: "{")) else { return nil }
      if let end = balancedEnd(rest[start...], maximumDepth: maximumDepth) {
        let candidate = String(decoding: rest[start...end], as: UTF8.self)
        if case .object = JSONNode(candidate, maximumDepth: maximumDepth) { return candidate }
      }
      rest = rest[(start + 1)...]
    }
    return nil
  }

  /// The index of the brace that closes the one at the start.
  private static func balancedEnd(_ bytes: ArraySlice<UInt8>, maximumDepth: Int) -> Int? {
    var nesting = Nesting()
    for (index, byte) in zip(bytes.indices, bytes) {
      nesting.read(byte)
      if nesting.depth > maximumDepth { return nil }
      if nesting.depth == 0, !nesting.isInString { return index }
    }
    return nil
  }

  /// Whether a text nests no deeper; it need not be JSON.
  static func isShallow(_ bytes: some Sequence<UInt8>, maximumDepth: Int) -> Bool {
    var nesting = Nesting()
    for byte in bytes {
      nesting.read(byte)
      if nesting.depth > maximumDepth { return false }
    }
    return true
  }
}

/// How deep a reader of JSON stands in braces and brackets, those within strings left out.
private struct Nesting {
  private(set) var depth = 0
  private(set) var isInString = false
  private var isEscaped = false

  mutating func read(_ byte: UInt8) {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
    default: break
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func lastRange(of word: [UInt8]) -> Range<Int>? {
    guard count >= word.count, !word.isEmpty else { return nil }
    var start = endIndex - word.count
    while start >= startIndex {
      if self[start..<start + word.count].elementsEqual(word) { return start..<start + word.count }
      start -= 1
    }
    return nil
  }
}
