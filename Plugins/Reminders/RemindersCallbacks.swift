import Contracts
import PluginAPI

/// Reminds of a goal again in an hour.
struct Snooze: CallbackPayload {
  static let name = "reminders.snooze"
  var goal: RowID
}

/// Why a reminder came at this time.
struct Why: CallbackPayload {
  static let name = "reminders.why"
  var slot: Slot
}

/// Opens a reminder for editing.
struct EditSlot: CallbackPayload {
  static let name = "reminders.edit"
  var slot: Slot
}

/// Mutes for so many days; 0 ends it, -1 has no end.
struct Mute: CallbackPayload {
  static let name = "reminders.mute"
  var days: Int
}

extension RemindersPlugin {
  @ContributionBuilder var callbacks: Contributions {
    Callback(Snooze.self) { turn, press in try await snooze(press.goal, turn) }
    Callback(Why.self, handle: explain)
    Callback(EditSlot.self) { turn, press in try await edit(press.slot, turn) }
    Callback(Mute.self, handle: mute)
    reviewing
  }

  /// How long a snooze lasts.
  static let snooze: Duration = .hours(1)

  private func snooze(_ id: RowID, _ turn: Turn) async throws {
    guard try await goals.goal(id, of: turn.person.id, turn) != nil else {
      return turn.toast(turn.text("goal.gone.toast"))
    }
    turn.toast(turn.text("snoozed.toast", ["time": .string(snoozed(id, turn))]))
  }

  /// Puts a goal's reminder off; answers with the time it comes.
  func snoozed(_ goal: RowID, _ turn: Turn) -> String {
    turn.enqueue(RemindAgain(goal: goal), .after(Self.snooze), unique: goal.description)
    let time = turn.person.zone.time(at: turn.now + Self.snooze)
    return DateText.time(hour: time.hour, minute: time.minute)
  }

  private func explain(_ turn: Turn, _ press: Why) async throws {
    let rule = try await rules.find(press.slot, of: turn.person.id, turn)
    let time = rule?.time ?? configuration.time(of: press.slot.kind)
    turn.toast(
      turn.text(
        "why.\(press.slot.kind.rawValue).toast", ["time": .string(DateText.time(hour: time.hour, minute: time.minute))]),
      alert: true)
  }

  private func edit(_ slot: Slot, _ turn: Turn) async throws {
    guard slot.kind != .comeback, (slot.kind == .goal) == (slot.goal != nil) else {
      return turn.toast(turn.text("goal.gone.toast"))
    }
    if let id = slot.goal {
      let goal = try await goals.goal(id, of: turn.person.id, turn)
      guard let goal, goal.status == .active || goal.status == .paused else {
        return turn.toast(turn.text("goal.gone.toast"))
      }
    }
    turn.begin(EditTimeDialog.self, EditTimeDialog.State(slot: slot))
  }

  private func mute(_ turn: Turn, _ press: Mute) async throws {
    guard (-1...366).contains(press.days) else { return }
    let until: Instant? =
      switch press.days {
      case 0: nil
      case -1: Habits.forever
      default: turn.now + .days(press.days)
      }
    let card = muteCard(until: until, turn)
    turn.write(people.save(mutedUntil: until, of: turn.person.id))
    if let message = turn.pressed { turn.edit(message, card) } else { turn.send(card) }
  }
}
