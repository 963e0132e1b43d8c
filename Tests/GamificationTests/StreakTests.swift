import Contracts
import PluginAPI
import Testing

@testable import Gamification

@Suite struct StreakTests {
  @Test func successesCountAndAMissEnds() {
    #expect(state("ffmf", goal()).streak == 4)
    let broken = state("fff.f", goal())
    #expect((broken.streak, broken.best, broken.done, broken.due) == (1, 3, 4, 5))
    #expect(broken.ended == [3])
  }

  @Test func skip_does_not_start_streak() {
    #expect(state("sss", goal()).streak == 0)
    #expect(state("ssf", goal()).streak == 1)
    // Nor does it end one, or move the strength.
    #expect(state("ffss", goal()).streak == 2)
    #expect(state("ffss", goal()).strength == state("ff", goal()).strength)
    #expect(state("ffss", goal()).due == 2)
  }

  @Test func daysOffAreTransparent() {
    let weekdays = goal(1, .weekdays([.monday, .wednesday, .friday]))
    #expect(state("f.f.f..f", weekdays).streak == 4)
    #expect(state("f...f", weekdays).streak == 1)
  }

  @Test func pausesAreTransparent() {
    let pause = GoalPause(goal: nil, from: monday.adding(days: 2), to: monday.adding(days: 4))
    #expect(state("ff...f", goal(), pauses: [pause]).streak == 3)
    #expect(state("ff..f", goal(), pauses: [GoalPause(goal: rowID(2), from: monday, to: nil)]).streak == 1)
    // Done in spite of the pause counts.
    #expect(state("ff.f.f", goal(), pauses: [pause]).streak == 4)
  }

  @Test func threeTimesAWeekDoesNotCareWhichDays() {
    let goal = goal(1, .perWeek(3))
    #expect(state("f.f.f...ff.f..", goal).streak == 2)
    // Counted as soon as it is reached, a fourth time adds nothing.
    #expect(state("fff", goal).streak == 1)
    #expect(state("ffff...", goal).streak == 1)
    #expect(state("ff.....", goal).streak == 0)
    #expect(state("fff....ff.....", goal).streak == 0)
    // Skipped days make the week smaller.
    #expect(state("fff....ffsssss", goal).streak == 2)
    #expect(state("fff....sssssssfff....", goal).streak == 2)
  }

  @Test func aShortFirstWeekIsNotMissed() {
    let thursday = monday.adding(days: 3)
    let goal = goal(1, .perWeek(3), start: thursday)
    let replay = fold(
      [goal], entries("f......fff", goal, from: thursday), through: thursday.adding(days: 9))
    #expect((replay.closed[goal.id].streak, replay.closed[goal.id].due) == (1, 1))
  }

  @Test func anUnconfirmedLimitIsUnknownForTwoDays() {
    let goal = goal(kind: .limit)
    let log = entries("fff", goal)
    func streak(_ through: Int) -> Int {
      fold([goal], log, through: monday.adding(days: through)).closed[goal.id].streak
    }
    #expect(streak(2) == 3)
    #expect(streak(3) == 3)
    #expect(streak(4) == 3)
    #expect(streak(5) == 0)
  }

  @Test func aLimitCountsWhatStaysBelow() {
    let terms = Terms(goal(kind: .limit, target: 2))
    #expect(DayMark(kinds: [.amount], amount: 2, terms: terms) == .full)
    #expect(DayMark(kinds: [.amount], amount: 3, terms: terms) == .missed)
  }

  @Test func partOfAQuantityIsAMinimum() {
    let goal = goal(target: 4)
    let mark = DayMark(kinds: [.amount], amount: 1, terms: Terms(goal))
    #expect(mark == .partial(0.25))
    #expect(mark?.isSuccess == true)
    #expect(DayMark(kinds: [.amount], amount: 4, terms: Terms(goal)) == .full)
  }

  @Test func goalsWithoutRhythmHaveNoStreak() {
    #expect(state("fff", goal(kind: .milestone)).streak == 0)
    #expect(state("f......f", goal(1, .none, kind: .open)).streak == 2)
  }

  @Test func aChangeOfScheduleDoesNotRewriteThePast() {
    let weekdays = GoalSchedule.weekdays([.monday, .wednesday, .friday])
    let before = Terms(goal(1, weekdays))
    let now = goal(1, .daily)
    let change = TermsChange(goal: now.id, through: monday.adding(days: 4), terms: before)
    let replay = fold([now], entries("f.f.fff", now), through: monday.adding(days: 6), changes: [change])
    #expect(replay.closed[now.id].streak == 5)
    #expect(fold([now], entries("f.f.fff", now), through: monday.adding(days: 6)).closed[now.id].streak == 3)
  }

  @Test func aFinishedGoalIsNotMissedAnyMore() {
    let finished = goal(status: .achieved)
    let change = TermsChange(goal: finished.id, through: monday.adding(days: 2), terms: Terms(finished))
    let replay = fold([finished], entries("fff", finished), through: monday.adding(days: 6), changes: [change])
    #expect(replay.closed[finished.id].streak == 3)
    // Nor on its last day, though a success on it counts.
    let idle = fold([finished], entries("ff", finished), through: monday.adding(days: 6), changes: [change])
    #expect(idle.closed[finished.id].streak == 2)
    #expect(idle.closed.rhythm == 2)
  }

  @Test func today_isOpenUntilItIsOver() {
    let goal = goal()
    let log = entries("ff", goal)
    let replay = fold([goal], log, through: monday)
    #expect(replay.closed[goal.id].streak == 1)
    #expect(replay.shown[goal.id].streak == 2)
    #expect(fold([goal], entries("fx", goal), through: monday).shown[goal.id].streak == 1)
  }

  @Test func aStateSurvivesItsStorage() throws {
    let goals = [goal(1), goal(2, .perWeek(2))]
    let log = entries("ff.f", goals[0]) + entries("f.sf", goals[1])
    let state = fold(goals, log, through: monday.adding(days: 3), rules: FreezeRules()).closed
    let json = try CanonicalJSON.text(state)
    #expect(try CanonicalJSON.decode(ProgressState.self, from: json) == state)
  }
}
