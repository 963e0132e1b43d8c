/// A Redis client: one connection driven by one thread of its own, on which the commands of all callers are pipelined.
///
/// Whatever waits is written together, and answers are given out in the order of the commands (RESP2). The connection
/// is made in the background at once, and made again whenever it is lost, after pauses of 50 ms to 2 s. A command is
/// never sent twice. After three failures in a row (timeouts and connection errors) calls fail at once with
/// ``RedisError/unavailable``; after a second one call is let through to try.
///
/// Because the connection is shared, it takes no command that changes or holds up the connection: no blocking
/// commands, no `MULTI`, no `SELECT`. Use a ``RedisScript`` for what belongs together.
public final class RedisClient: Sendable {
  private let queue: CommandQueue
  private let configuration: RedisConfiguration

  /// Starts the client's thread, which connects in the background.
  ///
  /// - Throws: ``RedisError/malformedConfiguration(_:)`` if a value is out of its range, ``RedisError/connection(_:)``
  ///   if the thread cannot be started. A server that cannot be reached is no error here.
  public init(_ configuration: RedisConfiguration) throws(RedisError) {
    try configuration.check()
    self.configuration = configuration
    queue = try ClientThread.start(configuration)
  }

  deinit {
    queue.abandon()
  }

  /// Sends one command and returns its answer.
  ///
  /// An error answer that concerns the command alone, such as `WRONGTYPE`, is returned as ``RedisReply/error(_:)``; one
  /// that says that the server cannot serve now is thrown. After a throw the command may have been executed, except
  /// after `unavailable`, `overloaded` and `invalidCommand`. Cancelling the task ends the wait at once.
  ///
  /// - Parameters:
  ///   - arguments: the name of the command and what belongs to it.
  ///   - budget: the time for waiting, sending and answer together; ``RedisConfiguration/commandBudget`` if nil.
  public func send(
    _ arguments: [RedisArgument], within budget: Duration? = nil
  ) async throws(RedisError) -> RedisReply {
    try Self.check(arguments)
    return try await exchange(arguments, until: .now + (budget ?? configuration.commandBudget))
  }

  /// Runs a script by its digest, and by its text if the server does not know it (yet, or any more).
  ///
  /// - Parameters:
  ///   - script: the script.
  ///   - keys: its `KEYS`; on a cluster all with the same hash tag.
  ///   - arguments: its `ARGV`.
  ///   - budget: the time for all of it; ``RedisConfiguration/commandBudget`` if nil.
  public func run(
    _ script: RedisScript, keys: [String], arguments: [RedisArgument] = [], within budget: Duration? = nil
  ) async throws(RedisError) -> RedisReply {
    let deadline: ContinuousClock.Instant = .now + (budget ?? configuration.commandBudget)
    let rest = [.integer(keys.count)] + keys.map(RedisArgument.string) + arguments
    let reply = try await exchange(["EVALSHA", .string(script.digest)] + rest, until: deadline)
    guard case .error(let text) = reply, text.hasPrefix("NOSCRIPT") else { return reply }
    return try await exchange(["EVAL", .string(script.body)] + rest, until: deadline)
  }

  /// Listens to channels, on a second connection that all listeners share.
  ///
  /// Publish and subscribe is lossy: what is published while nobody is connected is gone. The stream says when that may
  /// have happened (``RedisMessage/reconnected``). It holds the newest 1,000 messages for a listener that is behind,
  /// ends when the client is closed, and stops listening when it is dropped.
  public func subscribe(_ channels: [String]) -> AsyncStream<RedisMessage> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: RedisMessage.self, bufferingPolicy: .bufferingNewest(Listener.capacity))
    queue.subscribe(Listener(channels: channels, continuation: continuation))
    return stream
  }

  /// What the client has done so far and how it stands.
  public var statistics: RedisStatistics {
    queue.statistics
  }

  /// Fails all pending commands with ``RedisError/closed``, ends the streams, closes the connections and ends the
  /// thread. Returns when it has ended. May be called again; commands sent later fail.
  public func close() async {
    await withCheckedContinuation { queue.stop(resuming: $0) }
    queue.join()
  }

  private func exchange(
    _ arguments: [RedisArgument], until deadline: ContinuousClock.Instant
  ) async throws(RedisError) -> RedisReply {
    let command = Command(try RedisArgument.encode(arguments), deadline: deadline)
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { queue.start(command, resuming: $0) }
    } onCancel: {
      command.cancel()
    }
    return try outcome.get()
  }
}
