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

@Suite struct ZoneDialogTests {
  @Test func aTimeLeadsToACity() async throws {
    let chat = try Chat()
    try await chat.send("/timezone")
    #expect(
      chat.titles.prefix(12) == [
        "17:00", "18:00", "19:00", "20:00", "21:00", "22:00", "23:00", "00:00", "01:00", "02:00", "03:00", "04:00",
      ])
    try await chat.press("20:00")
    #expect(chat.titles.contains("Самара · 20:00"))
    try await chat.press("Самара")
    #expect(chat.person.zone.id == "Europe/Samara" && chat.dialog == nil)
    #expect(chat.seen.contains("Самара, 20:00"))
  }

  @Test func pagesAndOddMinutes() async throws {
    let chat = try Chat()
    try await chat.send("/timezone")
    try await chat.press("‹ Раньше")
    #expect(chat.titles.first == "05:00")
    try await chat.press("Другие минуты")
    try await chat.press("21:45")
    #expect(chat.titles.contains { $0.hasPrefix("Катманду") })
    try await chat.press("‹ Другое время")
    #expect(chat.titles.first == "17:00")
  }

  @Test func oldTimesAreShownAnew() async throws {
    let chat = try Chat()
    try await chat.send("/timezone")
    chat.now += .hours(2)
    try await chat.press("20:00")
    #expect(chat.decision.toast != nil && chat.titles.contains("22:00") && !chat.person.isZoneConfirmed)
  }

  @Test func aLocationIsAskedForAndForgotten() async throws {
    let chat = try Chat()
    try await chat.send("/timezone")
    try await chat.press("📍")
    #expect(chat.sent.contains { if case .buttons? = $0.replyKeyboard { true } else { false } })
    try await chat.sendLocation("53.2", "50.15")
    #expect(chat.sent.contains { if case .remove? = $0.replyKeyboard { true } else { false } })
    #expect(chat.titles.first?.hasPrefix("Самара") == true && chat.titles.count == 5)
    #expect(chat.dialog?.state.contains("53.2") == false)
    try await chat.press("Самара")
    #expect(chat.person.zone.id == "Europe/Samara")
  }

  @Test(arguments: [("91", "0"), ("0", "1e400"), ("\"x\"", "1"), ("null", "1"), ("0", "-180.0001")])
  func hostileLocationsAreNoAnswer(_ latitude: String, _ longitude: String) async throws {
    let chat = try Chat()
    try await chat.send("/timezone")
    try await chat.sendLocation(latitude, longitude)
    #expect(chat.seen.contains("не нашёлся") && chat.dialog?.name == "onboarding.zone")
  }

  @Test(arguments: [
    ("Europe/Samara", "Europe/Samara"), ("asia/tokyo", "Asia/Tokyo"), ("казань", "Europe/Moscow"),
    ("New York", "America/New_York"), ("utc", "UTC"),
  ])
  func citiesAndNamesSetTheZone(_ text: String, _ id: String) async throws {
    let chat = try Chat(.english, name: "Al")
    chat.person.zone = try TimeZoneDatabase().zone("Europe/Paris")
    try await chat.send("/timezone \(text)")
    #expect(chat.person.zone.id == id)
    #expect(chat.events == ["onboarding.time_zone_changed.v1"])
  }

  @Test(arguments: ["../../etc/passwd", "Нигдеград", "18:17", "/", "\u{0}\u{0}", String(repeating: "a", count: 4000)])
  func nonsenseAsksAgain(_ text: String) async throws {
    let chat = try Chat()
    try await chat.send("/timezone \(text)")
    #expect(chat.dialog?.name == "onboarding.zone" && !chat.person.isZoneConfirmed)
    #expect(chat.sent.count == 1)
  }

  @Test func theSameZoneIsNoChange() async throws {
    let chat = try Chat()
    try await chat.send("/timezone Europe/Moscow")
    #expect(chat.events.isEmpty && chat.person.isZoneConfirmed)
  }
}
