import Contracts
import PluginAPI
import PluginTesting
import Testing

@testable import Goals

/// Reading a log entry out of a text without a model.
@Suite struct CheckInTextTests {
  private static func goal(
    _ number: UInt64, _ title: String, kind: GoalSnapshot.Kind = .habit, target: Double? = nil, unit: String? = nil
  ) -> Goal {
    Goal(
      snapshot: GoalSnapshot(
        id: id(number), title: title, kind: kind, status: .active, schedule: .daily, target: target, unit: unit,
        createdAt: noon, startDate: monday.adding(days: -30)))
  }
  private static let goals = [
    goal(1, "Бег", target: 5, unit: "км"), goal(2, "Зарядка"), goal(3, "Читать", target: 20, unit: "минут"),
    goal(4, "Не курить", kind: .limit, target: 0, unit: "сигарет"), goal(5, "Meditate"),
    goal(6, "Drink water", target: 8, unit: "glasses"),
  ]

  private func read(_ text: String) -> String? {
    guard let reading = CheckInReading(text, running: Self.goals, open: [id(2)]) else { return nil }
    let entries = reading.goals.compactMap { goal in reading.entry(for: goal).map { (goal.title, $0) } }
    return entries.map { title, entry in
      "\(title) \(entry.kind.rawValue)\(entry.amount.map { " \($0)" } ?? "")\(entry.dayOffset == 0 ? "" : " \(entry.dayOffset)")"
    }.joined(separator: ", ")
  }

  @Test(arguments: [
    ("пробежал 5 км", "Бег amount 5.0"), ("Пробежала 3,5км сегодня!", "Бег amount 3.5"),
    ("сделал зарядку", "Зарядка full"), ("сделала зарядку, по минимуму", "Зарядка minimum"),
    ("вчера читал 20 минут", "Читать amount 20.0 -1"), ("позавчера бегал 4 км", "Бег amount 4.0 -2"),
    ("не бегал", "Бег miss"), ("не смог сделать зарядку, болею", "Зарядка skip"),
    ("сегодня не курил", "Не курить full"), ("meditated this morning", "Meditate full"),
    ("drank 6 glasses of water", "Drink water amount 6.0"), ("did not meditate", "Meditate miss"),
    ("skipping meditation, sick", "Meditate skip"), ("yesterday I meditated", "Meditate full -1"),
    ("готово", "Зарядка full"), ("пропускаю зарядку сегодня", "Зарядка skip"),
  ])
  func isRead(_ text: String, _ expected: String) { #expect(read(text) == expected) }

  @Test(arguments: [
    "завтра пробегу 5 км", "почти пробежал 5 км", "чуть не пробежал 5 км", "хочу пробежать 5 км", "буду бегать",
    "пробежал бы, если бы не дождь", "а я бегал вчера?", "Will run 5 km", "almost meditated", "should I meditate",
    "I want to read", "как дела", "привет", "", "5", "что посоветуешь",
  ])
  func isNotRead(_ text: String) { #expect(read(text) == nil) }

  @Test func withoutAModelAPersonConfirms() async throws {
    try await withBot(GoalsPlugin.self) { bot in
      let alice = try await bot.person("Алиса", language: .russian)
      try await alice.makeGoal("Бег", measure: "5 км")
      try await alice.send("вчера пробежал 4 км")
      try await alice.expect("Бег: вчера, 4 км – отметить?")
      #expect(try await bot.rows("SELECT id FROM goals_check_in").isEmpty)
      try await alice.press("Записать")
      try await alice.expect("✅ Записано: Бег")
      let rows = try await bot.rows("SELECT amount, is_backdated FROM goals_check_in")
      #expect(try rows.map { try $0.get("amount", as: Double.self) } == [4])
      #expect(try rows.map { try $0.get("is_backdated", as: Bool.self) } == [true])
    }
  }
}
