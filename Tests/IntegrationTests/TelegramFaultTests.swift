import Foundation
import Host
import PluginTesting
import Sandbox
import TestServers
import Testing

/// Everything that can happen on the way to Telegram, under load: work goes on within 5 s of its end, nothing is lost,
/// and what is doubled is flagged.
@Suite(.serialized) struct TelegramFaultTests {
  private static let probe = 4001

  private struct Bench {
    let telegram: FakeTelegram
    let proxy: HTTPProxy
    let bot: BotProcess

    /// A message that comes now is answered within 5 s.
    func expectAnswer(to text: String, after fault: String) async throws {
      try await telegram.emulator.send(text, from: TelegramFaultTests.probe)
      let isAnswered = try await eventually(within: 5) {
        await telegram.replies(to: TelegramFaultTests.probe).contains("message \(text)")
      }
      #expect(isAnswered, "\(fault): not recovered within 5 s: \(bot.text.suffix(1500))")
    }
  }

  /// Runs the bot behind the proxy under load, lets `body` break the way, and checks the whole history.
  private func run(_ body: @escaping @Sendable (Bench) async throws -> Void) async throws
    -> LedgerLoad.Sums
  {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try CrashBotSettings.write(to: folder.url)
    let place = try await TestDatabase()
    let found = SumsBox()
    try await FakeTelegram.serve { telegram in
      let proxy = try HTTPProxy(target: Int(telegram.base.split(separator: ":").last ?? "") ?? 0)
      var environment = telegram.environment(database: place.url)
      environment["TELEGRAM_API_BASE"] = "http://127.0.0.1:\(proxy.port)"
      let bot = try BotProcess("crash-bot", ["run"], environment: environment, folder: folder.url)
      await telegram.emulator.addPerson("Probe", id: Self.probe, hasStarted: true)
      try await telegram.emulator.send("hello", from: Self.probe)
      let isUp = try await eventually(within: 10) { await !telegram.replies(to: Self.probe).isEmpty }
      #expect(isUp, "\(bot.text)")
      let load = LedgerLoad(telegram: telegram, people: 4, pause: .milliseconds(60))
      let total = try await load.run { try await body(Bench(telegram: telegram, proxy: proxy, bot: bot)) }
      let isAnswered = try await load.isAnswered(total, within: 60)
      #expect(isAnswered, "the backlog was not worked off: \(bot.text.suffix(2000))")
      let memory = Self.peakMegabytes(of: bot)
      bot.terminate()
      #expect(bot.exitCode(within: 6) == 0)
      proxy.stop()
      let database = try place.open()
      await found.set(try await load.check(total, in: database))
      await database.close()
      print("telegram faults: the host took \(memory) MB at the most")
      #expect(memory < 500)
    }
    await place.remove()
    return await found.value
  }

  @Test func nothingIsLostWhateverHappensOnTheWay() async throws {
    let faults = HTTPProxy.Fault.allCases.filter { $0 != .stalled }
    let sums = try await run { bench in
      for (number, fault) in faults.enumerated() {
        // First the calls alone: without updates there would soon be none.
        try bench.proxy.set(fault, for: .calls)
        let meetsNobody = fault == .refused || fault == .closedAtOnce
        // All calls may be in doubt from the fault before, and pause for up to a minute.
        let meetsCalls = try await eventually(within: meetsNobody ? 1 : 70) { bench.proxy.met.calls >= 4 }
        #expect(meetsCalls || meetsNobody, "\(fault) met \(bench.proxy.met)")
        try bench.proxy.set(fault, for: .everything)
        let meetsPolls = try await eventually(within: meetsNobody ? 1 : 10) { bench.proxy.met.polls >= 2 }
        #expect(meetsPolls || meetsNobody, "\(fault) met \(bench.proxy.met)")
        try bench.proxy.set(nil)
        try await bench.expectAnswer(to: "probe\(number)", after: "\(fault)")
      }
    }
    print("telegram faults: \(sums.updates) updates, \(sums.doubled) doubled sends, \(sums.ambiguous) flagged")
  }

  /// Longer than the 30 s after which the host gives a call up; the call has its effect afterwards all the same.
  @Test func aStallLongerThanEveryTimeoutLosesNothing() async throws {
    let sums = try await run { bench in
      try bench.proxy.set(.stalled, for: .calls)
      let isGivenUp = try await eventually(within: 40) {
        bench.bot.text.contains("nobody knows whether a call arrived")
      }
      #expect(isGivenUp, "\(bench.bot.text.suffix(1000))")
      try bench.proxy.set(.stalled, for: .everything)
      let meetsPolls = try await eventually(within: 10) { bench.proxy.met.polls >= 1 }
      #expect(meetsPolls)
      try bench.proxy.set(nil)
      try await bench.expectAnswer(to: "probe", after: "stalled")
    }
    #expect(sums.ambiguous > 0)
    print("telegram stalled: \(sums.updates) updates, \(sums.doubled) doubled sends, \(sums.ambiguous) flagged")
  }

  /// Who is told that a call was not made is never in doubt about it.
  @Test func whatIsSurelyNotSentIsSentOnce() async throws {
    let sums = try await run { bench in
      for number in 0..<2 {
        try bench.proxy.set(.tooMany, for: .calls)
        let isMet = try await eventually(within: 15) { bench.proxy.met.calls >= 4 }
        #expect(isMet)
        try bench.proxy.set(nil)
        try await bench.expectAnswer(to: "probe\(number)", after: "tooMany")
      }
    }
    #expect(sums.doubled == 0)
    #expect(sums.ambiguous == 0)
  }

  /// The most memory a process ever had.
  private static func peakMegabytes(of bot: BotProcess) -> Int {
    let status = try? String(contentsOfFile: "/proc/\(bot.process.processIdentifier)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) / 1024
  }
}
