import Redis

/// Limiters as scripts, in the shape in which a server runs them.
enum LimiterScripts {
  /// GCRA: `KEYS[1]` holds the theoretical arrival time in µs.
  ///
  /// `ARGV`: emission interval µs, burst tolerance µs (0: one at a time; (n - 1) × interval: n at once), cost. Answers
  /// allowed 0/1, retry after µs (-1: never, the cost is larger than the burst), what remains of the burst.
  static let rateLimit = RedisScript(
    name: "gcra",
    body: """
      local interval, tolerance, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local limit = tolerance + interval
      local arrival = tonumber(redis.call('GET', KEYS[1]) or now) or now
      if arrival < now then arrival = now end
      if arrival > now + limit then arrival = now + limit end
      local after = arrival + cost * interval
      local wait = after - now - limit
      if wait > 0 then
        if cost * interval > limit then wait = -1 end
        return {0, math.ceil(wait), math.floor((limit - (arrival - now)) / interval)}
      end
      if cost > 0 then
        redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.max(1, math.ceil((after - now) / 1000)))
      end
      return {1, 0, math.floor((limit - (after - now)) / interval)}
      """)

  /// Several GCRA buckets in one, all or none taken: `KEYS` are the buckets, on one hash tag.
  ///
  /// `ARGV`: for each key emission interval µs, burst tolerance µs, cost. Answers the wait in µs: 0 if all were taken,
  /// -1 if they never can be.
  static let budget = RedisScript(
    name: "budget",
    body: """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local after, longest = {}, 0
      for i, key in ipairs(KEYS) do
        local interval, tolerance = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1])
        local cost = tonumber(ARGV[3 * i])
        local limit = tolerance + interval
        local arrival = tonumber(redis.call('GET', key) or now) or now
        if arrival < now then arrival = now end
        if arrival > now + limit then arrival = now + limit end
        after[i] = arrival + cost * interval
        if cost * interval > limit then return -1 end
        longest = math.max(longest, after[i] - now - limit)
      end
      if longest > 0 then return math.ceil(longest) end
      for i, key in ipairs(KEYS) do
        if after[i] > now then
          redis.call('SET', key, string.format('%.0f', after[i]), 'PX', math.max(1, math.ceil((after[i] - now) / 1000)))
        end
      end
      return 0
      """)
}
