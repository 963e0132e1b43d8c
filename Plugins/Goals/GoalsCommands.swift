import Contracts
import PluginAPI

extension GoalsPlugin {
  @ContributionBuilder var commands: Contributions {
    Command("done", "done.command.summary", order: 10) { turn, _ in
      let day = try await CheckInStore.day(turn.today, today: turn.today, of: turn.person.id, turn)
      turn.send(dayCard(day, turn))
    }
    Command("goal", "goal.command.summary", order: 20) { turn, arguments in
      try await openForm(turn, text: UserText.clean(arguments.text, limit: NewGoalDialog.mostWords, multiline: true))
    }
    Command("goals", "goals.command.summary", order: 30) { turn, _ in
      turn.send(try await listCard(finished: false, turn))
    }
    Command("plan", "plan.command.summary", order: 45) { turn, _ in
      let goals = try await GoalStore.goals(of: turn.person.id, [.active, .paused], turn)
      turn.send(GoalListCard(turn: turn).plans(goals))
    }
    Command("note", "note.command.summary", order: 50, handle: note)
    Command("pause", "pause.command.summary", order: 55, handle: pauseCommand)
  }

  private func note(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    var text = UserText.clean(arguments.text, limit: Limits.note, multiline: true)
    // "12.11 …" is about that day.
    let first = text.prefix { !$0.isWhitespace }
    let date = DateInput.past(String(first), until: turn.today)
    if date != nil { text = UserText.clean(String(text.dropFirst(first.count)), limit: Limits.note, multiline: true) }
    guard !text.isEmpty else { return try await askNote(turn, date: date ?? turn.today) }
    if UserText.isTooLong(arguments.text, limit: Limits.note, multiline: true) {
      turn.send(turn.text("form.too_long", ["limit": .int(Limits.note)]))
      return
    }
    guard date.map({ $0.days(until: turn.today) <= Limits.noteDays }) ?? true else {
      turn.send(turn.text("note.old"))
      return
    }
    turn.send(try await saveNote(text, date: date ?? turn.today, turn))
  }
}
