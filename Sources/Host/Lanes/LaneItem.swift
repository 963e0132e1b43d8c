import PluginAPI

/// What waits in a lane to be handled as a turn.
struct LaneItem: Sendable {
  enum Kind: String, Sendable, SQLConvertible {
    /// A raw Telegram update.
    case update
    /// A due job, a schedule's occurrence or an event delivery: ``JobEnvelope``.
    case job
    /// The result of slow work: ``WorkEnvelope``.
    case work
  }

  let lane: LaneKey
  /// Its number in the lane.
  let seq: Int64
  let kind: Kind
  let payload: [UInt8]
  /// Receive or due time; the `now` of the turn in every attempt.
  let receivedAt: Instant
  /// What was read of an update when it came in; nil if it came from the database.
  var update: ReadUpdate?

  /// Seeds ids and randomness, so that a re-run decides the same.
  var seed: UInt64 {
    // FNV-1a: stable between processes, unlike Hasher.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in lane.rawValue.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for shift in stride(from: 0, to: 64, by: 8) {
      hash = (hash ^ (UInt64(bitPattern: seq) >> UInt64(shift) & 0xFF)) &* 0x100_0000_01b3
    }
    return hash ^ UInt64(bitPattern: receivedAt.microseconds)
  }
}

/// What a host reads of an update: once, and large enough to be worth a box.
final class ReadUpdate: Sendable {
  let slim: SlimUpdate
  init(_ slim: SlimUpdate) { self.slim = slim }
}

/// What comes from outside a lane, before it has a number.
struct IncomingItem: Sendable {
  /// How it is stored.
  enum Fate: Sendable {
    case pending
    case done
    case refused(reason: String)
    case quarantined(reason: String, errorID: String)

    var state: Int64 {
      switch self {
      case .pending: 0
      case .done: 1
      case .refused: 2
      case .quarantined: 3
      }
    }

    var reason: String? {
      switch self {
      case .pending, .done: nil
      case .refused(let reason), .quarantined(let reason, _): reason
      }
    }
  }

  var lane: LaneKey
  /// Where it comes from, and its id there: together unique, so that a repeat is dropped.
  var source: String
  var sourceID: String
  var kind: LaneItem.Kind
  var payload: [UInt8]
  var receivedAt: Instant
  var fate: Fate = .pending
  var update: ReadUpdate?

  /// It is to be handled, and nothing else is known of it.
  var isPlain: Bool { if case .pending = fate { true } else { false } }

  /// By which a repeat is known.
  var identity: String {
    PlantedBug.noDeduplication.isPlanted && source == "tg" ? "\(sourceID)@\(receivedAt.microseconds)" : sourceID
  }
}
