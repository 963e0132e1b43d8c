import Foundation

/// Bugs that the tests plant to see whether they find them: `ROOST_PLANTED_BUG=noFence scripts/simulate 0 100`.
/// `scripts/mutations` plants each in turn. Release builds do not contain them.
package enum PlantedBug: String, CaseIterable, Sendable {
  // The guards of a commit.
  case noFence, noPending, splitCommit, noExpectation, repeatsUnknown, sharesFaults
  // The way in.
  case earlyAcknowledgement, maximumCursor, cursorBeforeStore, noDeduplication
  // Lanes.
  case releaseIgnoresTail, releaseIgnoresSends, noReread, staysBehind, gapIgnored, noRecheck, dropsUnreadItems
  case adoptsAfterDraining, dyingCounted
  // The outbox.
  case sendsBeforeCommit, noMark, bornUnmarked, uncountedTakeover, forgetsInFlight, ambiguousIsSent, ambiguousIsUnsent
  case putsBackAlways, keepsMark, forgetsDoubt, resendsUnguarded, ignoresRetryAfter, forgetsGroupTail, sendsToBlocked
  // Jobs, events and slow work.
  case jobOutsideTransaction, eventsLost, eventsDoubled, eventsOvertake, forgetsOwnWork, losesResult
  case ignoresSuperseded, countsInterruptions
  // The disk.
  case neverSyncs
  // What people and secrets are owed.
  case unsignedButtons, noThrottle, trustsRedis, slowPreCheckout, keepsPayload, erasesHalf, speaksSecrets

  #if DEBUG
    private static let planted = ProcessInfo.processInfo.environment["ROOST_PLANTED_BUG"].flatMap(PlantedBug.init)
    var isPlanted: Bool { Self.planted == self }
  #else
    @inline(__always) var isPlanted: Bool { false }
  #endif
}
