extension RedisClient {
  /// Refuses what would break the order of answers or change the connection for all its users.
  static func check(_ arguments: [RedisArgument]) throws(RedisError) {
    guard let first = arguments.first else { throw .invalidCommand("it has no name") }
    let name: String
    switch first {
    case .string(let text): name = text
    case .bytes(let bytes): name = String(decoding: bytes, as: UTF8.self)
    case .integer: throw .invalidCommand("its name is a number")
    }
    // Most names are none of these by their first letter or two alone.
    guard let letter = name.utf8.first, initials.contains(letter | 0x20), exclusive.contains(name.uppercased()) else {
      return
    }
    throw .invalidCommand("\(name.uppercased()) changes or holds up the connection, which all callers share")
  }

  private static let exclusive: Set<String> = [
    "AUTH", "BLMOVE", "BLMPOP", "BLPOP", "BRPOP", "BRPOPLPUSH", "BZMPOP", "BZPOPMAX", "BZPOPMIN", "CLIENT", "DISCARD",
    "EXEC", "HELLO", "MONITOR", "MULTI", "PSUBSCRIBE", "PSYNC", "PUNSUBSCRIBE", "QUIT", "READONLY", "READWRITE",
    "REPLCONF", "RESET", "SELECT", "SSUBSCRIBE", "SUBSCRIBE", "SUNSUBSCRIBE", "SYNC", "UNSUBSCRIBE", "UNWATCH", "WAIT",
    "WAITAOF", "WATCH",
  ]
  private static let initials = Set(exclusive.compactMap { $0.utf8.first.map { $0 | 0x20 } })
}
