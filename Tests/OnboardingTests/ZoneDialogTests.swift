import Onboarding
import PluginAPI
import PluginTesting
import Testing

@Suite struct ZoneDialogTests {
  // The clock stands at 09:00 UTC.
  @Test func aTimeLeadsToACity() async throws {
    try await converse(.russian) { alice in
      try await alice.send("/timezone")
      await alice.latest()
      #expect(await alice.titles().prefix(2) == ["10:00", "11:00"])
      try await alice.person.press("13:00")
      #expect(await alice.titles().contains("Самара · 13:00"))
      try await alice.person.press("Самара")
      await alice.sees("Самара, 13:00", "")
      #expect(try await alice.value("SELECT zone FROM roost_person") == "Europe/Samara")
    }
  }

  @Test func pagesAndOddMinutes() async throws {
    try await converse(.russian) { alice in
      try await alice.send("/timezone")
      let first = await alice.titles().first
      try await alice.person.press("‹ Раньше")
      #expect(await alice.titles().first != first)
      try await alice.person.press("Другие минуты")
      try await alice.person.press("14:45")
      #expect(await alice.titles().contains { $0.hasPrefix("Катманду") })
      try await alice.person.press("‹ Другое время")
      #expect(await alice.titles().first == first)
    }
  }

  @Test func oldTimesAreShownAnew() async throws {
    try await converse(.russian) { alice in
      try await alice.send("/timezone")
      await alice.bot.advance(by: .hours(2))
      #expect(try await alice.person.press("13:00").contains("обновилось"))
      #expect(await alice.titles().contains("15:00"))
    }
  }

  @Test func aLocationIsAskedForAndForgotten() async throws {
    try await converse(.russian) { alice in
      try await alice.send("/timezone")
      try await alice.person.press("📍")
      await alice.person.ignoreAll()
      try await alice.person.sendLocation(latitude: 53.2, longitude: 50.15)
      #expect(await alice.titles().first?.hasPrefix("Самара") == true)
      #expect(try await alice.value("SELECT state FROM roost_dialog")?.contains("53.2") == false)
      try await alice.person.press("Самара")
      #expect(try await alice.value("SELECT zone FROM roost_person") == "Europe/Samara")
    }
  }

  @Test(arguments: [
    ("Europe/Samara", "Europe/Samara"), ("asia/tokyo", "Asia/Tokyo"), ("казань", "Europe/Moscow"),
    ("New York", "America/New_York"), ("utc", "UTC"),
  ])
  func citiesAndNamesSetTheZone(_ text: String, _ id: String) async throws {
    try await converse(.english) { alice in
      try await alice.send("/timezone \(text)")
      #expect(try await alice.value("SELECT zone FROM roost_person") == id)
    }
  }

  @Test(arguments: ["../../etc/passwd", "Нигдеград", "18:17", "/", String(repeating: "a", count: 4000)])
  func nonsenseAsksAgain(_ text: String) async throws {
    try await converse(.russian) { alice in
      try await alice.send("/timezone \(text)")
      #expect(try await alice.value("SELECT name FROM roost_dialog") == "onboarding.zone")
    }
  }
}
