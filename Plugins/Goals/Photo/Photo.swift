import Contracts
import PluginAPI

/// A check-in by photo: one message, or one album. The pictures stay with Telegram.
struct Photo: Sendable, Hashable {
  enum State: Int, Sendable {
    /// More parts of an album may come.
    case gathering = 0
    /// The person was asked which goal it is about.
    case asked
    /// Something was made of it.
    case used
  }

  /// Of an album; the rest is not looked at.
  static let mostPictures = 6

  var id: RowID
  var album: String?
  var pictures: [SentPicture]
  var caption: String
  /// Telegram's number of the message.
  var message: Int
  var date: LocalDate
  /// What was offered to log, each by its place: buttons name it. Only ever grows.
  var choices: [PhotoChoice] = []
  /// The message with the buttons.
  var card: MessageRef?
  var state = State.gathering
  /// How many of its pictures were shown to a model.
  var looked = 0
  var at: Instant
}

/// Something that can be logged with a photo.
struct PhotoChoice: Codable, Sendable, Hashable {
  var goal: RowID
  var kind: CheckIn.Kind
  var amount: Double?
  var date: LocalDate

  init(goal: RowID, kind: CheckIn.Kind = .full, amount: Double? = nil, date: LocalDate) {
    self.goal = goal
    self.kind = kind
    self.amount = amount
    self.date = date
  }

  /// What the caption says of a goal.
  init(_ entry: SpokenCheckIn, today: LocalDate) {
    self.init(goal: entry.goal, kind: entry.kind, amount: entry.amount, date: today.adding(days: entry.dayOffset))
  }

  /// The goals that a photo of today can be about, those first that the caption speaks of: what is done and what is a
  /// limit, of which no picture can show that it was kept, is not among them.
  static func all(on day: Day, caption: CheckInReading?) -> [PhotoChoice] {
    let open = day.items.filter { $0.isOpen && !$0.isLimit }
    let said = (caption?.goals ?? []).compactMap { caption?.entry(for: $0) }.map { PhotoChoice($0, today: day.date) }
    let rest = open.filter { item in !said.contains { $0.goal == item.goal.id } }
    return said + rest.map { PhotoChoice(goal: $0.goal.id, date: day.date) }
  }
}
