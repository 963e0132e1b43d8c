/// What a listener hears.
public enum RedisMessage: Sendable, Hashable {
  /// From now on messages are heard. The first one of every stream.
  case connected
  /// Messages may have been missed before this: the connection was lost and is there again, or the listener fell behind
  /// by more than 1,000 messages. Look at the truth once.
  case reconnected
  /// What somebody published.
  case message(channel: String, payload: [UInt8])
}
