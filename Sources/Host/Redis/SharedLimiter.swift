import PluginAPI
import Redis

/// Counts in Redis, for all hosts together; in the memory of this process while Redis does not answer within its budget.
///
/// The times are those at which updates were received, so the script needs no clock of its own. Every key has an expiry.
struct SharedLimiter: Limiter {
  let redis: RedisClient
  /// Before every key; names the bot.
  let prefix: String
  let local = LocalLimiter()

  func admit(_ key: LimiterKey, at rate: LimiterRate, now: Instant) async -> LimiterAnswer {
    let interval = rate.interval.wholeMicroseconds
    guard interval > 0 else { return .pass }
    let name = "\(prefix)\(self.name(key))"
    do {
      let reply = try await redis.run(
        Self.script, keys: [name, name + ":told"],
        arguments: [
          .string(String(interval)), .string(String(interval * Int64(rate.burst))), .string(String(now.microseconds)),
        ])
      guard let parts = reply.array, parts.count == 2, let wait = parts[0].integer, let isFirst = parts[1].integer
      else {
        return local.admit(key, at: rate, now: now)
      }
      return wait == 0 ? .pass : .refuse(retryAfter: .microseconds(Int64(wait)), isFirst: isFirst == 1)
    } catch {
      return local.admit(key, at: rate, now: now)
    }
  }

  /// One hash tag a key, so that its two parts lie on one node and people are spread over all.
  private func name(_ key: LimiterKey) -> String {
    switch key {
    case .person(let id): "rl:{p\(id)}"
    case .group(let id): "rl:{g\(id)}"
    case .album(let id): "rl:{a\(id)}"
    }
  }

  /// `KEYS`: the arrival time in µs; whether the refusal was spoken of. `ARGV`: interval, tolerance, now, all in µs.
  /// Answers the wait in µs, 0 if admitted, and whether this is the first refusal.
  private static let script = RedisScript(
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
