import PluginAPI

/// The card of `/achievements`.
struct AchievementCard: Sendable {
  let earned: [Achievement: Instant]

  func card(_ turn: Turn) -> Card {
    let all = Achievement.allCases
    let head = turn.text("achievements.title", ["done": .int(earned.count), "all": .int(all.count)])
    let lines = all.map { achievement in
      let name = turn.text("achievement.\(achievement.rawValue)")
      guard let at = earned[achievement] else { return turn.text("achievements.open", ["name": .text(name)]) }
      let (_, month, day) = turn.person.logicalDate(at).components
      let date = DateText.dayMonth(day: day, month: month, language: turn.reader.language)
      return turn.text("achievements.done", ["name": .text(name), "date": .string(date)])
    }
    return Card(head + "\n\n" + .lines(lines))
  }
}
