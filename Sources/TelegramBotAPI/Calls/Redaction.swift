/// Keeps secrets and floods out of texts that come from outside and end in logs.
package enum Redaction {
  static let limit = 300

  /// Cuts out everything that looks like a bot token, replaces control characters and shortens the rest.
  package static func clean(_ text: String) -> String {
    // A token that would straddle the cut is still recognised, because the text is cut last.
    let bytes = Array(text.utf8.prefix(4096))
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if index == 0 || !isDigit(bytes[index - 1]), let end = tokenEnd(bytes, index) {
        output.append(contentsOf: "<token>".utf8)
        index = end
      } else {
        output.append(bytes[index] < 0x20 || bytes[index] == 0x7F ? 0x20 : bytes[index])
        index += 1
      }
    }
    let result = String(decoding: output, as: UTF8.self)
    return result.count <= limit ? result : result.prefix(limit - 1) + "…"
  }

  /// The end of a token that starts at `start`: digits, a colon (also as `%3A`), and 20 or more of `A-Za-z0-9_-`.
  /// Telegram's have 35 there; shorter ones are cut out too.
  private static func tokenEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    var index = start
    while index < bytes.count, isDigit(bytes[index]) { index += 1 }
    guard index - start >= 3 else { return nil }
    if index < bytes.count, bytes[index] == 0x3A {
      index += 1
    } else if bytes[index...].prefix(3).elementsEqual("%3A".utf8) || bytes[index...].prefix(3).elementsEqual("%3a".utf8)
    {
      index += 3
    } else {
      return nil
    }
    let secret = index
    while index < bytes.count, isSecret(bytes[index]) { index += 1 }
    return index - secret >= 20 ? index : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func isSecret(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x2D
  }
}
