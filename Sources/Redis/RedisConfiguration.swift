/// Where the server is and how patient to be.
public struct RedisConfiguration: Sendable {
  /// A name or an address, an IPv6 address without brackets.
  public var host: String
  /// 1…65535; 6379 by custom.
  public var port: Int
  /// Whether the connection is encrypted and the server's certificate verified. There is no unverified TLS.
  public var isSecure: Bool
  /// A PEM file of trusted certificate authorities in place of the system's.
  public var certificateAuthorityFile: String?
  /// The user of the access control list; nil for the default user.
  public var user: String?
  /// The number of the database, from 0.
  public var database: Int
  /// What the server's `CLIENT LIST` shows: printable ASCII without spaces; nil for nothing.
  public var clientName: String?

  /// The time that a command has for waiting, sending and answer.
  public var commandBudget: Duration
  /// The time for making a connection: name, TCP, TLS, password and first answer.
  public var connectTimeout: Duration
  /// How long a command may stay without an answer beyond its budget before the connection counts as dead.
  public var stallTimeout: Duration
  /// How many commands may be waiting and under way together, from 1.
  public var maximumPendingCommands: Int

  private var secret: Secret

  /// The password; nil for none. Not part of any description.
  public var password: String? {
    get { secret.text }
    set { secret = Secret(text: newValue) }
  }

  /// The defaults: 50 ms a command, 2 s for a connection, 10 s until a silent connection is dead, 10,000 commands.
  public init(host: String = "127.0.0.1", port: Int = 6379, isSecure: Bool = false, password: String? = nil) {
    self.host = host
    self.port = port
    self.isSecure = isSecure
    secret = Secret(text: password)
    database = 0
    commandBudget = .milliseconds(50)
    connectTimeout = .seconds(2)
    stallTimeout = .seconds(10)
    maximumPendingCommands = 10_000
  }

  /// Host and port.
  var target: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  func check() throws(RedisError) {
    guard !host.isEmpty, host.utf8.allSatisfy(Self.isHostByte) else {
      throw .malformedConfiguration("the host must be a name or an address")
    }
    guard (1...65535).contains(port) else { throw .malformedConfiguration("the port must be in 1…65535") }
    guard (0...65535).contains(database) else { throw .malformedConfiguration("the database must be a number from 0") }
    guard user == nil || password != nil else { throw .malformedConfiguration("a user needs a password") }
    if let clientName, !clientName.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
      throw .malformedConfiguration("the client name must be printable ASCII without spaces")
    }
    guard commandBudget > .zero, connectTimeout > .zero, stallTimeout > .zero, maximumPendingCommands > 0 else {
      throw .malformedConfiguration("times and limits must be greater than 0")
    }
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._:".utf8.contains(byte)
    }
  }
}

extension RedisConfiguration: CustomStringConvertible {
  /// The URL without user and password.
  public var description: String {
    "\(isSecure ? "rediss" : "redis")://\(target)/\(database)"
  }
}

/// A text that neither printing nor dumping shows.
private struct Secret: Sendable, CustomStringConvertible, CustomReflectable {
  let text: String?
  var description: String { text == nil ? "none" : "hidden" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
