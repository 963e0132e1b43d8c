import Contracts
import PluginAPI
import Testing

@testable import Goals

@Suite struct DayTests {
  private func day(
    _ goals: [Goal], _ entries: [CheckIn] = [], on date: LocalDate = monday, pauses: [GoalPause] = []
  ) -> Day { Day(date: date, today: date, goals: goals, pauses: pauses, entries: entries, totals: [:]) }

  @Test func showsWhatIsDueAndNothingElse() {
    let tuesday = goal(2, .weekdays([.tuesday]))
    #expect(day([goal(1), tuesday]).items.map(\.goal.id) == [id(1)])
    #expect(day([goal(1), tuesday], on: monday.adding(days: 1)).due == 2)
  }

  @Test func aGoalFromTomorrowIsNotDueToday() {
    var late = goal(1)
    late.snapshot.startDate = monday.adding(days: 1)
    #expect(day([late]).items.isEmpty)
  }

  @Test func pausedDaysAskForNothingButKeepTheirLog() {
    let pause = GoalPause(goal: id(1), from: monday, to: monday.adding(days: 2))
    #expect(day([goal(1)], pauses: [pause]).items.isEmpty)
    #expect(day([goal(1)], [entry(.full)], pauses: [pause]).items.count == 1)
    #expect(day([goal(1)], on: monday.adding(days: 3), pauses: [pause]).items.count == 1)
    #expect(day([goal(1)], pauses: [GoalPause(goal: nil, from: monday, to: nil)]).items.isEmpty)
  }

  @Test func aQuantityIsOpenUntilItIsReached() {
    let water = goal(1, .daily, target: 8)
    var today = day([water, goal(2)], [entry(.amount, amount: 3)])
    #expect(today.due == 2)
    #expect(today.stillOpen == 2)
    today.add(entry(.amount, amount: 5, number: 101))
    #expect(today.stillOpen == 1)
    today.remove(entry(.amount, amount: 5, number: 101))
    #expect(today.stillOpen == 2)
  }

  @Test func timesAWeekAreDueOnlyWhenTheWeekRunsOut() {
    let gym = goal(1, .perWeek(3))
    #expect(day([gym]).due == 0)
    #expect(day([gym], on: monday.adding(days: 3)).due == 0)
    #expect(day([gym], on: monday.adding(days: 4)).due == 1)
    let done = [entry(.full, on: monday), entry(.minimum, on: monday.adding(days: 1), number: 101)]
    let friday = day([gym], done, on: monday.adding(days: 4))
    #expect(friday.due == 0)
    #expect(friday.items.first?.otherDaysDone == 2)
    #expect(day([gym], done, on: monday.adding(days: 6)).due == 1)
    #expect(day([gym], [entry(.skip, on: monday)], on: monday.adding(days: 1)).items.first?.otherDaysDone == 0)
  }

  @Test func allDoneLeavesWeeklyAndFreeGoalsAlone() {
    let today = day([goal(3, .none, kind: .open), goal(2, .perWeek(2)), goal(1), goal(4)], [entry(.skip, 4)])
    #expect(today.coveredByAllDone.map(\.goal.id) == [id(1)])
    #expect(today.items.map(\.goal.id) == [id(1), id(4), id(2), id(3)])
  }

  @Test func theYoungestEntryIsTheOneToTakeBack() {
    let later = CheckIn(
      id: id(7), goal: id(1), kind: .amount, date: monday, amount: 1, at: noon + .seconds(1), isBackdated: false)
    #expect(item(goal(1, .daily, target: 8), later, entry(.amount, amount: 2)).last == later)
  }
}
