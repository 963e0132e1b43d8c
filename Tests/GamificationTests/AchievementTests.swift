import Contracts
import Goals
import PluginAPI
import PluginTesting
import Testing

@testable import Gamification

@Suite struct AchievementTests {
  private func ledger(_ days: Int) -> Ledger {
    var ledger = Ledger([], total: 0, rules: XPRules())
    for day in 0..<days {
      ledger.record(recorded(entry(day + 1, goal(), monday.adding(days: day)), goal()), .init(streak: 1))
    }
    return ledger
  }

  private func rule(_ earned: Set<Achievement> = [], successes: Int = 0, reviews: Int = 0) -> AchievementRule {
    AchievementRule(earned: earned, successes: successes, reviews: reviews)
  }

  @Test func successesAddUp() {
    #expect(rule(successes: 5).unlocked(by: [], ledger: ledger(1), missed: []) == [])
    #expect(rule(successes: 6).unlocked(by: [], ledger: ledger(1), missed: []) == [.successes7])
    #expect(rule([.successes7], successes: 6).unlocked(by: [], ledger: ledger(1), missed: []) == [])
    #expect(
      rule(successes: 99).unlocked(by: [], ledger: ledger(1), missed: [])
        == [.successes7, .successes30, .successes66, .successes100])
  }

  /// Twice on one date, or taken back: no more than the date is worth.
  @Test func aDateIsOneSuccess() {
    var one = ledger(1)
    one.record(recorded(entry(50, goal(), monday), goal()), .init(streak: 1))
    #expect(one.newSuccesses == 1)
    one.undo(entry(1, goal(), monday))
    #expect(one.newSuccesses == 0)
  }

  @Test func processesNotNumbers() {
    let id = goal().id
    let none = ledger(0)
    #expect(rule().unlocked(by: [.planned(id)], ledger: none, missed: []) == [.firstPlan])
    #expect(rule([.firstPlan]).unlocked(by: [.planned(id), .revisedPlan(id)], ledger: none, missed: []) == [])
    #expect(
      rule([.firstPlan]).unlocked(by: [.planned(id), .revisedPlan(id)], ledger: none, missed: [id]) == [.planRevised])
    #expect(
      rule().unlocked(by: [.released, .closedStep(1, goal())], ledger: none, missed: []) == [.firstStep, .goalReleased])
    #expect(rule(reviews: 4).unlocked(by: [], ledger: none, missed: []) == [.fourReviews])
  }

  @Test func thereAreTwelve() { #expect(Achievement.allCases.count == 12) }

  @Test(arguments: Language.allCases) func theyAreToldOnceAndListed(_ language: Language) async throws {
    let isRussian = language == .russian
    @Sendable func word(_ russian: String, _ english: String) -> String { isRussian ? russian : english }
    let steps = [
      word("/goal Диплом", "/goal Thesis"), word("Пропустить", "Skip"), word("По шагам", "Step by step"), "A\nB",
      word("Без срока", "No deadline"), word("если утро, то пишу", "if morning then I write"),
      word("Сохранить", "Save"),
    ]
    let first = word("🏅 Первый план «если – то»", "🏅 A first if–then plan")
    let (step, title) = (word("🏅 Первый шаг", "🏅 A first step"), word("Достижения: 2 из 12", "Achievements: 2 of 12"))
    let pressed: Set = [steps[1], steps[2], steps[4], steps[6]]
    try await withBot(GoalsPlugin.self, GamificationPlugin.self) { bot in
      let alice = try await bot.person(isRussian ? "Алиса" : "Alice", language: language)
      for text in steps {
        await alice.ignoreAll()
        if pressed.contains(text) { try await alice.press(text) } else { try await alice.send(text) }
        await bot.advance(by: .seconds(3))
      }
      #expect(try await alice.expect("🎯").contains(first))
      await bot.advance(by: .hours(2))
      try await alice.send("/done")
      await alice.ignoreAll()
      try await alice.press("✅ A")
      let card = try await alice.expect("📋")
      #expect(card.contains("+30 XP") && card.contains(step), "\(card)")
      try await alice.press("✅ B")
      #expect(try await !alice.expect("📋").contains(step))
      try await alice.send("/achievements")
      let list = try await alice.expect(title)
      #expect(list.count(where: { $0 == "✅" }) == 2, "\(list)")
    }
  }

  /// Twenty tiny steps are made in a minute.
  @Test func threeStepsADayScore() {
    var ledger = ledger(0)
    for step in 1...5 { ledger.closedStep(step, of: goal(), on: monday, at: instant(monday)) }
    #expect(ledger.total == 90)
    ledger.closedStep(1, of: goal(), on: monday.adding(days: 1), at: instant(monday.adding(days: 1)))
    #expect(ledger.total == 90)
    ledger.closedStep(6, of: goal(), on: monday.adding(days: 1), at: instant(monday.adding(days: 1)))
    #expect(ledger.total == 120)
    // Younger than an hour scores nothing.
    ledger.closedStep(7, of: goal(2), on: monday.adding(days: 2), at: instant(monday, 6))
    #expect(ledger.total == 120)
  }

  /// One book of twelve is a full success of the day; how far along the target is says the pace.
  @Test func aTargetScoresByItsEntriesNotByItsSize() {
    let books = goal(kind: .target, target: 12)
    var ledger = ledger(0)
    ledger.record(
      recorded(entry(1, books, monday, .amount, amount: 1), books, amountOfDay: 1), .init(streak: 1))
    #expect(ledger.total == XPRules.full(effort: 1, streak: 1))
    let thesis = goal(2, kind: .milestone)
    ledger.record(recorded(entry(2, thesis, monday, .amount, amount: 1), thesis, amountOfDay: 1), .init(streak: 1))
    #expect(ledger.total == XPRules.full(effort: 1, streak: 1))
  }
}
