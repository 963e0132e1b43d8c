extension MonotonicTime {
  /// The moment after this time.
  static func after(_ time: Duration) -> UInt64 {
    let parts = time.components
    return nanoseconds + UInt64(max(0, parts.seconds)) * 1_000_000_000 + UInt64(max(0, parts.attoseconds))
      / 1_000_000_000
  }

  /// What is left, for poll(2); rounded up, so that a wait never ends early.
  static func milliseconds(to deadline: UInt64) -> Int32 {
    let now = nanoseconds
    return deadline > now ? Int32(clamping: (deadline - now + 999_999) / 1_000_000) : 0
  }
}
