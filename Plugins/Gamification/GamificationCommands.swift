import Contracts
import PluginAPI

extension GamificationPlugin {
  @ContributionBuilder var commands: Contributions {
    Command("progress", "progress.command.summary", order: 40) { turn, _ in
      turn.send(try await progressCard(turn, try await people.find(turn.person.id, turn)))
    }
    .requiring(.privateChat)
    Command("achievements", "achievements.command.summary", order: 42) { turn, _ in
      turn.send(AchievementCard(earned: try await achievements.earned(by: turn.person.id, turn)).card(turn))
    }
    .requiring(.privateChat).unlisted
    Command("freeze", "freeze.command.summary", order: 41) { turn, _ in turn.send(try await freezeCard(turn)) }
      .requiring(.privateChat).unlisted
  }

  /// Where the person stands. Reads only: whatever is due to be counted is counted for showing.
  func progressCard(_ turn: Turn, _ row: PersonRow) async throws -> Card {
    guard row.mode != .off else {
      return Card(turn.text("progress.off"), keyboard: ProgressCard.keyboard(.off, turn))
    }
    let person = turn.person.id
    let found = try await reader.replay(
      of: person, row: row, closed: lastClosed(turn, row), today: turn.person.logicalDate(turn.now), turn)
    let card = ProgressCard(
      points: try await ledger.total(of: person, turn), comebacks: try await ledger.comebacks(of: person, turn),
      replay: found?.replay, goals: (found?.goals ?? []).filter { $0.status == .active || $0.status == .paused },
      rules: configuration.freezes, mode: row.mode, offersGoal: works("goal", for: turn.person))
    return card.card(turn)
  }

  /// Whether a command of another plugin can be pointed to.
  private func works(_ command: String, for person: Person) -> Bool {
    directory.commands(for: person).contains { $0.name == command }
  }

  func freezeCard(_ turn: Turn) async throws -> Card {
    let row = try await people.find(turn.person.id, turn)
    let found = try await reader.replay(
      of: turn.person.id, row: row, closed: lastClosed(turn, row), today: turn.person.logicalDate(turn.now), turn)
    let rules = configuration.freezes
    let text = turn.text(
      "freeze.text",
      [
        "left": .int(found?.replay.shown.freezes ?? rules.start), "cap": .int(rules.cap),
        "every": .int(rules.every), "row": .int(rules.inRow),
        "missing": .int(rules.every - (found?.replay.shown.towardsFreeze ?? 0)),
        "pause": works("pause", for: turn.person) ? "yes" : "no",
      ])
    return Card(text)
  }
}
