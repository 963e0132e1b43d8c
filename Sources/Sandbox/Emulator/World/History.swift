public import CivilTime
public import TelegramBotAPI

/// One thing that happened at the emulator, for checkers.
public struct HistoryEntry: Sendable {
  public enum Event: Sendable {
    /// The bot called a method and got this answer. `executed` says whether the call took effect.
    case called(method: String, parameters: JSONValue, answer: EmulatorAnswer, executed: Bool)
    /// An update was put in the bot's queue.
    case queued(updateID: Int, kind: String)
    /// An update was handed to the bot (not yet confirmed).
    case delivered(updateID: Int)
    /// The bot confirmed an update: Telegram forgets it.
    case confirmed(updateID: Int)
    /// An update was dropped because nobody took it in time, or because the bot asked for it.
    case dropped(updateID: Int)
    /// Stars moved: `amount` from the person to the bot, negative for a refund.
    case stars(person: Int, amount: Int, chargeID: String)
  }

  /// Counts from 1 without gaps.
  public var sequence: Int
  public var at: Instant
  public var event: Event
}

/// The latest entries, at most as many as was asked for.
struct HistoryLog: Sendable {
  private(set) var entries: [HistoryEntry] = []
  private var sequence = 0
  private let limit: Int?

  init(limit: Int?) { self.limit = limit }

  mutating func add(_ event: HistoryEntry.Event, at instant: Instant) {
    sequence += 1
    if limit == 0 { return }
    entries.append(HistoryEntry(sequence: sequence, at: instant, event: event))
    // Trimmed in large steps, so that adding stays cheap.
    if let limit, entries.count >= limit * 2 + 16 { entries.removeFirst(entries.count - limit) }
  }

  var latest: [HistoryEntry] { limit.map { Array(entries.suffix($0)) } ?? entries }
}
