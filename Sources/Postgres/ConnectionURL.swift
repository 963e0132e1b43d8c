import CPostgres

/// A connection URL, read by libpq and checked for what would otherwise show only in an error that quotes the password.
struct ConnectionURL {
  let parameters: [String: String]
  let isBehindPgBouncer: Bool
  let connectTimeout: Int?

  private static let form = "expected postgres://user:password@host:port/database?sslmode=…"

  init(_ url: String) throws(PostgresError) {
    guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
      throw .configuration("the URL has another scheme than postgres or postgresql; \(Self.form)")
    }
    let isMalformed = url.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
    guard !isMalformed else {
      throw .configuration("the URL has a space or control character, which must be percent-encoded; \(Self.form)")
    }
    let (rest, isBehindPgBouncer) = try Self.takePgBouncer(url)
    self.isBehindPgBouncer = isBehindPgBouncer
    guard let options = PQconninfoParse(rest, nil) else {
      throw .configuration("the URL cannot be read or has an unknown parameter; \(Self.form)")
    }
    defer { PQconninfoFree(options) }
    var parameters: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    connectTimeout = try Self.check(parameters)
    parameters["connect_timeout"] = nil
    self.parameters = parameters
  }

  /// Takes out what is ours and unknown to libpq.
  private static func takePgBouncer(_ url: String) throws(PostgresError) -> (String, Bool) {
    // Behind the last "?", because one in the password need not be encoded for libpq.
    guard let mark = url.lastIndex(of: "?") else { return (url, false) }
    var isBehindPgBouncer = false
    var kept: [Substring] = []
    for part in url[url.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false) {
      switch part {
      case "pgbouncer=true": isBehindPgBouncer = true
      case "pgbouncer=false": break
      case _ where part.hasPrefix("pgbouncer="):
        throw .configuration("the URL's parameter pgbouncer is neither true nor false")
      default: kept.append(part)
      }
    }
    let query = kept.joined(separator: "&")
    return (String(url[..<mark]) + (query.isEmpty ? "" : "?" + query), isBehindPgBouncer)
  }

  /// Refuses what libpq lets through here and would name in a later error. An unencoded "@" or "/" in a password moves
  /// the rest of it into the host, the port or the database.
  private static func check(_ parameters: [String: String]) throws(PostgresError) -> Int? {
    for keyword in ["host", "hostaddr", "dbname", "user"] where parameters[keyword]?.contains("@") == true {
      throw .configuration(
        "the URL's \(keyword) contains @: characters such as @ : / ? # in a user name or password must be "
          + "percent-encoded")
    }
    for port in (parameters["port"] ?? "").split(separator: ",") {
      guard let number = Int(port), 1...65_535 ~= number else {
        throw .configuration(
          "the URL's port is not a number from 1 to 65535 (a / in a password must be written %2F); \(form)")
      }
    }
    let modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]
    if let mode = parameters["sslmode"], !modes.contains(mode) {
      throw .configuration("the URL's sslmode is none of \(modes.joined(separator: ", "))")
    }
    guard let timeout = parameters["connect_timeout"] else { return nil }
    guard let seconds = Int(timeout), 1...3600 ~= seconds else {
      throw .configuration("the URL's connect_timeout is not a number of seconds from 1 to 3600")
    }
    return seconds
  }
}
