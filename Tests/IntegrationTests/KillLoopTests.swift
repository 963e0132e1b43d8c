import Foundation
import Host
import PluginAPI
import Sandbox
import Testing

/// kill -9 under load, again and again: nothing lost, nothing twice, order kept, doubled sends flagged.
@Suite(.serialized) struct KillLoopTests {
  static var kills: Int { ProcessInfo.processInfo.environment["ROOST_KILLS"].flatMap { Int($0) } ?? 30 }

  private func difference(_ found: [String], _ expected: [String]) -> String {
    let index = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
    return "\(found.count) of \(expected.count), first at \(index): \(found.dropFirst(max(0, index - 2)).prefix(6))"
  }

  @Test func nothingIsLostOrDoneTwice() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try CrashBotSettings.write(to: folder.url)
    try await FakeTelegram.serve { telegram in
      let people = 8
      for index in 0..<people {
        await telegram.emulator.addPerson("P\(index)", id: 2000 + index, hasStarted: true)
      }
      let sent = Counter()
      let load = Task {
        var number = 0
        while !Task.isCancelled {
          number += 1
          for index in 0..<people {
            _ = try await telegram.emulator.send("\(number)", from: 2000 + index)
          }
          await sent.set(number)
          try await Task.sleep(for: .milliseconds(15))
        }
      }
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<Self.kills {
        let bot = try BotProcess(
          "crash-bot", ["run"], environment: telegram.environment(), folder: folder.url)
        try await Task.sleep(for: .milliseconds(Int.random(in: 150...900, using: &generator)))
        bot.kill()
      }
      load.cancel()
      _ = await load.result
      let total = await sent.value

      // Everything is finished by a last start that is left alone.
      let last = try BotProcess(
        "crash-bot", ["run"], environment: telegram.environment(), folder: folder.url)
      let quiet = try await eventually(within: 60) {
        for index in 0..<people {
          let replies = await telegram.replies(to: 2000 + index)
          if !replies.contains("message \(total)") || !replies.contains("job \(total / 10 * 10)") { return false }
        }
        return true
      }
      #expect(quiet, "the backlog was not worked off: \(last.text.suffix(2000))")
      // What is on its way is recorded, then the bot stops as asked.
      try await Task.sleep(for: .milliseconds(500))
      last.terminate()
      #expect(last.exitCode(within: 6) == 0)

      let database = try SQLiteDatabase(path: folder.url.appendingPathComponent("bot.db").path)
      var doubled = 0
      for index in 0..<people {
        let rows = try await database.rows(
          "SELECT number, text, source FROM \(Table("entry", of: "ledger", .shared)) WHERE person = \(2000 + index) ORDER BY number"
        )
        let messages = try rows.filter { try $0.get("source", as: String.self) == "message" }.map {
          try $0.get("text", as: String.self)
        }
        let expected = (1...total).map(String.init)
        let isRight = messages == expected
        #expect(
          isRight, "effects of \(2000 + index) are lost, doubled or out of order: \(difference(messages, expected))")
        let jobs = try rows.filter { try $0.get("source", as: String.self) == "job" }.map {
          try $0.get("text", as: String.self)
        }
        // Jobs are due by the clock, so across a restart a later one may come first.
        let expectedJobs = expected.filter { $0.hasSuffix("0") }
        let jobsAreRight = jobs.count == expectedJobs.count && Set(jobs) == Set(expectedJobs)
        #expect(jobsAreRight, "jobs of \(2000 + index): \(difference(jobs, expectedJobs))")
        let replies = await telegram.replies(to: 2000 + index)
        let said = replies.filter { $0.hasPrefix("message ") }.map { String($0.dropFirst(8)) }
        let lost = Set(expected).subtracting(said).sorted()
        #expect(lost.isEmpty, "replies to \(2000 + index) were lost")
        doubled += said.count - Set(said).count
        var seen: [Int] = []
        for number in said.compactMap({ Int($0) }) where !seen.contains(number) { seen.append(number) }
        let inOrder = seen == seen.sorted()
        #expect(inOrder, "replies to \(2000 + index) are out of order")
      }
      let ambiguous: Int =
        try await database.value("SELECT CAST(COALESCE(SUM(ambiguous), 0) AS BIGINT) AS n FROM roost_outbox") ?? 0
      let waiting: Int = try await database.value("SELECT COUNT(*) AS n FROM roost_inbox WHERE state = 0") ?? -1
      #expect(doubled <= ambiguous, "\(doubled) doubled sends, but only \(ambiguous) flagged as ambiguous")
      #expect(waiting == 0)
      await database.close()
      print(
        "kill loop: \(Self.kills) kills, \(total * people) updates, 0 lost, 0 twice, \(doubled) doubled sends, \(ambiguous) flagged"
      )
    }
  }
}

/// The crash bot takes whatever comes: what is refused on purpose would look lost.
enum CrashBotSettings {
  static func write(to folder: URL) throws {
    try "throttle: { interval_ms: 0 }\nlanes: { backlog: 100000 }\ntelegram: { send_rate: 0 }\n".write(
      to: folder.appendingPathComponent("roost.yaml"), atomically: true, encoding: .utf8)
  }
}

/// How far the load has come.
actor Counter {
  private(set) var value = 0
  func set(_ new: Int) { value = new }
}
