import Contracts
import Onboarding
import PluginAPI
import Testing

@Suite struct DataRightsTests {
  private func askForDeletion(_ chat: Chat) async throws {
    try await chat.send("/delete")
    try await chat.press("Удалить всё")
    #expect(!chat.person.isLeaving)
    try await chat.press("Да, удалить")
  }

  @Test func deletionWaitsForTheDaysOfGrace() async throws {
    let chat = try Chat()
    try await askForDeletion(chat)
    #expect(chat.person.isLeaving && chat.events == ["onboarding.deletion_requested.v1"])
    #expect(chat.decision.jobs.first?.due == chat.now + .days(7))
    #expect(chat.seen.contains("29\u{A0}ноября 2026, 19:00"))
    try await chat.runJob()
    #expect(chat.isErased)
  }

  @Test func aSecondPressChangesNothing() async throws {
    let chat = try Chat()
    try await chat.send("/delete")
    try await chat.press("Удалить всё")
    let yes = try #require(chat.buttons.first)
    try await chat.press(yes)
    chat.now += .days(1)
    try await chat.press(yes)
    #expect(chat.decision.jobs.isEmpty && chat.events.isEmpty && chat.seen.contains("29\u{A0}ноября"))
  }

  @Test func anOldCardDeletesNothing() async throws {
    let chat = try Chat()
    try await chat.send("/delete")
    chat.now += .days(30)
    try await chat.press("Удалить всё")
    #expect(chat.seen.contains("устарела"))
  }

  @Test(arguments: ["/start", "button"]) func whoComesBackStays(_ way: String) async throws {
    let chat = try Chat()
    try await askForDeletion(chat)
    let job = chat.decision.jobs.first
    if way == "button" { try await chat.press("Отменить удаление") } else { try await chat.send(way) }
    #expect(!chat.person.isLeaving && chat.rows.erasure == nil)
    #expect(chat.decision.cancelledJobs.map(\.name) == ["onboarding.erase"])
    #expect(chat.seen.contains("Удаление отменено"))
    for case .job(let declared) in chat.plugin.contributions.list {
      // Even if it runs all the same.
      await #expect(throws: JobOutcome.self) {
        try await chat.runJob(declared, payload: job?.payload ?? "")
      }
    }
    #expect(!chat.isErased)
  }

  @Test func exportIsAFile() async throws {
    let chat = try Chat()
    try await chat.send("/export")
    try await chat.deliverWork()
    guard case .document(.upload(let file))? = chat.sent.first?.media else {
      Issue.record("no file")
      return
    }
    #expect(String(decoding: file.bytes, as: UTF8.self) == "{\"goals\":[]}" && file.filename.hasSuffix(".json"))
  }

  @Test func tooMuchDataIsSaidPolitely() async throws {
    let data = FixedData(text: String(repeating: "x", count: 10_000_001))
    let chat = try Chat(services: ["roost.personal_data": data as any PersonalData])
    try await chat.send("/export")
    try await chat.deliverWork()
    #expect(chat.sent.first?.media == nil && chat.seen.contains("не помещается"))
  }

  @Test func privacyNamesTheWays() async throws {
    let chat = try Chat()
    try await chat.send("/privacy")
    #expect(chat.seen.contains("/export") && chat.seen.contains("/delete") && chat.seen.contains("7\u{A0}дней"))
  }
}
