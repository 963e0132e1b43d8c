import PluginAPI

/// Says whether somebody may come again now: GCRA, a burst and then a steady rate, one number a key.
protocol Limiter: Sendable {
  /// - Parameters:
  ///   - key: whom to count.
  ///   - now: when they came; may lie in the past, for what waited.
  func admit(_ key: LimiterKey, at rate: LimiterRate, now: Instant) async -> LimiterAnswer
}

/// Who is counted, each kind by itself.
enum LimiterKey: Sendable, Hashable {
  case person(Int64)
  case group(Int64)
  /// Parts of albums in a person's chat.
  case album(Int64)
}

struct LimiterRate: Sendable, Hashable {
  /// Time between two, in the long run.
  var interval: Duration
  /// How many may come at once.
  var burst: Int
}

enum LimiterAnswer: Sendable, Hashable {
  case pass
  /// `isFirst`: the first refusal since the last pass, the one to speak about.
  case refuse(retryAfter: Duration, isFirst: Bool)
}
