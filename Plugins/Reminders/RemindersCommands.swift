import Contracts
import PluginAPI

extension RemindersPlugin {
  @ContributionBuilder var commands: Contributions {
    Command("reminders", "reminders.command.summary", order: 60) { turn, _ in
      turn.send(try await listCard(turn))
    }
    .requiring(.privateChat)
    Command("mute", "mute.command.summary", order: 65, handle: mute).requiring(.privateChat)
    Command("unmute", "unmute.command.summary", order: 66) { turn, _ in
      turn.write(people.save(mutedUntil: nil, of: turn.person.id))
      turn.send(muteCard(until: nil, turn))
    }
    .requiring(.privateChat).unlisted
    Command("quiet", "quiet.command.summary", order: 67, handle: setQuiet).requiring(.privateChat)
    Command("snooze", "snooze.command.summary", order: 68, handle: snoozeLast).requiring(.privateChat).unlisted
  }

  private func mute(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    guard let length = LengthInput.parse(arguments.text) else {
      let habits = try await people.find(turn.person.id, default: configuration.quiet, turn)
      let current = habits.mutedUntil.flatMap { $0 > turn.now ? $0 : nil }
      turn.send(muteCard(until: current, isQuestion: true, turn))
      return
    }
    let until = length.map { turn.now + $0 } ?? Habits.forever
    turn.write(people.save(mutedUntil: until, of: turn.person.id))
    turn.send(muteCard(until: until, turn))
  }

  private func setQuiet(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    guard let quiet = QuietHours(arguments.text) else {
      let habits = try await people.find(turn.person.id, default: configuration.quiet, turn)
      turn.send(quietText(habits.quiet, turn) + "\n\n" + turn.text("quiet.usage"))
      return
    }
    turn.write(people.save(quiet, of: turn.person.id))
    turn.send(quietText(quiet, turn))
  }

  private func snoozeLast(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    let date = turn.person.logicalDate(turn.now)
    guard let id = try await sent.lastGoal(of: turn.person.id, on: date, turn),
      let goal = try await goals.goal(id, of: turn.person.id, turn)
    else {
      turn.send(turn.text("snooze.nothing"))
      return
    }
    turn.send(turn.text("snooze.done", ["title": .string(goal.title), "time": .string(snoozed(id, turn))]))
  }

  func quietText(_ quiet: QuietHours, _ turn: Turn) -> Text {
    guard !quiet.isNone else { return turn.text("quiet.none") }
    return turn.text("quiet.text", ["from": .string(Self.clock(quiet.from)), "to": .string(Self.clock(quiet.to))])
  }

  func muteCard(until: Instant?, isQuestion: Bool = false, _ turn: Turn) -> Card {
    let lengths = [(1, "mute.day.button"), (7, "mute.week.button"), (-1, "mute.forever.button")]
    let buttons = lengths.map { Button(turn.string($0.1), Mute(days: $0.0)) }
    guard let until else {
      guard isQuestion else { return Card(turn.text("mute.off")) }
      return Card(turn.text("mute.question"), keyboard: Keyboard(column: buttons))
    }
    let unmute = Button(turn.string("mute.off.button"), Mute(days: 0))
    return Card(mutedText(until, turn), keyboard: Keyboard(column: isQuestion ? [unmute] + buttons : [unmute]))
  }

  func mutedText(_ until: Instant, _ turn: Turn) -> Text {
    guard until < Habits.forever else { return turn.text("mute.forever") }
    let local = turn.person.zone.localDateTime(at: until)
    let date = DateText.dayMonth(day: local.date.day, month: local.date.month, language: turn.reader.language)
    return turn.text("mute.until", ["date": .string(date), "time": .string(Self.clock(local.time))])
  }

  static func clock(_ time: LocalTime) -> String { DateText.time(hour: time.hour, minute: time.minute) }
}
