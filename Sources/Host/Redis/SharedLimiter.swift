import PluginAPI

/// Counts in Redis, for all hosts together; in the memory of this process while Redis does not answer within its budget.
///
/// The times are those at which updates were received, so the script needs no clock of its own. Every key has an expiry.
struct SharedLimiter: Limiter {
  let redis: any RedisServing
  /// Before every key; names the bot.
  let prefix: String
  let local = LocalLimiter()

  func admit(_ key: LimiterKey, at rate: LimiterRate, now: Instant) async -> LimiterAnswer {
    let interval = rate.interval.wholeMicroseconds
    guard interval > 0 else { return .pass }
    let question = ThrottleQuestion(
      key: "\(prefix)\(name(key))", interval: interval, tolerance: interval * Int64(rate.burst), now: now.microseconds)
    do {
      let answer = try await redis.admit(question)
      return answer.wait == 0
        ? .pass : .refuse(retryAfter: .microseconds(answer.wait), isFirst: answer.isFirst)
    } catch {
      if PlantedBug.trustsRedis.isPlanted { return .refuse(retryAfter: rate.interval, isFirst: true) }
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
}
