extension Instant: CustomStringConvertible {
  /// The instant in UTC, for logs: `2026-11-22T08:30:00.000000Z`. Beyond the years 0001…9999, its microseconds.
  public var description: String {
    let second = unixSeconds
    let local = LocalDateTime(wallSeconds: second)
    guard local.wallSeconds == second else { return "\(microseconds) µs" }
    let time = local.time
    let fraction = Int(floorRemainder(microseconds, 1_000_000))
    let clock = "\(time.hour.padded(2)):\(time.minute.padded(2)):\(time.second.padded(2))"
    return "\(local.date)T\(clock).\(fraction.padded(6))Z"
  }
}
