import Host
import PluginAPI
import PluginTesting
import SandboxRuntime
import Testing

/// Jobs of a kind that only a newer version of the program knows, as they come to an old host during a roll-out.
@Suite struct ForeignJobTests {
  @Test func theyWaitAndPeopleAreAnswered() async throws {
    try await withBot(EchoPlugin.self) { bot in
      var people: [TestPerson] = []
      for name in ["Ann", "Ben", "Cleo", "Dan", "Eve", "Fay"] {
        let person = try await bot.person(name)
        try await person.send("/later tea")
        try await person.expect("Later!")
        people.append(person)
      }
      let rename: SQL = "UPDATE roost_job SET name = 'echo.sooner'"
      _ = try await bot.runtime.database.transact([Statement(rename)])
      await bot.advance(by: .minutes(61))
      let tried = try await bot.rows("SELECT id FROM roost_job WHERE state = 0 AND attempts > 0")
      #expect(tried.count == people.count)
      // More failures in a row than make a plugin rest.
      for person in people {
        try await person.send("/echo one")
        try await person.expect("You said one")
      }
      // The newer version has taken over.
      let back: SQL = "UPDATE roost_job SET name = 'echo.later'"
      _ = try await bot.runtime.database.transact([Statement(back)])
      await bot.advance(by: .hours(2))
      for person in people { try await person.expect("tea") }
    }
  }
}
