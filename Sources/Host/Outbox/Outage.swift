import PluginAPI

/// Lanes whose calls did not get through since the last one that did. When nothing got through for a while it is
/// Telegram, or the way to it; once it is back, nobody waits for the end of a pause that has grown meanwhile.
struct Outage: Sendable {
  /// Shorter, or of fewer lanes, it may be the calls themselves.
  private static let shortest = Duration.seconds(4)
  private static let fewest = 3
  /// How many calls a second, in all, try whether Telegram is back.
  private static let tries = 16

  private var lanes: Set<LaneKey> = []
  private var since: Instant?

  /// A call did not get through.
  /// - Parameter pause: what the lane would wait by its own count.
  /// - Returns: how long it waits: a few lanes look again soon, many share the tries.
  mutating func failed(_ lane: LaneKey, _ pause: Duration, at now: Instant) -> Duration {
    lanes.insert(lane)
    since = since ?? now
    return min(pause, max(Self.shortest, .seconds(lanes.count / Self.tries)))
  }

  /// The lane waits for another reason now.
  mutating func forget(_ lane: LaneKey) {
    if !lanes.isEmpty { lanes.remove(lane) }
  }

  /// A call got through.
  /// - Parameter isCertain: others than calls show that there was an outage.
  /// - Returns: the lanes that need not wait any longer.
  mutating func end(at now: Instant, certainly isCertain: Bool) -> Set<LaneKey> {
    guard let began = since else { return [] }
    defer {
      lanes = []
      since = nil
    }
    return now - began >= Self.shortest && (isCertain || lanes.count >= Self.fewest) ? lanes : []
  }
}
