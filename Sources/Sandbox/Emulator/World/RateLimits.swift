import CivilTime

/// Telegram's flood limits, roughly: exact ones are not published.
struct RateLimits: Sendable {
  /// Fills at a steady rate up to its size.
  private struct Bucket: Sendable {
    var level: Double
    var at: Instant
    let size: Double
    let perSecond: Double
    /// Until when the scope is refused whatever it holds.
    var blockedUntil: Instant?

    /// Takes one; the seconds to wait if there is none.
    mutating func take(_ now: Instant) -> Int? {
      if let until = blockedUntil, until > now {
        // Asking again before the time makes it longer.
        let left = (until - now).wholeMicroseconds
        blockedUntil = now + .microseconds(min(left + 1_000_000, 120_000_000))
        return Int((min(left + 1_000_000, 120_000_000) + 999_999) / 1_000_000)
      }
      level = min(size, level + Double((now - at).wholeMicroseconds) / 1e6 * perSecond)
      at = now
      guard level >= 1 else {
        let wait = max(1, Int(((1 - level) / perSecond).rounded(.up)))
        blockedUntil = now + .seconds(wait)
        return wait
      }
      level -= 1
      return nil
    }

    mutating func giveBack() { level += 1 }
  }

  private var chats: [Int: Bucket] = [:]
  private var overall: Bucket?

  /// Counts one message; the seconds to wait if it is one too many.
  mutating func take(chat: Int, isGroup: Bool, now: Instant) -> Int? {
    var all = overall ?? Bucket(level: 30, at: now, size: 30, perSecond: 30)
    defer { overall = all }
    if let wait = all.take(now) { return wait }
    var own =
      chats[chat]
      ?? (isGroup
        ? Bucket(level: 20, at: now, size: 20, perSecond: 20.0 / 60)
        : Bucket(level: 20, at: now, size: 20, perSecond: 1))
    defer { chats[chat] = own }
    if let wait = own.take(now) {
      all.giveBack()
      return wait
    }
    return nil
  }
}
