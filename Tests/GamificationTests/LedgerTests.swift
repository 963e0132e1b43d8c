import Contracts
import PluginAPI
import Testing

@testable import Gamification

@Suite struct LedgerTests {
  private let day = monday.adding(days: 10)

  private func ledger(_ lines: [LedgerLine] = []) -> Ledger {
    Ledger(lines, total: lines.reduce(0) { $0 + $1.amount }, rules: XPRules())
  }

  @Test func dayOneEndsOnLevelTwo() {
    var ledger = ledger()
    ledger.onboarded(on: day)
    ledger.activatedFirstGoal(on: day)
    ledger.onboarded(on: day)
    #expect(ledger.total == 100)
    #expect(Level.reached(with: ledger.total) == 2)
  }

  @Test func aCheckInCountsOnce() {
    var ledger = ledger()
    let event = recorded(entry(1, goal(), day), goal())
    ledger.record(event, .init(streak: 8))
    ledger.record(event, .init(streak: 8))
    #expect(ledger.total == 12)
    // Another entry on the same date adds nothing.
    ledger.record(recorded(entry(2, goal(), day), goal()), .init(streak: 8))
    #expect(ledger.total == 12)
  }

  @Test func undo_restores_exactly() {
    var ledger = ledger()
    ledger.record(recorded(entry(1, goal(1), day), goal(1)), .init(streak: 3))
    let before = ledger.total
    let second = entry(2, goal(2), day)
    ledger.record(recorded(second, goal(2), stillOpen: 0), .init(streak: 5, isComeback: true))
    #expect(ledger.total == before + XPRules.full(effort: 1, streak: 5) + 5 + 15)
    ledger.undo(second)
    #expect(ledger.total == before)
    ledger.undo(second)
    #expect(ledger.total == before)
    // Logged again it counts again, the bonuses too.
    ledger.record(recorded(entry(3, goal(2), day), goal(2), stillOpen: 0), .init(streak: 5, isComeback: true))
    #expect(ledger.total == before + XPRules.full(effort: 1, streak: 5) + 5 + 15)
  }

  @Test func undoingAnotherEntryTakesTheBonusOfTheCleanDayToo() {
    var ledger = ledger()
    let first = entry(1, goal(1), day)
    ledger.record(recorded(first, goal(1)), .init(streak: 1))
    ledger.record(recorded(entry(2, goal(2), day), goal(2), stillOpen: 0), .init(streak: 1))
    #expect(ledger.total == 27)
    ledger.undo(first)
    #expect(ledger.total == 11)
  }

  @Test func aChangedEntryPostsTheDifference() {
    var ledger = ledger()
    let full = entry(1, goal(), day)
    ledger.record(recorded(full, goal()), .init(streak: 1))
    let minimum = entry(2, goal(), day, .minimum)
    ledger.record(recorded(minimum, goal(), replaced: full), .init(streak: 1))
    #expect(ledger.total == 6)
    ledger.undo(minimum)
    #expect(ledger.total == 11)
    ledger.record(recorded(entry(3, goal(), day, .skip), goal(), replaced: full), .init())
    #expect(ledger.total == 0)
  }

  @Test func tapsOfAQuantityAddUpToOneCheckIn() {
    var ledger = ledger()
    let goal = goal(target: 4)
    for tap in 1...6 {
      let entry = entry(tap, goal, day, .amount, amount: 1)
      ledger.record(recorded(entry, goal, amountOfDay: Double(tap)), .init())
    }
    #expect(ledger.total == 10)
  }

  @Test func aLateEntryIsWorthFiveOnce() {
    var ledger = ledger()
    for tap in 1...3 {
      let entry = entry(tap, goal(target: 9), day, .amount, amount: 1, isBackdated: true)
      ledger.record(
        recorded(entry, goal(target: 9), amountOfDay: Double(tap), stillOpen: 0), .init(streak: 9, isLate: true))
    }
    #expect(ledger.total == 5)
  }

  @Test func farmingDoesNotPay() {
    var ledger = ledger()
    // Younger than an hour.
    let young = goal(1, start: day)
    var first = entry(1, young, day)
    first.at = young.createdAt + .minutes(59)
    ledger.record(recorded(first, young), .init(streak: 1))
    #expect(ledger.total == 0)
    // Only five goals a day.
    for number in 1...9 { ledger.record(recorded(entry(100 + number, goal(number), day), goal(number)), .init()) }
    #expect(ledger.total == 50)
    // Never more than the cap, but what months of work earn is outside.
    for number in 0..<40 { ledger.reviewed(week: monday.adding(days: 7 * number), on: day) }
    #expect(ledger.total == 120)
    ledger.reached(goal(), on: monday.adding(months: 4), at: instant(day))
    #expect(ledger.total == 370)
  }

  @Test func aCleanDayNeedsTwoGoalsThatScored() {
    var ledger = ledger()
    ledger.record(recorded(entry(1, goal(1), day), goal(1), stillOpen: 0, due: 1), .init())
    #expect(ledger.total == 10)
    ledger.record(recorded(entry(2, goal(2), day, .skip), goal(2), stillOpen: 0), .init())
    #expect(ledger.total == 10)
    ledger.record(recorded(entry(3, goal(3), day), goal(3), stillOpen: 0, due: 3), .init())
    #expect(ledger.total == 25)
    ledger.record(recorded(entry(4, goal(4), day), goal(4), stillOpen: 0, due: 4), .init())
    #expect(ledger.total == 35)
  }

  @Test func aComebackCountsOnceInTwoWeeks() {
    var ledger = ledger()
    ledger.record(recorded(entry(1, goal(), day), goal()), .init(isComeback: true))
    ledger.record(recorded(entry(2, goal(), day.adding(days: 13)), goal()), .init(isComeback: true))
    #expect(ledger.total == 35)
    ledger.record(recorded(entry(3, goal(), day.adding(days: 27)), goal()), .init(isComeback: true))
    #expect(ledger.total == 60)
  }

  @Test func thingsThatCountOnce() {
    var ledger = ledger()
    ledger.reflected(length: 19, on: day)
    #expect(ledger.total == 0)
    ledger.reflected(length: 20, on: day)
    ledger.reflected(length: 200, on: day)
    #expect(ledger.total == 5)
    // Three plans a week, one a goal and day.
    for number in 1...5 { ledger.planned(rowID(number), on: day) }
    ledger.planned(rowID(1), on: day)
    #expect(ledger.total == 35)
    ledger.planned(rowID(1), on: day.adding(days: 7))
    #expect(ledger.total == 45)
    ledger.reviewed(week: monday, on: day)
    ledger.reviewed(week: monday, on: day)
    #expect(ledger.total == 70)
    ledger.reached(goal(start: monday), on: day, at: instant(day))
    ledger.reached(goal(start: monday), on: day, at: instant(day))
    #expect(ledger.total == 170)
  }

  @Test func whatIsStandingComesFromTheLastClosedDay() {
    let goal = goal()
    let closed = fold([goal], entries("fff", goal), through: monday.adding(days: 2)).closed
    let today = monday.adding(days: 3)
    #expect(GamificationPlugin.standing(recorded(entry(1, goal, today), goal), closed).0.streak == 4)
    #expect(GamificationPlugin.standing(recorded(entry(1, goal, today, .skip), goal), closed).0.streak == 3)
    #expect(GamificationPlugin.standing(recorded(entry(1, goal, monday), goal), closed).0.isLate)
    let lapsed = fold([goal], entries("fffxxx", goal), through: monday.adding(days: 5)).closed
    let back = GamificationPlugin.standing(recorded(entry(1, goal, monday.adding(days: 6)), goal), lapsed).0
    #expect(back.isComeback)
    #expect(back.streak == 1)
    #expect(GamificationPlugin.standing(recorded(entry(1, goal, today), goal), nil).0.streak == 1)
  }
}
