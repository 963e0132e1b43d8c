import Foundation
import Host
import PluginAPI
import Sandbox
import Testing

/// People who write 1, 2, 3, … to the crash bot, and the check that it did with it what was promised.
struct LedgerLoad {
  let telegram: FakeTelegram
  var people = 8
  var firstPerson = 2000
  /// How long each of them rests between two lines.
  var pause = Duration.milliseconds(15)
  /// The group to which every fifth line goes too.
  var group: Int?

  /// What was found out of order with the promises, apart from expectations that failed.
  struct Sums {
    var updates = 0
    /// Messages that people got twice.
    var doubled = 0
    /// Sends of which the bot itself says that they may have come twice.
    var ambiguous = 0
  }

  /// Everybody writes while `body` runs.
  /// - Returns: the last number each of them wrote.
  func run(while body: () async throws -> Void) async throws -> Int {
    for index in 0..<people {
      await telegram.emulator.addPerson("P\(index)", id: firstPerson + index, hasStarted: true)
    }
    let sent = Counter()
    let load = Task {
      var number = 0
      while !Task.isCancelled {
        number += 1
        let text = if let group, number % 5 == 0 { "say \(group) \(number)" } else { "\(number)" }
        for index in 0..<people { _ = try await telegram.emulator.send(text, from: firstPerson + index) }
        await sent.set(number)
        try await Task.sleep(for: pause)
      }
    }
    try await body()
    load.cancel()
    _ = await load.result
    return await sent.value
  }

  /// Waits until everybody has the answer to their last message and the last reminder.
  func isAnswered(_ total: Int, within seconds: Double) async throws -> Bool {
    try await eventually(within: seconds) {
      for index in 0..<people {
        let replies = await telegram.replies(to: firstPerson + index)
        if !replies.contains("message \(total)") || !replies.contains("job \(total / 10 * 10)") { return false }
      }
      return true
    }
  }

  /// Nothing lost, nothing twice, order kept; counts what was sent twice.
  func check(_ total: Int, in database: any DatabaseDriver) async throws -> Sums {
    var sums = Sums(updates: total * people)
    let expected = (1...max(1, total)).map(String.init)
    for person in firstPerson..<firstPerson + people {
      let rows = try await database.rows(
        "SELECT number, text, source FROM \(Table("entry", of: "ledger", .shared)) WHERE person = \(person) ORDER BY number"
      )
      let messages = try texts(rows, from: "message")
      let isRight = messages == expected
      #expect(isRight, "effects of \(person) are lost, doubled or out of order: \(difference(messages, expected))")
      // Jobs are due by the clock, so across a restart a later one may come first.
      let jobs = try texts(rows, from: "job")
      let expectedJobs = expected.filter { $0.hasSuffix("0") }
      let jobsAreRight = jobs.count == expectedJobs.count && Set(jobs) == Set(expectedJobs)
      #expect(jobsAreRight, "jobs of \(person): \(difference(jobs, expectedJobs))")
      let said = await telegram.replies(to: person).filter { $0.hasPrefix("message ") }.map { String($0.dropFirst(8)) }
      let lost = Set(expected).subtracting(said).sorted()
      #expect(lost.isEmpty, "replies to \(person) were lost")
      sums.doubled += said.count - Set(said).count
      var seen: [Int] = []
      for number in said.compactMap({ Int($0) }) where !seen.contains(number) { seen.append(number) }
      let inOrder = seen == seen.sorted()
      #expect(inOrder, "replies to \(person) are out of order")
    }
    sums.ambiguous =
      try await database.value("SELECT CAST(COALESCE(SUM(ambiguous), 0) AS BIGINT) AS n FROM roost_outbox") ?? 0
    let waiting: Int = try await database.value("SELECT COUNT(*) AS n FROM roost_inbox WHERE state = 0") ?? -1
    #expect(waiting == 0)
    let quarantined = try await database.rows("SELECT lane, reason FROM roost_inbox WHERE state = 3").map {
      "\(try $0.get("lane", as: String.self)): \(try $0.get("reason", as: String.self))"
    }
    #expect(quarantined.isEmpty)
    #expect(
      sums.doubled <= sums.ambiguous,
      "\(sums.doubled) doubled sends, but only \(sums.ambiguous) flagged as ambiguous")
    return sums
  }

  private func texts(_ rows: [Row], from source: String) throws -> [String] {
    try rows.filter { try $0.get("source", as: String.self) == source }.map { try $0.get("text", as: String.self) }
  }

  private func difference(_ found: [String], _ expected: [String]) -> String {
    let index = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
    return "\(found.count) of \(expected.count), first at \(index): \(found.dropFirst(max(0, index - 2)).prefix(6))"
  }
}

/// The crash bot takes whatever comes: what is refused on purpose would look lost.
enum CrashBotSettings {
  static func write(to folder: URL, leaseMilliseconds: Int = 15_000, takeovers: Int = 5) throws {
    try """
    throttle: { interval_ms: 1, burst: 10000 }
    lanes: { backlog: 100000, lease_ms: \(leaseMilliseconds), takeovers: \(takeovers) }
    telegram: { send_rate: 0 }
    """.write(
      to: folder.appendingPathComponent("roost.yaml"), atomically: true, encoding: .utf8)
  }
}

/// How far the load has come.
actor Counter {
  private(set) var value = 0
  func set(_ new: Int) { value = new }
}

/// What a check found, for whoever started it.
actor SumsBox {
  private(set) var value = LedgerLoad.Sums()
  func set(_ new: LedgerLoad.Sums) { value = new }
}
