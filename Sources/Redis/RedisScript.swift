/// A Lua script. The server keeps it by its digest; ``RedisClient/run(_:keys:arguments:within:)`` sends the text only
/// when the server has not got it.
public struct RedisScript: Sendable, Hashable {
  /// What to call it in logs.
  public let name: String
  /// The Lua text.
  public let body: String
  /// The SHA-1 of the text in hexadecimal, as `EVALSHA` takes it.
  public let digest: String

  /// Computes the digest.
  public init(name: String, body: String) {
    self.name = name
    self.body = body
    digest = SHA1.hexadecimal(of: Array(body.utf8))
  }
}
