package import Redis

/// What the host asks of Redis. Whatever it answers, or does not, changes how long things take, never what comes of
/// them: the simulation puts one in its place that forgets, stands still and remembers old things.
package protocol RedisServing: Sendable {
  /// Counts one more under a key.
  func admit(_ question: ThrottleQuestion) async throws -> ThrottleAnswer
  /// Wakes who listens to a channel. May be lost.
  func wake(_ channel: String) async throws
  /// Calls `heard` for each waking, and whenever one may have been missed, until the task is cancelled.
  func listen(to channel: String, _ heard: @Sendable () -> Void) async
}

/// Whether one more may pass; times in microseconds.
package struct ThrottleQuestion: Sendable {
  /// Whom to count.
  package var key: String
  /// Between two, in the long run.
  package var interval: Int64
  /// By how much arrivals may run ahead.
  package var tolerance: Int64
  /// When it was received.
  package var now: Int64
}

/// What became of a question.
package struct ThrottleAnswer: Sendable {
  /// In microseconds; 0: it may pass.
  package var wait: Int64
  /// The first refusal since the last pass.
  package var isFirst: Bool

  package init(wait: Int64, isFirst: Bool) {
    self.wait = wait
    self.isFirst = isFirst
  }
}

extension RedisClient: RedisServing {
  package func admit(_ question: ThrottleQuestion) async throws -> ThrottleAnswer {
    let reply = try await run(
      Self.throttle, keys: [question.key, question.key + ":told"],
      arguments: [
        .string(String(question.interval)), .string(String(question.tolerance)), .string(String(question.now)),
      ])
    guard let parts = reply.array, parts.count == 2, let wait = parts[0].integer, let isFirst = parts[1].integer else {
      throw RedisError.protocolViolation("the throttle answers two numbers")
    }
    return ThrottleAnswer(wait: Int64(wait), isFirst: isFirst == 1)
  }

  package func wake(_ channel: String) async throws {
    _ = try await send(["PUBLISH", .string(channel), "lanes"])
  }

  package func listen(to channel: String, _ heard: @Sendable () -> Void) async {
    for await _ in subscribe([channel]) { heard() }
  }

  /// `KEYS`: the arrival time in µs; whether the refusal was spoken of. `ARGV`: interval, tolerance, now, all in µs.
  /// Answers the wait in µs, 0 if admitted, and whether this is the first refusal.
  private static let throttle = RedisScript(
    name: "throttle",
    body: """
      local interval, tolerance, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local arrival = tonumber(redis.call('GET', KEYS[1]) or now) or now
      if arrival < now then arrival = now end
      if arrival > now + tolerance then arrival = now + tolerance end
      local after = arrival + interval
      local expiry = math.ceil((tolerance + interval) / 1000) + 60000
      if after - now > tolerance then
        local first = redis.call('SET', KEYS[2], '1', 'NX', 'PX', expiry)
        return {math.ceil(after - now - tolerance), first and 1 or 0}
      end
      redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', expiry)
      redis.call('DEL', KEYS[2])
      return {0, 0}
      """)
}
