/// What a local date-time is in a zone.
public enum LocalResolution: Sendable, Hashable {
  /// It exists once.
  case unique(Instant)
  /// It does not exist, because the clocks were put forward over it.
  /// - Parameters:
  ///   - shiftedForward: moved by the gap: 02:30 becomes 03:30.
  ///   - shiftedBackward: moved back by the gap: 02:30 becomes 01:30.
  ///   - end: the instant at which the clocks are put forward, when they show 03:00.
  case gap(shiftedForward: Instant, shiftedBackward: Instant, end: Instant)
  /// It exists twice, because the clocks were put back.
  case fold(first: Instant, second: Instant)
}

/// Which instant stands for a local date-time that does not exist.
public enum GapPolicy: Sendable, Hashable {
  /// Moved by the gap: 02:30 becomes 03:30 (RFC 5545, java.time, Temporal's `compatible`).
  case shiftForward
  /// Moved back by the gap: 02:30 becomes 01:30.
  case shiftBackward
  /// The first instant after the gap: 02:30 becomes 03:00.
  case end
}

/// Which instant stands for a local date-time that exists twice.
public enum FoldPolicy: Sendable, Hashable {
  /// The first, before the clocks are put back.
  case first
  /// The second, after the clocks were put back.
  case second
}

/// A change of a zone's offset.
public struct ZoneTransition: Sendable, Hashable {
  /// The first instant with the new offset.
  public let instant: Instant
  /// Seconds east of UTC until then.
  public let offsetBefore: Int
  /// Seconds east of UTC from then on.
  public let offsetAfter: Int
}

extension Zone {
  /// The instant at which the clock shows `local`.
  /// - Parameters:
  ///   - gap: what to do if it never does, because the clocks were put forward over it.
  ///   - fold: what to do if it does twice, because the clocks were put back.
  public func instant(of local: LocalDateTime, gap: GapPolicy = .shiftForward, fold: FoldPolicy = .first) -> Instant {
    switch (resolution(of: local), gap, fold) {
    case (.unique(let instant), _, _): instant
    case (.gap(let forward, _, _), .shiftForward, _): forward
    case (.gap(_, let backward, _), .shiftBackward, _): backward
    case (.gap(_, _, let end), .end, _): end
    case (.fold(let first, _), _, .first): first
    case (.fold(_, let second), _, .second): second
    }
  }

  /// Whether the clock shows `local` once, never or twice, and when.
  public func resolution(of local: LocalDateTime) -> LocalResolution {
    let wall = local.wallSeconds
    // No offset is larger than 26 hours, so only stretches of this window can show the wanted time.
    let widest: Int64 = 93_600
    var stretch = rules.stretch(containing: wall - widest)
    var first: Int64?
    var last: Int64 = 0
    var gap: (forward: Int64, backward: Int64, end: Int64)?
    while true {
      let candidate = wall - stretch.offset
      if candidate >= stretch.start && candidate < stretch.end {
        first = first ?? candidate
        last = candidate
      }
      guard stretch.end <= wall + widest else { break }
      let next = rules.stretch(containing: stretch.end)
      if candidate >= stretch.end && wall - next.offset < stretch.end {
        gap = (candidate, wall - next.offset, stretch.end)
      }
      stretch = next
    }
    if let first {
      return first == last
        ? .unique(Instant(unixSeconds: first))
        : .fold(first: Instant(unixSeconds: first), second: Instant(unixSeconds: last))
    }
    guard let gap else { return .unique(Instant(unixSeconds: wall - stretch.offset)) }
    return .gap(
      shiftedForward: Instant(unixSeconds: gap.forward), shiftedBackward: Instant(unixSeconds: gap.backward),
      end: Instant(unixSeconds: gap.end))
  }

  /// The next change of the offset after an instant; `nil` if the zone's clocks are never changed again. Changes of
  /// the abbreviation alone do not count.
  public func nextTransition(after instant: Instant) -> ZoneTransition? {
    var stretch = rules.stretch(containing: instant.unixSeconds)
    // Bounded, because a rule may change the name for ever and never the offset.
    for _ in 0..<1000 {
      guard stretch.end < LocalDateTime(.max, .midnight).wallSeconds else { return nil }
      let next = rules.stretch(containing: stretch.end)
      if next.offset != stretch.offset {
        return ZoneTransition(
          instant: Instant(unixSeconds: stretch.end), offsetBefore: Int(stretch.offset), offsetAfter: Int(next.offset))
      }
      stretch = next
    }
    return nil
  }
}
