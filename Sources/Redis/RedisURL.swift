extension RedisConfiguration {
  /// Reads `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS with an optional
  /// `?cafile=/path/to/authorities.pem`. User, password and file may be percent-encoded; `@`, `/`, `?` and `%` in them
  /// must be.
  ///
  /// - Throws: ``RedisError/malformedConfiguration(_:)``, which quotes nothing of the URL.
  public init(url: String) throws(RedisError) {
    guard let separator = url.firstRange(of: "://") else {
      throw Self.malformed("it must begin with redis:// or rediss://")
    }
    self.init()
    switch url[..<separator.lowerBound].lowercased() {
    case "redis": isSecure = false
    case "rediss": isSecure = true
    default: throw Self.malformed("it must begin with redis:// or rediss://")
    }
    var rest = url[separator.upperBound...]
    guard !rest.contains("#") else { throw Self.malformed("there must be no #; write %23 in a password") }
    if let mark = rest.firstIndex(of: "?") {
      try readQuery(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let slash = rest.firstIndex(of: "/") {
      try readDatabase(rest[rest.index(after: slash)...])
      rest = rest[..<slash]
    }
    if let at = rest.lastIndex(of: "@") {
      try readUser(rest[..<at])
      rest = rest[rest.index(after: at)...]
    }
    try readHost(rest)
    try check()
  }

  private mutating func readQuery(_ query: Substring) throws(RedisError) {
    for item in query.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0] == "cafile", isSecure, let file = Self.decode(parts[1]), !file.isEmpty else {
        throw Self.malformed("after ? only cafile=<file> is known, with rediss://")
      }
      certificateAuthorityFile = file
    }
  }

  private mutating func readDatabase(_ path: Substring) throws(RedisError) {
    if path.isEmpty { return }
    guard let number = Self.number(path) else { throw Self.malformed("after the host only /<number> may follow") }
    database = number
  }

  private mutating func readUser(_ text: Substring) throws(RedisError) {
    guard let colon = text.firstIndex(of: ":") else {
      throw Self.malformed("before @ there must be user:password, or :password without a user")
    }
    guard let user = Self.decode(text[..<colon]), let password = Self.decode(text[text.index(after: colon)...]) else {
      throw Self.malformed("user and password must be percent-encoded UTF-8")
    }
    self.user = user.isEmpty ? nil : user
    self.password = password.isEmpty ? nil : password
  }

  private mutating func readHost(_ text: Substring) throws(RedisError) {
    var name = text
    var port: Substring?
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { throw Self.malformed("an IPv6 address must end with ]") }
      name = text[..<end].dropFirst()
      let after = text[text.index(after: end)...]
      guard after.isEmpty || after.first == ":" else { throw Self.malformed("after ] only :<port> may follow") }
      port = after.isEmpty ? nil : after.dropFirst()
    } else if let colon = text.lastIndex(of: ":") {
      name = text[..<colon]
      port = text[text.index(after: colon)...]
      guard !name.contains(":") else { throw Self.malformed("an IPv6 address must stand in [ ]") }
    }
    host = String(name)
    guard let port else { return }
    guard let number = Self.number(port) else { throw Self.malformed("the port must be a number in 1…65535") }
    self.port = number
  }

  private static func number(_ text: Substring) -> Int? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }

  private static func decode(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(nibble), let low = rest.popFirst().flatMap(nibble) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func malformed(_ text: String) -> RedisError {
    .malformedConfiguration("the Redis URL is not one: \(text)")
  }
}
