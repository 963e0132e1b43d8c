import Contracts
import PluginAPI

/// Why no model looks at a photo, where the person would want to know.
enum PhotoNotice: Sendable, Hashable {
  /// It is looking.
  case looking
  /// It takes a consent, or more of them.
  case consent([Consent])
  case premium
  case spent
}

/// Logs one of the things that were offered with a photo.
struct TickPhoto: CallbackPayload {
  static let name = "goals.tick_photo"
  var photo: RowID
  /// Its place among the photo's choices.
  var index: Int
}

/// Offers all goals of the day after all.
struct ShowPhotoGoals: CallbackPayload {
  static let name = "goals.show_photo_goals"
  var photo: RowID
}

/// Keeps the caption of a photo as a note, or asks for one.
struct NotePhoto: CallbackPayload {
  static let name = "goals.note_photo"
  var photo: RowID
}

/// The message under a photo.
struct PhotoCard {
  let turn: Turn
  let photo: Photo
  let goals: [Goal]

  /// All goals that it may be about.
  func card(_ lead: Text, all isWhole: Bool = true, indices: Range<Int>, extra: [Button] = []) -> Card {
    var rows = indices.prefix(8).compactMap(button).map { [$0] }
    if !isWhole { rows.append([Button(turn.string("photo.other.button"), ShowPhotoGoals(photo: photo.id))]) }
    rows += extra.map { [$0] }
    rows.append([
      Button(turn.string("photo.note.button"), NotePhoto(photo: photo.id)),
      Button(turn.string("today.button"), ShowDay(date: nil)),
    ])
    return Card(lead, keyboard: Keyboard(rows))
  }

  /// The question which goal it is, after what there is to say before.
  func question(_ key: String) -> Text { turn.text(key, ["count": .int(photo.pictures.count)]) }

  private func button(_ index: Int) -> Button? {
    guard photo.choices.indices.contains(index), let goal = goals.first(where: { $0.id == photo.choices[index].goal })
    else { return nil }
    let choice = photo.choices[index]
    var title = goal.title
    if let amount = choice.amount { title = "\(turn.words.quantity(amount, goal.snapshot.unit)) · \(title)" }
    if choice.date != photo.date { title += ", \(turn.words.day(choice.date, today: turn.today))" }
    return Button(
      "\(icon(choice, goal)) \(GoalWords.short(title, limit: 40))", TickPhoto(photo: photo.id, index: index))
  }

  private func icon(_ choice: PhotoChoice, _ goal: Goal) -> String {
    switch (goal.snapshot.kind, choice.kind) {
    case (.milestone, _): "🪜"
    case (.open, _): "📝"
    case (.target, .full): "✏️"
    case (_, .minimum): "🟡"
    case (_, .skip): "⏭"
    case (_, .miss): "🔹"
    default: "✅"
    }
  }
}
