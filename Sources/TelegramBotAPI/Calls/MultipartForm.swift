/// `multipart/form-data` (RFC 7578) of a call with files. The same call always gives the same bytes.
struct MultipartForm {
  let contentType: String
  private(set) var body: [UInt8] = []

  init(call: BotAPICall) {
    let boundary = Self.boundary(for: call)
    contentType = "multipart/form-data; boundary=\(boundary)"
    body.reserveCapacity(call.attachments.reduce(call.parameters.count * 2 + 512) { $0 + $1.bytes.count + 256 })
    for (key, value) in (try? RawJSON(call.parameters).members()) ?? [] {
      // A string goes as it is, everything else as JSON text.
      part(boundary, headers: "Content-Disposition: form-data; name=\"\(Self.escaped(key))\"")
      body.append(contentsOf: value.string.map { Array($0.utf8) } ?? value.bytes)
      body.append(contentsOf: "\r\n".utf8)
    }
    for file in call.attachments {
      let type = Self.isMediaType(file.contentType) ? file.contentType : "application/octet-stream"
      part(
        boundary,
        headers: "Content-Disposition: form-data; name=\"\(Self.escaped(file.name))\"; "
          + "filename=\"\(Self.escaped(file.filename))\"\r\nContent-Type: \(type)")
      body.append(contentsOf: file.bytes)
      body.append(contentsOf: "\r\n".utf8)
    }
    body.append(contentsOf: "--\(boundary)--\r\n".utf8)
  }

  private mutating func part(_ boundary: String, headers: String) {
    body.append(contentsOf: "--\(boundary)\r\n\(headers)\r\n\r\n".utf8)
  }

  /// Quotes, CR, LF and the other control characters, percent-encoded as browsers do (WHATWG, multipart encoding).
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "%22"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "_"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isMediaType(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 127 && text.contains("/") && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// A boundary derived from the content by FNV-1a, and derived again until it does not occur in it.
  private static func boundary(for call: BotAPICall) -> String {
    let contents = [call.parameters] + call.attachments.map(\.bytes)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for content in contents {
      // The ends and the length tell contents apart well enough; a clash is found below anyway.
      for byte in content.prefix(256) + content.suffix(256) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ UInt64(content.count)) &* 0x100_0000_01b3
    }
    while true {
      let digits = String(hash, radix: 16)
      let boundary = "roost-" + String(repeating: "0", count: 16 - digits.count) + digits
      if !contents.contains(where: { occurs(Array(boundary.utf8), in: $0) }) { return boundary }
      hash = (hash ^ 0xA5) &* 0x100_0000_01b3
    }
  }

  private static func occurs(_ needle: [UInt8], in content: [UInt8]) -> Bool {
    guard let first = needle.first, content.count >= needle.count else { return false }
    var start = content.startIndex
    while let found = content[start...].firstIndex(of: first) {
      if content[found...].starts(with: needle) { return true }
      start = found + 1
    }
    return false
  }
}
