import Contracts
import PluginAPI
import Testing

@testable import Gamification

@Suite struct FreezeTests {
  private let rules = FreezeRules()

  @Test func aFreezeSavesAStreakAndIsSpent() {
    let goal = goal()
    let replay = fold([goal], entries("fff.f", goal), through: monday.adding(days: 4), rules: rules)
    #expect(replay.closed[goal.id].streak == 4)
    #expect(replay.closed.freezes == 1)
    #expect(replay.outcomes[3].saved == [goal.id])
    #expect(replay.outcomes[3].marks[goal.id] == .frozen)
  }

  @Test func atMostTwoInARow() {
    let goal = goal()
    let replay = fold(
      [goal], entries("fff...", goal), through: monday.adding(days: 5), rules: FreezeRules(start: 3))
    #expect(replay.closed[goal.id].streak == 0)
    #expect(replay.closed.freezes == 1)
    #expect(replay.outcomes[5].ended == [goal.id: 3])
  }

  @Test func theLongestStreakComesFirst() {
    let (short, long) = (goal(1, start: monday.adding(days: 2)), goal(2))
    let log = entries("f", short, from: monday.adding(days: 2)) + entries("fff", long)
    let replay = fold([short, long], log, through: monday.adding(days: 3), rules: FreezeRules(start: 1))
    #expect(replay.outcomes[3].saved == [long.id])
    #expect(replay.outcomes[3].ended == [short.id: 1])
  }

  @Test func tenSuccessfulDaysEarnOneUpToTheCap() {
    let goal = goal()
    func freezes(_ days: Int) -> Int {
      let letters = String(repeating: "f", count: days)
      return fold([goal], entries(letters, goal), through: monday.adding(days: days - 1), rules: rules).closed.freezes
    }
    #expect(freezes(9) == 2)
    #expect(freezes(10) == 3)
    #expect(freezes(40) == 3)
  }

  @Test func backdate_refunds_freeze() {
    let goal = goal()
    let last = monday.adding(days: 4)
    let before = fold([goal], entries("fff.f", goal), through: last, rules: rules).closed
    let after = fold([goal], entries("fffff", goal), through: last, rules: rules).closed
    #expect((before.freezes, before[goal.id].streak) == (1, 4))
    #expect((after.freezes, after[goal.id].streak) == (2, 5))
  }

  @Test func undo_restores_exactly() {
    let goal = goal()
    let log = entries("fffm", goal)
    let before = fold([goal], log, through: monday.adding(days: 2), rules: rules)
    let with = fold(
      [goal], log + [entry(77, goal, monday.adding(days: 4))], through: monday.adding(days: 4), rules: rules)
    let without = fold([goal], log, through: monday.adding(days: 2), rules: rules)
    #expect(with.closed != before.closed)
    #expect(without.closed == before.closed)
    #expect(without.outcomes == before.outcomes)
  }

  /// Closing every morning, once a week, or from a cached base: the same.
  @Test func late_closure_equals_lazy() {
    let goals = [goal(1), goal(2, .perWeek(3)), goal(3, .weekdays([.tuesday, .saturday])), goal(4, kind: .limit)]
    var log: [CheckIn] = []
    for (index, goal) in goals.enumerated() {
      for day in 0..<200 where (day * 7 + index * 3) % 5 != 0 {
        log.append(entry(1000 * index + day, goal, monday.adding(days: day), day % 9 == 4 ? .skip : .full))
      }
    }
    let last = monday.adding(days: 200)
    let atOnce = fold(goals, log, through: last, rules: rules)
    var base: ProgressState?
    var stepwise: Replay?
    for date in monday...last {
      stepwise = fold(goals, log, through: date, rules: rules, base: base)
      base = stepwise?.base
    }
    #expect(stepwise?.closed == atOnce.closed)
    #expect(stepwise?.shown == atOnce.shown)
    let tail = stepwise?.outcomes.suffix(Replay.kept).map(\.self)
    #expect(tail == Array(atOnce.outcomes.suffix(Replay.kept)))
    #expect((base?.through ?? .min) > monday.adding(days: 60))
  }

  @Test func silenceBecomesAPauseFromDayEight() {
    let goal = goal()
    let replay = fold([goal], entries("fff", goal), through: monday.adding(days: 29), rules: rules)
    let state = replay.closed[goal.id]
    #expect(state.streak == 0)
    #expect(replay.outcomes[9].marks[goal.id] == .missed)
    #expect(replay.outcomes[10].marks[goal.id] == .pause)
    // Two frozen, five missed, nothing more.
    #expect((state.missedInRow, state.due) == (7, 8))
  }

  @Test func theRhythmCountsDaysWithASuccess() {
    let goal = goal()
    func rhythm(_ letters: String, _ rules: FreezeRules = noFreezes) -> Int {
      fold([goal], entries(letters, goal), through: monday.adding(days: letters.count - 1), rules: rules).closed.rhythm
    }
    #expect(rhythm("fff") == 3)
    #expect(rhythm("ffsf") == 3)
    #expect(rhythm("ff.f") == 1)
    #expect(rhythm("ff.f", rules) == 3)
  }

  @Test func aDayIsOverWhenItIsOverInBothZones() throws {
    let zones = try TimeZoneDatabase()
    let (moscow, tokyo) = (try zones.zone("Europe/Moscow"), try zones.zone("Asia/Tokyo"))
    let person = Person(id: PersonID(1), name: "A", language: .english, zone: tokyo, since: instant(monday))
    // 20:00 on the 2nd in Moscow is 02:00 on the 3rd in Tokyo; at 23:00 Moscow time Tokyo's 3rd has begun at 05:00.
    let late = moscow.instant(of: LocalDateTime(monday, .at(23)))
    #expect(DayBoundary.lastClosed(person, at: late, previous: nil) == monday)
    #expect(DayBoundary.lastClosed(person, at: late, previous: (moscow, late - .hours(5))) == monday.adding(days: -1))
    #expect(DayBoundary.lastClosed(person, at: late, previous: (moscow, late - .hours(49))) == monday)
    #expect(DayBoundary.closingTime(dayStart: .at(3)) == .at(3, 10))
    #expect(DayBoundary.closingTime(dayStart: .at(23, 55)) == .at(0, 5))
  }
}
