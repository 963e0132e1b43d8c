import Contracts
import PluginAPI
import Testing

@testable import Gamification

/// The numbers that the formulas are published with.
@Suite struct FormulaTests {
  @Test(arguments: [(1, 1.05), (7, 1.15), (31, 1.25), (127, 1.35), (100_000, 1.5), (0, 1)])
  func streakFactor(streak: Int, factor: Double) {
    #expect(abs(XPRules.streakFactor(streak) - factor) < 0.0001)
  }

  @Test func checkInPoints() {
    #expect(XPRules.full(effort: 1, streak: 8) == 12)
    #expect(XPRules.full(effort: 1, streak: 1) == 11)
    #expect(XPRules.full(effort: 3, streak: 127) == 20)
    #expect(XPRules.minimum(streak: 1) == 6)
    #expect(XPRules.quantity(2, of: 4, effort: 1, streak: 0) == 5)
    #expect(XPRules.quantity(9, of: 4, effort: 1, streak: 0) == 10)
    #expect(XPRules.quantity(.nan, of: 4, effort: 1, streak: 0) == 0)
    #expect(XPRules.quantity(-3, of: 4, effort: 1, streak: 0) == 0)
  }

  @Test func goalsReachedCountByTheTimeTheyTook() {
    #expect(XPRules.goalReached(from: monday, to: monday.adding(days: 20)) == 100)
    #expect(XPRules.goalReached(from: monday, to: monday.adding(months: 1)) == 150)
    #expect(XPRules.goalReached(from: monday, to: monday.adding(months: 3)) == 250)
  }

  @Test(arguments: [(0, 1), (99, 1), (100, 2), (299, 2), (300, 3), (600, 4), (2100, 7), (4500, 10), (9100, 14)])
  func levels(points: Int, level: Int) {
    #expect(Level.reached(with: points) == level)
  }

  @Test func levelsAreExactAtEveryBorder() {
    for level in 2...500 {
      #expect(Level.reached(with: Level.cost(of: level)) == level)
      #expect(Level.reached(with: Level.cost(of: level) - 1) == level - 1)
    }
    #expect(Level.reached(with: .max) > 1000)
    #expect(Level.reached(with: -5) == 1)
  }

  @Test func progressWithinALevel() {
    let progress = LevelProgress(points: 640)
    #expect((progress.level, progress.earned, progress.size, progress.missing) == (4, 40, 400, 360))
  }

  @Test(arguments: [(7, 0.31), (14, 0.53), (30, 0.80), (66, 0.97)])
  func strengthOfADailyHabit(days: Int, strength: Double) {
    let letters = String(repeating: "f", count: days)
    #expect(abs(state(letters, goal()).strength - strength) < 0.006)
  }

  @Test(arguments: [(30, 0.65), (66, 0.90)])
  func strengthOfThreeTimesAWeek(days: Int, strength: Double) {
    let letters = String(String(repeating: "f.f.f..", count: 10).prefix(days))
    #expect(abs(state(letters, goal(1, .perWeek(3))).strength - strength) < 0.006)
    // The same rhythm on fixed days weighs about the same.
    let fixed = state(letters, goal(1, .weekdays([.monday, .wednesday, .friday])))
    #expect(abs(fixed.strength - strength) < 0.02)
  }

  @Test func strengthOfOnceAWeek() {
    let letters = String(String(repeating: "f......", count: 10).prefix(66))
    #expect(abs(state(letters, goal(1, .perWeek(1))).strength - 0.74) < 0.006)
  }

  @Test(arguments: [(1, 0.92), (7, 0.67), (14, 0.46)])
  func strengthAfterALapse(misses: Int, strength: Double) {
    // Said misses, so that the rest after a silent week does not set in.
    let letters = String(repeating: "f", count: 66) + String(repeating: "x", count: misses)
    #expect(abs(state(letters, goal()).strength - strength) < 0.006)
  }

  @Test func aMinimumStrengthensByItsShare() {
    let minimum = state(String(repeating: "m", count: 7), goal()).strength
    #expect(abs(minimum - state(String(repeating: "f", count: 7), goal()).strength * 0.6) < 0.0001)
  }

  /// How often a 30-day streak survives with 0, 2 and 4 freezes; the rule of two in a row makes it a little less than
  /// the binomial numbers.
  @Test(arguments: [
    (0.90, 0, 0.04), (0.90, 2, 0.41), (0.90, 4, 0.82), (0.95, 0, 0.21), (0.95, 2, 0.81), (0.95, 4, 0.98),
  ])
  func freezesSaveStreaks(adherence: Double, freezes: Int, survival: Double) {
    var random = Generator(seed: 7)
    let rules = FreezeRules(start: freezes, cap: 0, every: 1000)
    let goal = goal()
    var survived = 0
    let runs = 600
    for _ in 0..<runs {
      // The first day is done, so that there is a streak to save.
      let letters = "f" + String((0..<30).map { _ in random.next() < adherence ? "f" : "x" })
      if state(letters, goal, rules: rules).ended.isEmpty { survived += 1 }
    }
    #expect(abs(Double(survived) / Double(runs) - survival) < 0.06)
  }

  private struct Generator {
    var seed: UInt64
    mutating func next() -> Double {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(seed >> 11) / Double(1 << 53)
    }
  }
}
