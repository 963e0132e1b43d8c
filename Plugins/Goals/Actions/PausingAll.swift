import Contracts
import PluginAPI

extension GoalsPlugin {
  /// `/pause`, `/pause 5`.
  func pauseCommand(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    if arguments.text.isEmpty { return turn.show(try await pauseCard(turn)) }
    guard arguments.text.utf8.count <= 3, let days = Int(arguments.text), Limits.pauseDays.contains(days) else {
      turn.send(turn.text("pause.all.wrong", ["limit": .int(Limits.pauseDays.upperBound)]))
      return
    }
    turn.send(try await pauseAll(turn, days: days))
  }

  /// Pauses every active goal; goals paused before keep their own pause.
  func pauseAll(_ turn: Turn, days: Int) async throws -> Card {
    let goals = try await GoalStore.goals(of: turn.person.id, [.active], turn)
    guard !goals.isEmpty else { return Card(turn.text("pause.all.nothing")) }
    let last = pause(goals, days: days > 0 ? days : nil, batch: turn.newID(), turn)
    let resume = Button(turn.string("pause.all.resume.button"), ResumeAll())
    guard let last else {
      return Card(turn.text("pause.all.open", ["goals": .int(goals.count)]), keyboard: Keyboard(row: [resume]))
    }
    return Card(
      turn.text("pause.all.done", ["goals": .int(goals.count), "date": .string(turn.words.date(last))]),
      keyboard: Keyboard(row: [resume]))
  }

  /// Resumes what a pause of all goals paused, and nothing else.
  func resumeAll(_ turn: Turn) async throws -> Card {
    let pauses = try await runningBatch(turn)
    let ids = Set(pauses.map(\.goal))
    let goals = try await GoalStore.goals(of: turn.person.id, [.paused], turn).filter { ids.contains($0.id) }
    guard !goals.isEmpty else { return Card(turn.text("pause.all.not_paused")) }
    resume(goals, pauses, turn)
    return Card(
      turn.text("pause.all.resumed", ["goals": .int(goals.count)]),
      keyboard: Keyboard(row: [Button(turn.string("today.button"), ShowDay(date: nil))]))
  }

  private func pauseCard(_ turn: Turn) async throws -> Card {
    let isPaused = !(try await runningBatch(turn)).isEmpty
    let days = [3, 7, 14].map { Button(turn.string("pause.days.button", ["days": .int($0)]), PauseAll(days: $0)) }
    var rows = [days, [Button(turn.string("pause.open.button"), PauseAll(days: 0))]]
    if isPaused { rows.insert([Button(turn.string("pause.all.resume.button"), ResumeAll(), style: .success)], at: 0) }
    return Card(turn.text("pause.all.ask"), keyboard: Keyboard(rows))
  }

  private func runningBatch(_ turn: Turn) async throws -> [StoredPause] {
    try await PauseStore.pauses(of: turn.person.id, turn).filter { $0.batch != nil && $0.pause.covers(turn.today) }
  }
}
