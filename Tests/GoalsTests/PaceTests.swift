import Contracts
import PluginAPI
import Testing

@testable import Goals

@Suite struct PaceTests {
  /// Twelve in 100 days from a Monday on, looked at after some days.
  private func pace(
    _ values: [(Int, Double)], today: Int, from start: Double = 0, to goal: Double = 12, due: Int? = 100
  )
    -> Pace
  {
    Pace(
      start: Pace.Point(date: monday, value: start), goal: goal, dueDate: due.map { monday.adding(days: $0) },
      points: values.map { Pace.Point(date: monday.adding(days: $0.0), value: $0.1) }, today: monday.adding(days: today)
    )
  }

  @Test func theLineIsStraight() {
    #expect(pace([], today: 50).expected == 6)
    #expect(pace([], today: 0).expected == 0)
    #expect(pace([], today: 500).expected == 12)
    #expect(pace([], today: 50, due: nil).expected == nil)
    #expect(pace([], today: 25, from: 80, to: 60).expected == 75)
    // Made and due on one day.
    #expect(pace([], today: 0, due: 0).expected == 12)
  }

  @Test func tenPercentOfTheWayAreOnIt() {
    #expect(pace([(1, 6)], today: 50).standing == .on)
    #expect(pace([(1, 7.2)], today: 50).standing == .on)
    #expect(pace([(1, 7.3)], today: 50).standing == .ahead)
    #expect(pace([(1, 4.7)], today: 50).standing == .behind)
    // Downwards ahead is below.
    #expect(pace([(1, 65)], today: 50, from: 80, to: 60).standing == .ahead)
    #expect(pace([(1, 75)], today: 50, from: 80, to: 60).standing == .behind)
  }

  @Test func theShareStaysWithinBounds() {
    #expect(pace([(1, 3)], today: 5).share == 0.25)
    #expect(pace([(1, 30)], today: 5).share == 1)
    #expect(pace([(1, 90)], today: 5, from: 80, to: 60).share == 0)
    #expect(pace([(1, 60)], today: 5, from: 80, to: 60).isReached)
    #expect(!pace([(1, 61)], today: 5, from: 80, to: 60).isReached)
  }

  @Test func aSteadyPaceForecastsItself() throws {
    let steady = pace((1...40).map { ($0, Double($0) / 10) }, today: 40)
    let forecast = try #require(steady.forecast)
    #expect(abs(forecast.lowerBound - 10) < 0.001 && abs(forecast.upperBound - 10) < 0.001)
  }

  /// One wild value is no trend: that is what the median of slopes is for.
  @Test func anOutlierHardlyMatters() throws {
    var values = (1...40).map { ($0, Double($0) / 10) }
    values[20].1 = 500
    let forecast = try #require(pace(values, today: 40).forecast)
    #expect(abs(forecast.lowerBound - 10) < 0.5 && abs(forecast.upperBound - 10) < 0.5)
  }

  @Test func standingStillCounts() throws {
    // Three a day for a week, nothing for five weeks since.
    let values = (1...7).map { ($0, Double($0)) }
    let forecast = try #require(pace(values, today: 42).forecast)
    #expect(forecast.lowerBound < 12)
  }

  @Test func tooLittleSaysNothing() {
    #expect(pace([(1, 1), (2, 2)], today: 3).forecast == nil)
    #expect(pace([(1, 1)], today: 4).slopes == nil)
    #expect(pace((1...40).map { ($0, Double($0)) }, today: 101).forecast == nil)
  }

  @Test func withoutADateItSaysWhen() throws {
    let reached = try #require(pace((1...20).map { ($0, Double($0) / 4) }, today: 20, due: nil).reached)
    // Five are done, seven are left, a quarter a day.
    #expect(reached.first == monday.adding(days: 48))
    #expect(pace((1...20).map { ($0, -Double($0)) }, today: 20, due: nil).reached == nil)
  }
}

@Suite struct LoadChangeTests {
  private func load(
    _ schedule: GoalSchedule, _ target: Double? = nil, kind: GoalSnapshot.Kind = .habit, start: Double? = nil
  )
    -> GoalLoad
  {
    GoalLoad(kind: kind, schedule: schedule, target: target, unit: nil, start: start)
  }

  @Test func everyNotchIsOne() {
    let loads = [
      load(.daily), load(.perWeek(3)), load(.perWeek(7)), load(.weekdays([.monday, .wednesday, .friday])),
      load(.daily, 8), load(.daily, 1), load(.daily, 2, kind: .limit), load(.none, 12, kind: .target),
      load(.none, 60, kind: .target, start: 40), load(.none, 60, kind: .target, start: 80), load(.perWeek(2), 0.5),
    ]
    for old in loads {
      if let less = old.easier { #expect(less.isEasier(than: old), "\(old) → \(less)") }
      if let more = old.harder {
        #expect(!more.isEasier(than: old) && old.isEasier(than: more), "\(old) → \(more)")
      }
    }
  }

  @Test func thereIsAnEnd() {
    #expect(load(.perWeek(1)).easier == nil)
    #expect(load(.perWeek(7)).harder == nil && load(.daily).harder == nil)
    #expect(load(.none, kind: .open).easier == nil && load(.none, kind: .milestone).harder == nil)
    #expect(load(.daily, 0, kind: .limit).harder == nil)
    #expect(load(.perWeek(3)).easier?.schedule == .perWeek(2))
    #expect(load(.weekdays([.monday, .friday])).easier?.schedule == .weekdays([.monday]))
    #expect(load(.weekdays([.monday, .tuesday])).harder?.schedule == .weekdays([.monday, .tuesday, .friday]))
    #expect(load(.none, 60, kind: .target, start: 40).easier?.target == 56)
  }
}

@Suite struct PlanTests {
  private var two: [Plan] {
    [
      Plan(id: 1, cue: "7:00", action: "run", isActive: true),
      Plan(id: 2, cue: "lunch", action: "walk", isActive: false),
    ]
  }

  @Test func oneIsActive() {
    var plans = two
    plans.activate(2)
    #expect(plans.active?.id == 2 && plans.count(where: \.isActive) == 1)
    plans.drop(2)
    #expect(plans.active?.id == 1)
    plans.drop(1)
    #expect(plans.active == nil)
    #expect(two.freeID == 3)
    #expect(two[0].cueKind == .time && two[1].cueKind == .event)
  }

  /// An older program writes only the columns.
  @Test func theColumnsWin() {
    #expect(two.agreeing(cue: "7:00", action: "run") == two)
    let changed = two.agreeing(cue: "8:00", action: "run")
    #expect(changed.active?.cue == "8:00" && changed.count == 2)
    #expect(two.agreeing(cue: nil, action: nil).map(\.id) == [2])
    #expect([Plan]().agreeing(cue: "noon", action: nil).active?.cue == "noon")
  }

  @Test func stepsAreReadByLine() throws {
    let steps = try #require([Step].typed("1. Sources\n- Outline\n\n•  First chapter "))
    #expect(steps.map(\.title) == ["Sources", "Outline", "First chapter"])
    #expect(steps.map(\.id) == [1, 2, 3])
    #expect([Step].typed(String(repeating: "a", count: 81)) == nil)
    #expect([Step].typed("- \n 3.")?.isEmpty == true)
    var order = steps
    order.moveUp(3)
    #expect(order.map(\.id) == [1, 3, 2])
    order.moveUp(1)
    #expect(order.map(\.id) == [3, 2, 1])
  }
}
