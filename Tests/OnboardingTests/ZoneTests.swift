import Onboarding
import PluginAPI
import Testing

@Suite struct ClockAnswerTests {
  @Test(arguments: [
    ("18:42", ClockAnswer.time(.at(18, 42))), ("6.42 PM", .time(.at(18, 42))), ("1842", .time(.at(18, 42))),
    ("8:05:59", .time(.at(8, 5))), ("12:10 a.m.", .time(.at(0, 10))), ("24:00", .time(.at(0))), (" 18 ", .hour(18)),
    ("7pm", .hour(19)), ("UTC+4", .offset(14_400)), ("+05:30", .offset(19_800)), ("gmt -3", .offset(-10_800)),
    ("МСК+2", .offset(18_000)), ("18 42", .time(.at(18, 42))),
  ])
  func readsTimes(_ text: String, _ answer: ClockAnswer) { #expect(ClockAnswer(text) == answer) }

  @Test(arguments: [
    "", "Самара", "25:00", "18:60", "18:4", "13pm", "+15", "+3:7", "UTC", "+", "--3", "1:2:3:4", "99999999999999999999",
    "٣:٢٠", "18:42 в Москве",
  ])
  func leavesTheRest(_ text: String) { #expect(ClockAnswer(text) == nil) }
}

@Suite struct ClockGridTests {
  private let now = Instant(unixSeconds: 1_795_363_200)  // 16:00 UTC

  @Test func knowsTheOffsetsInUse() throws {
    let grid = ClockGrid(try TimeZoneDatabase(), now: now)
    #expect(grid.offsets.first == -11 * 3600 && grid.offsets.last == 14 * 3600)
    #expect(grid.oddMinutes.contains(20_700))
    #expect(grid.firstHours == -11...3)
    #expect(grid.wholeHours(from: 1).count == 12)
  }

  @Test func everyWholeHourIsOnAPage() throws {
    let grid = ClockGrid(try TimeZoneDatabase(), now: now)
    var reached: Set<Int> = []
    var first = grid.firstHours.lowerBound
    while reached.insert(first).inserted { first = grid.clamped(first + ClockGrid.pageSize) }
    let shown = Set(reached.flatMap(grid.wholeHours))
    #expect(shown.union(grid.oddMinutes) == Set(grid.offsets))
  }

  @Test func matchesWhatClocksShow() {
    let grid = ClockGrid(offsets: [-36_000, 0, 10_800, 19_800, 20_700, 50_400], now: now)
    #expect(grid.offsets(matching: .time(.at(19, 3))) == [10_800])
    #expect(grid.offsets(matching: .time(.at(21, 41))) == [20_700])
    #expect(grid.offsets(matching: .time(.at(5, 58))) == [-36_000, 50_400])
    #expect(grid.offsets(matching: .time(.at(12, 0))) == [])
    #expect(grid.offsets(matching: .hour(19)) == [10_800])
    #expect(grid.offsets(matching: .offset(7200)) == [])
    #expect(grid.sameClock(as: 50_400) == [50_400, -36_000])
    #expect(grid.sameClock(as: .max) == [])
    #expect(grid.time(at: -36_000) == .at(6))
  }
}
