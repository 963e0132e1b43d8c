/// Tells other hosts that there is something for them, so that they need not wait for their next look around. A hint that
/// is lost costs a second, nothing else.
struct WakeHints: Sendable {
  let redis: any RedisServing
  let channel: String

  /// Lanes were given back, or found no room here.
  func wakeOthers() async {
    try? await redis.wake(channel)
  }

  /// Calls `wake` for each hint, and after each reconnection, since hints may have been lost meanwhile.
  func listen(_ wake: @Sendable () -> Void) async {
    await redis.listen(to: channel, wake)
  }
}
