// Refuses what would leave as something else than was meant: header injection, smuggled lengths, cut URLs.
extension HTTPRequest {
  func check() throws(HTTPError) {
    try checkURL()
    if method == .get, !body.isEmpty { throw Self.malformed("a GET has no body, found \(body.count) bytes") }
    if maximumResponseBytes < 0 { throw Self.malformed("maximumResponseBytes must not be negative") }
    for (name, value) in headers { try Self.checkHeader(name, value) }
  }

  var isSecure: Bool { hasPrefix("https://") }

  private func hasPrefix(_ scheme: StaticString) -> Bool {
    scheme.withUTF8Buffer { scheme in
      url.utf8.count >= scheme.count && zip(url.utf8, scheme).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
  }

  private func checkURL() throws(HTTPError) {
    let isSecure = isSecure
    let start = isSecure ? 8 : 7
    var url = url
    let isRight = url.withUTF8 { url in
      (isSecure || hasPrefix("http://")) && url.count > start && url[start] != UInt8(ascii: "/")
        && url.allSatisfy { (0x21...0x7E).contains($0) }
    }
    guard isRight else {
      throw HTTPError(
        code: .malformedURL, certainty: .notSent,
        message: "expected an absolute http or https URL in printable ASCII, found something else")
    }
  }

  private static func checkHeader(_ name: String, _ value: String) throws(HTTPError) {
    guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
      throw malformed("a header name holds a character that is not allowed (RFC 9110 §5.6.2)")
    }
    guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
      throw malformed("the value of the header \(name) holds a control character; line breaks are never sent")
    }
    if name.isField("content-length") || name.isField("transfer-encoding") || name.isField("expect") {
      throw malformed("the header \(name) is the client's own; leave it out")
    }
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func malformed(_ message: String) -> HTTPError {
    HTTPError(code: .malformedRequest, certainty: .notSent, message: message)
  }
}

extension String {
  /// Whether this is the name of a field, in whatever case (RFC 9110 §5.1).
  /// - Parameter field: in lower case.
  func isField(_ field: StaticString) -> Bool {
    utf8.count == field.utf8CodeUnitCount
      && field.withUTF8Buffer { zip(utf8, $0).allSatisfy { ($0 | ($0 &- 0x41 < 26 ? 0x20 : 0)) == $1 } }
  }
}
