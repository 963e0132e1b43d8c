import Host
import PluginAPI
import PluginTesting
import SandboxRuntime
import Testing

/// More falls due at once than the host works on at a time and Telegram lets it send.
@Suite struct ManyDueTests {
  /// Reminds a minute later, without hurry, and answers everything else.
  private struct BulkPlugin: Plugin {
    static let manifest = PluginManifest(
      id: "bulk", summary: "Reminds.", texts: [.english: Array("{}".utf8), .russian: Array("{}".utf8)])
    init(configuration: NoConfiguration, context: PluginContext) throws {}
    struct Reminder: JobPayload { static let name = "bulk.reminder" }

    var contributions: Contributions {
      MessageHandler(.text) { turn, message in
        if message.text == "remind me" { turn.enqueue(Reminder(), .after(.minutes(1))) }
        turn.send("you said \(message.text)")
      }
      Job(Reminder.self) { turn, _ in turn.send("a reminder", options: SendOptions(priority: .reminder)) }
    }
  }

  @Test func thoseWhoWriteMeanwhileAreAnsweredAtOnce() async throws {
    try await withBot(
      [BulkPlugin.self],
      options: { options in
        options.settings.laneCapacity = 3
        options.settings.sendRate = 2
      }
    ) { bot in
      var people: [TestPerson] = []
      for index in 0..<12 {
        let person = try await bot.person("P\(index)")
        try await person.send("remind me")
        try await person.expect("you said remind me")
        people.append(person)
      }
      await bot.advance(by: .minutes(1))
      var reminded = 0
      for person in people where try await person.hears("a reminder") { reminded += 1 }
      #expect(reminded < 12, "the budget of sends must hold some back, or this test shows nothing")
      // Somebody whose reminder waits, and somebody who has none.
      let waiting = try #require(people.last)
      let other = try await bot.person("Other")
      try await waiting.send("hello")
      await bot.advance(by: .milliseconds(200))
      try await waiting.expect("a reminder")
      try await waiting.expect("you said hello")
      for text in ["one", "two", "three"] {
        try await other.send(text)
        await bot.advance(by: .milliseconds(200))
        try await other.expect("you said \(text)")
      }
      await bot.advance(by: .minutes(1))
      for person in people.dropLast() { reminded += try await person.hears("a reminder") ? 1 : 0 }
      #expect(reminded == 11)
    }
  }
}

extension TestPerson {
  /// Whether this is the next thing the person hears; takes it then.
  fileprivate func hears(_ text: String) async throws -> Bool {
    do {
      try await expect(text)
      return true
    } catch {
      return false
    }
  }
}
