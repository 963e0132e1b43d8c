import Foundation

/// `simulate SEED [COUNT [SECONDS]]` tells that many stories from a seed on; one alone is told line by line.
/// With `first` at the end it stops at the first that goes wrong; with `short` it passes over the coach's stories, which
/// take days of many people's lives.
/// `simulate power` cuts the power of a host on a SQLite file.
/// `simulate points` lets the host die at every request of every flow.
@main
enum Simulate {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "points" { return try points() }
    if arguments.first == "power" { return try await power() }
    guard let first = arguments.first.flatMap({ UInt64($0) }) else {
      print("usage: simulate SEED [COUNT [SECONDS]] | points | power")
      exit(2)
    }
    // The order of dictionaries must be the same in every process.
    guard ProcessInfo.processInfo.environment["SWIFT_DETERMINISTIC_HASHING"] != nil else {
      print("set SWIFT_DETERMINISTIC_HASHING=1, as scripts/simulate does: without it a seed does not repeat")
      exit(2)
    }
    let bots = try SimulatedBots()
    guard let count = arguments.dropFirst().first.flatMap({ Int($0) }) else {
      let outcome = try Story(seed: first, bots: bots, tells: true).tell()
      print("seed \(first): \(outcome.steps) steps, fingerprint \(String(outcome.fingerprint, radix: 16))")
      report(outcome)
      exit(outcome.violations.isEmpty ? 0 : 1)
    }
    let limit = arguments.dropFirst(2).first.flatMap { Double($0) } ?? .infinity
    var sums = Sums()
    let start = ProcessInfo.processInfo.systemUptime
    var seed = first
    while sums.stories < count {
      if ProcessInfo.processInfo.systemUptime - start > limit { break }
      let story = try Story(seed: seed, bots: bots, tells: false)
      seed += 1
      if story.isCoach, arguments.contains("short") {
        story.leave()
        continue
      }
      let outcome = story.tell()
      sums.add(outcome)
      if !outcome.violations.isEmpty {
        report(outcome)
        if arguments.contains("first") { break }
      }
    }
    print(sums)
    exit(sums.failed == 0 ? 0 : 1)
  }

  private static func points() throws {
    let bot = try SimulatedBot.notebook()
    var (count, failed) = (0, 0)
    for flow in CrashPoints.flows {
      for hosts in 1...2 {
        var point = 0
        while true {
          let run = try CrashPoints(flow, point: point, hosts: hosts, bot: bot, tells: false)
          let violations = run.run()
          if run.requests <= point { break }
          for violation in violations {
            print("✘ \(flow.name), \(hosts) hosts, point \(point) (\(run.place)): \(violation)")
          }
          count += 1
          if !violations.isEmpty { failed += 1 }
          if failed > 0, CommandLine.arguments.contains("first") { exit(1) }
          point += 1
        }
      }
    }
    print("crash points: \(count) deaths in \(CrashPoints.flows.count) flows, \(failed) failed")
    exit(failed == 0 ? 0 : 1)
  }

  private static func power() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("roost-power-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (violations, summary) = try await PowerCut(folder: folder).run()
    for violation in violations { print("✘ \(violation)") }
    print(summary)
    if !violations.isEmpty {
      try? FileManager.default.removeItem(at: folder)
      exit(1)
    }
  }

  private static func report(_ outcome: Story.Outcome) {
    for violation in outcome.violations { print("✘ seed \(outcome.seed): \(violation)") }
  }
}

/// What many stories came to.
struct Sums: CustomStringConvertible {
  var stories = 0
  var failed = 0
  private var updates = 0
  private var deaths = 0
  private var pauses = 0
  private var doubled = 0
  private var payments = 0
  private var coached = 0
  private var counts = StreakChecker.Counts()
  private var withRedis = 0
  private var questions = 0
  private var unanswered = 0
  private var steps = 0
  private var fingerprint: UInt64 = 0

  mutating func add(_ outcome: Story.Outcome) {
    stories += 1
    if !outcome.violations.isEmpty { failed += 1 }
    updates += outcome.updates
    deaths += outcome.deaths
    pauses += outcome.pauses
    doubled += outcome.doubled
    payments += outcome.payments
    if let more = outcome.coached {
      coached += 1
      counts.add(more)
    }
    if let more = outcome.questions {
      withRedis += 1
      questions += more
      unanswered += outcome.unanswered
    }
    steps += outcome.steps
    fingerprint = fingerprint &* 31 &+ outcome.fingerprint
  }

  var description: String {
    "simulation: \(stories) stories, \(coached) of the coach with \(counts), \(failed) failed; \(updates) lines, \(deaths) deaths, \(pauses) pauses, "
      + "\(withRedis) with Redis: \(questions) questions, \(unanswered) unanswered; \(payments) payments, \(doubled) doubled and flagged, \(steps) steps, fingerprint \(String(fingerprint, radix: 16))"
  }
}
