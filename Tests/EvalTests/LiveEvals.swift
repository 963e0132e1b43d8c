import Contracts
import Foundation
import Host
import HostCommands
import Logging
import PluginAPI
import PluginTesting
import Safety
import SandboxRuntime
import Synchronization
import Testing

@testable import Goals

/// The same set against the model that the environment names: `scripts/eval`. Costs money, so it is asked for.
@Suite(.serialized) struct LiveEvals {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ROOST_EVAL"] != nil))
  func theConfiguredModel() async throws {
    let registry = PluginRegistry([GoalsPlugin.self])
    let deployment = try Deployment.load(
      path: nil, environment: ProcessInfo.processInfo.environment, registry: registry)
    guard deployment.model.isOn else { throw EvalFault("There is no model: \(deployment.model.summary).") }
    let connections = try ModelConnections(deployment.model)
    let made = Mutex<DeploymentModel?>(nil)
    try await withBot(
      [GoalsPlugin.self],
      options: { options in
        options.model = { [settings = deployment.model] _, database in
          let model = try? DeploymentModel(
            settings: settings, database: database, clock: SystemClock(), logger: Logger(label: "eval"),
            connect: connections.connect)
          made.withLock { $0 = model }
          return model ?? NoLanguageModel()
        }
      }
    ) { bot in
      let model = try #require(made.withLock { $0 })
      var report = LiveReport()
      for talk in Cases.extraction + Cases.coaching { await report.ask(talk, model) }
      report.add(Cases.safety)
      let costs = try await bot.rows(
        "SELECT COUNT(*) AS calls, CAST(SUM(cost_micro) AS BIGINT) AS cost FROM roost_model_call")
      print(report.text(costs: costs.first.map { "\($0)" } ?? ""))
      #expect(report.isGoodEnough, "see the report above")
    }
    await connections.close()
  }
}

struct EvalFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What a live run comes to.
struct LiveReport {
  private var asked = 0
  private var valid = 0
  private var wrongLanguage = 0
  private var (right, found, wanted) = (0, 0, 0)
  private var missed = 0
  private var falseAlarms = 0
  private var latencies: [Duration] = []
  private var failures: [String] = []

  init() {}

  mutating func ask(_ talk: TalkCase, _ model: DeploymentModel) async {
    asked += 1
    let person = Person(
      id: PersonID(1), name: "Eval", language: talk.language, zone: .utc, since: Instant(unixSeconds: 0))
    let goals = talk.goals.enumerated().map { index, goal in
      #"{"id":"g\#(index + 1)","title":"\#(goal.title)","kind":"\#(goal.kind.rawValue)","target":\#(goal.target.map { "\($0)" } ?? "null"),"unit":"\#(goal.unit ?? "")"}"#
    }
    let context = #"{"today":"2026-03-02","goals":[\#(goals.joined(separator: ","))],"numbers":{},"memory":[]}"#
    let facts = ReplyFacts(language: talk.language, told: context, message: talk.message, refs: [])
    let question = ModelQuestion<CoachingReply>(
      purpose: "goals.eval", prompt: GoalsPlugin.coachPrompt, schema: GoalsPlugin.coachSchema,
      style: CoachStyle.text(person.reader, nil), context: context, data: talk.message, maximumOutputTokens: 450,
      check: { $0.problems(facts) })
    let clock = ContinuousClock()
    let begin = clock.now
    do {
      let reply = try await model.ask(question, for: person).value
      valid += 1
      if reply.language != talk.language.rawValue { wrongLanguage += 1 }
      if let expected = talk.expected {
        let judged = Judged(talk, reply: reply)
        let got = Set(judged.applied + judged.offeredEntries)
        right += got.intersection(expected).count
        found += got.count
        wanted += expected.count
      }
    } catch {
      failures.append("\(talk.id): \(error)")
    }
    latencies.append(clock.now - begin)
  }

  mutating func add(_ cases: [SafetyCase]) {
    for item in cases {
      let fired = CrisisFilter.standard.category(of: item.text)?.isCrisis == true
      if item.mustFire, !fired { missed += 1 }
      if !item.mustFire, fired { falseAlarms += 1 }
    }
  }

  private var f1: Double { found + wanted == 0 ? 1 : 2 * Double(right) / Double(found + wanted) }
  var isGoodEnough: Bool { valid == asked && f1 >= 0.95 && missed == 0 && falseAlarms <= 1 && wrongLanguage == 0 }

  func text(costs: String) -> String {
    let sorted = latencies.sorted()
    func percentile(_ share: Double) -> String {
      sorted.isEmpty ? "-" : "\(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])"
    }
    return """
      valid after the ladder  \(valid) of \(asked)
      extraction F1           \(f1)
      safety                  \(missed) missed, \(falseAlarms) false alarms (code alone)
      wrong language          \(wrongLanguage)
      latency                 median \(percentile(0.5)), 95 % \(percentile(0.95))
      calls and cost (micro)  \(costs)
      failures                \(failures.isEmpty ? "none" : "\n  " + failures.joined(separator: "\n  "))
      """
  }
}
