/// One occurrence of a recurrence in a zone.
public struct Occurrence: Sendable, Hashable {
  /// The time that was meant. It identifies the occurrence, and stays when the zone or its rules change.
  public let local: LocalDateTime
  /// When it comes. A local time that does not exist moves by the gap (02:30 becomes 03:30); of one that exists twice
  /// it is the first.
  public let instant: Instant

  /// The occurrence at a local time. Use it to derive the instant again after a change of zone or of tzdata.
  public init(at local: LocalDateTime, in zone: Zone) {
    self.local = local
    instant = zone.instant(of: local)
  }
}

/// The newest of the occurrences that have come, and how many came before it.
public struct DueOccurrence: Sendable, Hashable {
  /// The newest occurrence whose instant has come.
  public let occurrence: Occurrence
  /// How many occurrences since the last one handled are older than this one and pass unhandled.
  public let skipped: Int
}

extension Recurrence {
  /// The occurrence to wait for.
  ///
  /// It is later than `local` by the wall clock, so that after a flight west nothing comes twice on one date, and its
  /// instant is not before `notBefore`. On a day that a zone leaves out altogether (Apia, 2011-12-30) nothing occurs.
  /// - Parameters:
  ///   - local: the last occurrence that was handled; `nil` if there was none.
  ///   - notBefore: usually now.
  ///   - zone: where the person is.
  /// - Returns: `nil` beyond the year 9999.
  public func occurrence(after local: LocalDateTime?, notBefore: Instant, in zone: Zone) -> Occurrence? {
    // One earlier than the clock says, because in a gap an occurrence comes later than its local time.
    var candidate = number(upTo: zone.localDateTime(at: notBefore)) - 1
    if let local { candidate = max(candidate, number(upTo: local)) }
    while true {
      candidate += 1
      let day = day(ofNumber: candidate)
      guard day <= LocalDate.lastDay else { return nil }
      guard let date = LocalDate(daysSinceEpoch: day) else { continue }
      let moment = LocalDateTime(date, time)
      let occurrence = Occurrence(at: moment, in: zone)
      if occurrence.instant >= notBefore && !isOnLeftOutDay(occurrence, number: candidate, in: zone) {
        return occurrence
      }
    }
  }

  /// The newest occurrence later than `local` whose instant has come, so that after an outage one is handled and the
  /// older ones are counted, never a burst. Costs the same after a day and after ten years.
  /// - Parameters:
  ///   - local: the last occurrence that was handled, or the local time at which the schedule began.
  ///   - now: the present.
  ///   - zone: where the person is.
  /// - Returns: `nil` if none has come.
  public func latestDue(after local: LocalDateTime, now: Instant, in zone: Zone) -> DueOccurrence? {
    let handled = number(upTo: local)
    // One later than the clock says, because in the second pass of a fold the clock shows less than it did.
    var candidate = number(upTo: zone.localDateTime(at: now)) + 1
    while candidate > handled {
      if let moment = moment(ofNumber: candidate) {
        let occurrence = Occurrence(at: moment, in: zone)
        if occurrence.instant <= now && !isOnLeftOutDay(occurrence, number: candidate, in: zone) {
          return DueOccurrence(occurrence: occurrence, skipped: candidate - handled - 1)
        }
      }
      candidate -= 1
    }
    return nil
  }

  /// Whether the occurrence was moved so far by a gap that it is not before the next one.
  private func isOnLeftOutDay(_ occurrence: Occurrence, number: Int, in zone: Zone) -> Bool {
    guard zone.localDateTime(at: occurrence.instant) != occurrence.local, let next = moment(ofNumber: number + 1) else {
      return false
    }
    return zone.instant(of: next) <= occurrence.instant
  }
}
