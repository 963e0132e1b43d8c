import Contracts
import PluginAPI

/// What the model is told of a person: built by code, within a budget of tokens.
struct CoachContext: Sendable {
  /// Tokens for each part.
  enum Budget {
    static let known = 300
    static let goals = 400
    static let summary = 350
    static let history = 1200
    static let message = 800
  }
  static let mostGoals = 6
  static let mostTurns = 8

  var json: String
  var summary: String
  var history: [ModelTurn]
  var message: String
  var style: String
  /// The goals by the ids that were given out.
  var goals: [String: Goal]
  var basis: CoachBasis

  /// Everything the model is told, as one text.
  var told: String { ([json, summary] + history.map(\.text)).joined(separator: "\n") }
}

/// What stands in the context, as JSON.
private struct ToldContext: Encodable {
  struct ToldGoal: Encodable {
    var id: String
    var title: String
    var kind: String
    var schedule: String
    var target: Double?
    var unit: String?
    var plan: String?
    var minimum: String?
    var why: String?
    var paused: Bool
    var marks: String
  }
  struct ToldNumbers: Encodable {
    var streak: Int
    var best: Int
    var strengthPercent: Int
    var done: Int
    var due: Int
  }
  struct ToldProfile: Encodable {
    var summary: String
    var motivation: String
    var obstacles: [String]
    var strengths: [String]
  }
  var today: String
  var goals: [ToldGoal]
  var numbers: [String: ToldNumbers]
  var profile: ToldProfile?
  var memory: [String]
}

extension GoalsPlugin {
  /// Gathers what the model is told.
  func coachContext(_ message: String, _ context: WorkContext) async throws -> CoachContext {
    let person = context.person
    let database = context.database
    let language = person.language
    let today = person.logicalDate(context.asked)
    func fit(_ text: String, _ tokens: Int) -> String { TokenBudget.fit(text, tokens, language, context.model) }

    let words = TextWords(message)
    let running = try await GoalStore.goals(of: person.id, [.active, .paused], database)
    let named = GoalMatch.goals(for: words, among: running).map(\.id)
    let chosen = (running.filter { named.contains($0.id) } + running.filter { !named.contains($0.id) })
      .prefix(CoachContext.mostGoals)
    let entries = try await CheckInStore.entries(of: person.id, from: today.adding(days: -13), to: today, database)
    let pauses = try await PauseStore.pauses(of: person.id, database).map(\.pause)
    let stats = try await stats().stats(of: person, asOf: today, database)
    let profile = try await memory().profile(of: person.id, database)
    let facts = try await memory().facts(of: person.id, now: context.asked, database)
    let summary = try await CoachStore.summary(of: person.id, database)
    let lines = try await CoachStore.history(of: person.id, after: nil, limit: CoachContext.mostTurns, database)

    var goals: [String: Goal] = [:]
    var told = ToldContext(
      today: "\(today)", goals: [], numbers: [:], profile: nil, memory: [])
    var budget = CoachContext.Budget.goals
    for (index, goal) in chosen.enumerated() {
      let ref = "g\(index + 1)"
      let it = goal.snapshot
      let item = ToldContext.ToldGoal(
        id: ref, title: it.title, kind: it.kind.rawValue, schedule: GoalMarks.schedule(it.schedule), target: it.target,
        unit: it.unit, plan: it.plan, minimum: it.minimum, why: it.why.map { String($0.prefix(120)) },
        paused: it.status == .paused,
        marks: GoalMarks.marks(of: goal, entries: entries, pauses: pauses, today: today))
      let cost = context.model.tokens(in: (try? CanonicalJSON.text(item)) ?? "", language)
      guard cost <= budget || told.goals.isEmpty else { break }
      budget -= cost
      goals[ref] = goal
      told.goals.append(item)
      if let numbers = stats[goal.id] {
        told.numbers[ref] = ToldContext.ToldNumbers(
          streak: numbers.streak, best: numbers.best, strengthPercent: Int((numbers.strength * 100).rounded()),
          done: numbers.done, due: numbers.due)
      }
    }
    told.memory = TokenBudget.take(facts.map(\.text), CoachContext.Budget.known / 2, language, context.model)
    told.profile = profile.map {
      ToldContext.ToldProfile(
        summary: fit($0.summary, 80), motivation: fit($0.motivation, 40), obstacles: Array($0.obstacles.prefix(2)),
        strengths: Array($0.strengths.prefix(2)))
    }
    let history = TokenBudget.last(lines, CoachContext.Budget.history, language, context.model)
    let basis = CoachBasis(
      goals: told.goals.map(\.title), facts: told.memory, turns: history.count, hasProfile: profile != nil,
      hasSummary: summary != nil)
    return CoachContext(
      json: (try? CanonicalJSON.text(told)) ?? "{}", summary: fit(summary?.text ?? "", CoachContext.Budget.summary),
      history: history, message: fit(message, CoachContext.Budget.message),
      style: CoachStyle.text(person.reader, profile), goals: goals, basis: basis)
  }
}
