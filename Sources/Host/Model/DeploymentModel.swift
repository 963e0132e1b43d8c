package import LanguageModel
package import Logging
package import PluginAPI

/// The deployment's language model: providers in order, allowances, records, and patience that ends.
package final class DeploymentModel: LanguageModel {
  package let abilities: ModelAbilities?
  private let settings: ModelSettings
  private let routes: [ModelRoute]
  private let parts: ModelParts

  /// - Parameters:
  ///   - connect: makes the way to each provider.
  ///   - random: in 0…1, for pauses.
  /// - Throws: what `connect` throws.
  package init(
    settings: ModelSettings, database: any DatabaseDriver, clock: any HostClock, logger: Logger,
    connect: ModelConnecting, random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) throws {
    self.settings = settings
    abilities = settings.abilities
    routes = settings.isOn ? try settings.routes(clock: clock, connect: connect) : []
    parts = ModelParts(
      clock: clock, ledger: ModelLedger(database: database, limits: settings.limits, logger: logger),
      breaker: ModelBreaker(), memory: ModelMemory(), metrics: HostMetrics(), logger: logger, random: random)
  }

  package func ask<Answer: Decodable & Sendable>(_ question: ModelQuestion<Answer>, for person: Person)
    async throws(ModelError) -> ModelAnswer<Answer>
  {
    do {
      return try await answer(question, person)
    } catch let error as ModelError {
      throw error
    } catch is CancellationError {
      throw .cancelled
    } catch ChatFailure.cancelled {
      throw .cancelled
    } catch ChatFailure.refused(let words) {
      throw .refused(words)
    } catch ChatFailure.invalid(let problems) {
      throw .invalid(problems)
    } catch let failure as ChatFailure {
      throw .unavailable(reason: "\(failure)")
    } catch {
      throw .unavailable(reason: Redaction.clean("\(error)"))
    }
  }

  private func answer<Answer: Decodable & Sendable>(_ question: ModelQuestion<Answer>, _ person: Person)
    async throws -> ModelAnswer<Answer>
  {
    guard !routes.isEmpty else { throw ModelError.off }
    if parts.ledger.isOff(now: parts.clock.now) { throw ModelError.spent(.deployment) }
    let request = ChatRequest(question)
    if let problem = request.schema.problem { throw ModelError.unavailable(reason: problem) }
    let asking = ModelAsking(
      person: person.isNobody ? nil : person.id, language: person.language, purpose: question.purpose,
      promptVersion: question.prompt.version,
      deadline: parts.clock.now
        + (question.urgency == .interactive ? settings.timeouts.interactive : settings.timeouts.background))
    var failure: ChatFailure?
    let able = routes.filter { $0.capabilities.vision || request.images.isEmpty }
    for (index, route) in able.enumerated() {
      let key = ModelBreaker.Key(route: route.name, purpose: asking.purpose)
      guard parts.breaker.admits(key, now: parts.clock.now) else { continue }
      // Who may be asked after this one needs time too.
      let left = asking.deadline - parts.clock.now
      let share = index == able.count - 1 ? left : left * 3 / 5
      let call = ModelCall(route, asking, parts, tryUntil: parts.clock.now + share)
      do {
        return try await climb(request, question, call, key)
      } catch let found as ChatFailure {
        guard Self.goesOn(after: found), parts.clock.now < asking.deadline else { throw found }
        parts.logger.notice(
          "a model gave no answer that is good",
          metadata: ["route": "\(route.name)", "reason": "\(Redaction.clean("\(found)"))"])
        failure = found
      }
    }
    if let failure { throw failure }
    throw ModelError.unavailable(
      reason: able.isEmpty ? "no model here sees pictures" : "all models rest after failures")
  }

  private func climb<Answer: Decodable & Sendable>(
    _ request: ChatRequest, _ question: ModelQuestion<Answer>, _ call: ModelCall, _ key: ModelBreaker.Key
  ) async throws -> ModelAnswer<Answer> {
    let first = parts.memory.firstRung(of: call.route, now: parts.clock.now)
    do {
      let answer = try await Ladder(from: first).climb(
        fitted(request, call.route, question), as: Answer.self,
        ask: { try await call.ask($0, $1, isRepair: $2) }, check: question.check,
        judged: { await call.judge($0) })
      if let refused = answer.refused {
        parts.memory.refused(refused, by: call.route, now: parts.clock.now)
        parts.metrics.count("roost_model_rung_refused_total", "rung=\"\(refused.rawValue)\"")
        parts.logger.notice(
          "a model does not take this response_format; it is asked without for an hour",
          metadata: ["route": "\(call.route.name)", "rung": "\(refused)"])
      }
      parts.ended(key, well: true)
      return ModelAnswer(
        value: answer.value, rung: ModelRung(rawValue: answer.rung.rawValue) ?? .text, isRepaired: answer.isRepaired,
        model: call.route.model)
    } catch let failure as ChatFailure {
      switch failure {
      case .refused: parts.ended(key, well: true)
      // What was asked is at fault, or nobody.
      case .cancelled, .rejected(status: 400, _), .rejected(status: 413, _), .rejected(status: 422, _):
        parts.breaker.ended(key)
      default: parts.ended(key, well: false)
      }
      throw failure
    } catch {
      parts.breaker.ended(key)
      throw error
    }
  }

  /// Whether another model may do better: not where the question is at fault, and not where a model has refused.
  private static func goesOn(after failure: ChatFailure) -> Bool {
    switch failure {
    case .limited, .server, .notSent, .cut, .timedOut, .unreadable, .invalid: true
    case .rejected(let status, _): ![400, 413, 422].contains(status)
    case .refused, .cancelled: false
    }
  }

  /// Without the oldest turns of a conversation that is too long for the model.
  private func fitted<Answer>(_ request: ChatRequest, _ route: ModelRoute, _ question: ModelQuestion<Answer>)
    -> ChatRequest
  {
    var request = request
    let room = route.capabilities.contextTokens - request.maximumOutputTokens - route.dialect.thinkingTokens
    while !request.history.isEmpty,
      parts.memory.tokens(request.characters, model: route.model, .russian) > room
    {
      request.history.removeFirst()
    }
    return request
  }

  package func tokens(in text: String, _ language: Language) -> Int {
    parts.memory.tokens(text.unicodeScalars.count, model: routes.first?.model ?? "", language) + 1
  }

  /// Prometheus text.
  package var renderedMetrics: String {
    routes.isEmpty
      ? ""
      : parts.metrics.rendered(gauges: [("roost_model_breakers_open", parts.breaker.resting(now: parts.clock.now))])
  }
}

extension DeploymentModel {
  /// What moderations are recorded as.
  private static var moderation: String { "roost.moderation" }

  package func moderate(_ text: String, images: [ModelImage], for person: Person) async -> ModerationVerdict? {
    guard let route = routes.first(where: \.capabilities.moderation) else { return nil }
    let key = ModelBreaker.Key(route: route.provider, purpose: Self.moderation)
    let clock = parts.clock
    let begun = clock.now
    guard parts.breaker.admits(key, now: begun) else { return nil }
    var record = ModelCallRecord(
      id: parts.newID(), at: begun, person: person.isNobody ? nil : person.id, purpose: Self.moderation,
      provider: route.provider, model: route.capabilities.moderationModel, promptVersion: "", rung: 0, isRepair: false)
    var verdict: ModerationVerdict?
    do {
      let found = try await clock.before(begun + Self.patience) {
        try await route.transport.moderate(
          text, images: images.map(\.jpeg), model: route.capabilities.moderationModel, timeout: Self.patience)
      }
      guard let found else { throw ChatFailure.timedOut }
      verdict = ModerationVerdict(isFlagged: found.isFlagged, categories: found.categories)
      record.outcome = "ok"
      parts.ended(key, well: true)
    } catch {
      let failure = error as? ChatFailure ?? .cancelled
      record.outcome = failure.label
      if failure == .cancelled { parts.breaker.ended(key) } else { parts.ended(key, well: false) }
    }
    record.milliseconds = max(0, (clock.now - begun).wholeMicroseconds / 1000)
    parts.count(record)
    await parts.ledger.note(record)
    return verdict
  }

  /// People wait for it before anything else happens.
  private static var patience: Duration { .seconds(5) }
}

extension ChatRequest {
  /// A question as it is sent.
  package init<Answer>(_ question: ModelQuestion<Answer>) {
    self.init(
      prompt: question.prompt.text,
      schema: ChatSchema(name: question.schema.name, json: question.schema.json), style: question.style,
      context: question.context, summary: question.summary,
      history: question.history.map { ChatTurn($0.role == .person ? .user : .assistant, $0.text) }, data: question.data,
      images: question.images.map(\.jpeg), maximumOutputTokens: question.maximumOutputTokens)
  }
}
