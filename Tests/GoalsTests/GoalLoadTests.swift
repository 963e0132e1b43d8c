import Contracts
import PluginAPI
import Testing

@testable import Goals

@Suite struct GoalLoadTests {
  private func load(
    _ schedule: GoalSchedule, _ target: Double? = nil, unit: String? = nil, kind: GoalSnapshot.Kind = .habit
  ) -> GoalLoad { GoalLoad(kind: kind, schedule: schedule, target: target, unit: unit) }

  @Test func fewerDaysAndSmallerAmountsAreEasier() {
    #expect(load(.perWeek(2)).isEasier(than: load(.perWeek(3))))
    #expect(!load(.perWeek(4)).isEasier(than: load(.perWeek(3))))
    #expect(load(.weekdays([.monday, .friday])).isEasier(than: load(.daily)))
    #expect(load(.none).isEasier(than: load(.perWeek(1))))
    #expect(load(.daily, 6, unit: "km").isEasier(than: load(.daily, 8, unit: "km")))
    #expect(load(.daily).isEasier(than: load(.daily, 8)))
    #expect(!load(.daily, 8).isEasier(than: load(.daily)))
    #expect(!load(.daily).isEasier(than: load(.daily)))
  }

  @Test func fewerDaysWithMoreEachIsNotEasier() {
    #expect(!load(.perWeek(3), 20).isEasier(than: load(.perWeek(5), 10)))
    #expect(load(.perWeek(3), 15).isEasier(than: load(.perWeek(5), 10)))
  }

  @Test func ofALimitMoreIsEasier() {
    #expect(load(.daily, 3, kind: .limit).isEasier(than: load(.daily, 2, kind: .limit)))
    #expect(!load(.daily, 1, kind: .limit).isEasier(than: load(.daily, 2, kind: .limit)))
  }

  @Test func differentUnitsAreNotCompared() {
    #expect(!load(.daily, 1, unit: "km").isEasier(than: load(.daily, 1000, unit: "m")))
  }

  @Test func easierWaitsForThePeriodHarderDoesNot() {
    let wednesday = monday.adding(days: 2)
    #expect(load(.perWeek(2)).effectiveDate(replacing: load(.perWeek(3)), on: wednesday) == monday.adding(days: 7))
    #expect(load(.perWeek(2)).effectiveDate(replacing: load(.perWeek(3)), on: monday) == monday.adding(days: 7))
    #expect(load(.perWeek(4)).effectiveDate(replacing: load(.perWeek(3)), on: wednesday) == wednesday)
    #expect(load(.daily, 5).effectiveDate(replacing: load(.daily, 8), on: wednesday) == wednesday.adding(days: 1))
    #expect(load(.daily, 9).effectiveDate(replacing: load(.daily, 8), on: wednesday) == wednesday)
  }
}
