import LanguageModel
import PluginAPI

/// What one question has in common over all models, tries and repairs.
struct ModelAsking: Sendable {
  var person: PersonID?
  var language: Language
  var purpose: String
  var promptVersion: String
  var deadline: Instant
}

/// Asks one model by one request, at most twice, and sees to allowances and records.
///
/// Lives for one question at one model, in the task that asked.
final class ModelCall {
  let route: ModelRoute
  private let asking: ModelAsking
  private let parts: ModelParts
  /// How long a try may take, so that others can be asked after this model.
  private let tryUntil: Instant
  /// A reply of which it is not known yet whether it is of use.
  private var pending: (reservation: ModelReservation, record: ModelCallRecord)?

  init(_ route: ModelRoute, _ asking: ModelAsking, _ parts: ModelParts, tryUntil: Instant) {
    self.route = route
    self.asking = asking
    self.parts = parts
    self.tryUntil = tryUntil
  }

  /// - Throws: ``ChatFailure``, `ModelError` of the host's own, or `CancellationError`.
  func ask(_ request: ChatRequest, _ rung: ChatRung, isRepair: Bool) async throws -> ChatReply {
    do {
      return try await attempt(request, rung, isRepair)
    } catch let failure as ChatFailure {
      // What takes longer than a pause of ours to pass is for the models after this one.
      let pause = failure.retryAfter ?? .milliseconds(500 + Int(parts.random() * 1500))
      guard failure.isPassing, pause <= .seconds(8), parts.clock.now + pause < tryUntil else { throw failure }
      try await parts.clock.sleep(for: pause)
      return try await attempt(request, rung, isRepair)
    }
  }

  /// Says what became of the reply of the last ``ask(_:_:isRepair:)``.
  func judge(_ outcome: String) async {
    guard var call = pending else { return }
    pending = nil
    call.record.outcome = outcome
    parts.count(call.record)
    await parts.ledger.settle(call.reservation, counts: true, call.record)
  }

  private func attempt(_ request: ChatRequest, _ rung: ChatRung, _ isRepair: Bool) async throws -> ChatReply {
    try await enter()
    defer { route.gate.leave() }
    let promptTokens =
      parts.memory.tokens(request.characters, model: route.model, asking.language) + request.images.count * 1000
    let outputTokens = request.maximumOutputTokens + route.dialect.thinkingTokens
    let estimate = route.price?.micro(prompt: promptTokens, cached: 0, output: outputTokens) ?? 0
    let reservation = try await parts.ledger.reserve(
      person: asking.person, purpose: asking.purpose, microCost: estimate, now: parts.clock.now)
    let begun = parts.clock.now
    var record = ModelCallRecord(
      id: parts.newID(), at: begun, person: asking.person, purpose: asking.purpose, provider: route.provider,
      model: route.model, promptVersion: asking.promptVersion, rung: rung.rawValue, isRepair: isRepair)
    do {
      let reply = try await send(request, rung)
      record.milliseconds = Self.milliseconds(parts.clock.now - begun)
      let usage = reply.usage
      record.promptTokens = usage.promptTokens
      record.cachedTokens = usage.cachedTokens
      record.outputTokens = usage.outputTokens
      record.microCost =
        usage.cost.map { Int64(($0 * 1e6).rounded(.up)) }
        ?? route.price?.micro(
          prompt: usage.promptTokens ?? promptTokens, cached: usage.cachedTokens ?? 0,
          output: usage.outputTokens ?? outputTokens) ?? 0
      if let counted = usage.promptTokens, request.images.isEmpty {
        parts.memory.counted(counted, characters: request.characters, model: route.model, asking.language)
      }
      pending = (reservation, record)
      return reply
    } catch {
      let failure = error as? ChatFailure ?? .cancelled
      record.milliseconds = Self.milliseconds(parts.clock.now - begun)
      record.outcome = failure.label
      record.microCost = failure.mayCost ? estimate : 0
      parts.count(record)
      await parts.ledger.settle(reservation, counts: failure.mayCost, record)
      throw failure
    }
  }

  private func send(_ request: ChatRequest, _ rung: ChatRung) async throws -> ChatReply {
    let (route, clock, end) = (route, parts.clock, tryUntil)
    let left = end - clock.now
    guard left > .zero else { throw ChatFailure.timedOut }
    let reply = try await clock.before(end) {
      try await route.transport.complete(request, route.dialect, rung: rung, timeout: left)
    }
    guard let reply else { throw ChatFailure.timedOut }
    return reply
  }

  /// Waits for a place among the calls of the provider, no longer than the question may take.
  private func enter() async throws {
    let gate = route.gate
    let place = GatePlace()
    do {
      let entered = try await parts.clock.before(asking.deadline) { () -> Bool in
        try await gate.enter()
        place.take()
        return true
      }
      if entered == nil { throw ModelError.busy }
    } catch {
      // It may have come free in the same moment.
      if place.isTaken { gate.leave() }
      throw error
    }
  }

  private static func milliseconds(_ time: Duration) -> Int64 { max(0, time.wholeMicroseconds / 1000) }
}

extension HostClock {
  /// The answer; nil when the time has come first. The caller holds a token.
  func before<Answer: Sendable>(_ deadline: Instant, _ body: @escaping @Sendable () async throws -> Answer)
    async throws -> Answer?
  {
    let racers: [@Sendable () async throws -> Answer?] = [
      { try await body() },
      {
        try await self.sleep(until: deadline)
        return nil
      },
    ]
    return try await race(racers)
  }
}
