/// What a client is doing, for metrics. A snapshot that may be a few milliseconds old.
public struct PostgresStatistics: Sendable, Hashable {
  /// Connections that are open.
  public var open = 0
  /// Open connections that have a batch under way.
  public var busy = 0
  /// Connections being made.
  public var connecting = 0
  /// Batches that wait for a connection.
  public var waiting = 0
  /// Batches that came to an end on a connection since the start, well or not.
  public var batches = 0
  /// Connections made since the start.
  public var connects = 0
  /// Attempts to connect that failed since the start.
  public var failedConnects = 0
  /// Batches run a second time because the connection's prepared statements no longer fitted, since the start.
  public var repeated = 0
}
