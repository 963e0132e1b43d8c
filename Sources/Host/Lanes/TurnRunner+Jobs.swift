import Logging
import PluginAPI

/// Items that are no updates: due jobs, and results of slow work.
extension TurnRunner {
  func envelope(_ item: LaneItem) throws -> JobEnvelope {
    try CanonicalJSON.decode(JobEnvelope.self, from: String(decoding: item.payload, as: UTF8.self))
  }

  func disposition(_ envelope: JobEnvelope, _ item: LaneItem, _ end: JobDisposition.End) -> JobDisposition {
    var generator = SeededGenerator(seed: item.seed ^ 0x0B5)
    let id = RowID(
      milliseconds: item.receivedAt.microseconds / 1000, randomA: generator.next(), randomB: generator.next())
    return JobDisposition(envelope: envelope, lane: item.lane, person: item.lane.person, end: end, retryID: id)
  }

  func runJob(_ handling: Handling) async throws -> Verdict {
    let item = handling.item
    let envelope = try self.envelope(item)
    if let occasion = envelope.occurrence {
      handling.occurrence = ScheduledOccurrence(local: occasion.local, due: occasion.due, missed: occasion.missed)
    }
    try await authenticate.load(handling)
    guard let state = handling.state else { return .handled }
    handling.plugin = PluginID(rawValue: envelope.plugin)
    do {
      if envelope.name == JobStore.delivery {
        try await deliver(envelope, handling, state)
      } else if let owned = routes.jobs[envelope.name] {
        try await owned.element.handle(Turn(state: state, plugin: owned.plugin), envelope.payload)
        if let failure = state.failure { throw failure }
      } else {
        throw TurnError("nothing handles the job \(envelope.name); its plugin is switched off")
      }
      try await dialogs.finish(handling)
      handling.job = disposition(envelope, item, .done)
      boundary.services.breaker.succeeded(handling.plugin)
    } catch let outcome as JobOutcome {
      clear(state)
      switch outcome {
      case .cancel(let reason):
        logger.info("job cancelled", metadata: ["job": "\(envelope.name)", "reason": "\(reason)"])
        handling.job = disposition(envelope, item, .done)
      case .snooze(let duration):
        handling.job = disposition(
          envelope, item, .again(at: clock.now + duration, attempts: envelope.attempts, error: nil))
      }
    } catch let error as StorageError where error.isOfTheHost {
      throw error
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      clear(state)
      let reason = Redaction.clean("\(error)")
      // A job that only a newer version knows says nothing of this one, which goes on answering people.
      if envelope.name == JobStore.delivery || routes.jobs[envelope.name] != nil {
        boundary.services.breaker.failed(handling.plugin, now: clock.now)
      }
      let attempts = envelope.attempts + 1
      let limit = routes.jobs[envelope.name]?.element.maximumAttempts ?? 20
      logger.error(
        "job failed", metadata: ["job": "\(envelope.name)", "attempt": "\(attempts)", "reason": "\(reason)"])
      handling.job = disposition(
        envelope, item,
        attempts >= limit
          ? .dead(error: reason)
          : .again(at: clock.now + Backoff.delay(attempt: attempts, seed: item.seed), attempts: attempts, error: reason)
      )
    }
    return .handled
  }

  private func clear(_ state: TurnState) {
    state.decision = Decision()
    state.written = []
    state.failure = nil
  }

  /// Hands stored events to the subscriber that failed.
  private func deliver(_ envelope: JobEnvelope, _ handling: Handling, _ state: TurnState) async throws {
    let stored = try CanonicalJSON.decode(StoredEvents.self, from: envelope.payload)
    let earlier = try await stores.jobs.hasEarlierDelivery(
      than: envelope.id, plugin: envelope.plugin, lane: handling.item.lane)
    if earlier { throw JobOutcome.snooze(.seconds(20)) }
    let events = stored.payloads.map { EncodedEvent(name: stored.event, stored: $0) }
    for owned in routes.subscriptions[stored.event] ?? [] where owned.plugin.rawValue == envelope.plugin {
      try await owned.element.handle(Turn(state: state, plugin: owned.plugin), events)
    }
    if let failure = state.failure { throw failure }
  }

  func runThen(_ handling: Handling) async throws -> Verdict {
    let envelope = try CanonicalJSON.decode(
      WorkEnvelope.self, from: String(decoding: handling.item.payload, as: UTF8.self))
    guard let state = handling.state, let owned = routes.work[envelope.name] else { return .handled }
    handling.plugin = owned.plugin
    let isSuperseded =
      envelope.dialog != nil && !PlantedBug.ignoresSuperseded.isPlanted
      && (handling.dialog?.name != envelope.dialog || handling.dialog?.revision != envelope.dialogRevision)
    try await owned.element.then(
      Turn(state: state, plugin: owned.plugin), envelope.request, envelope.output, envelope.failure, isSuperseded)
    try await dialogs.finish(handling)
    return .handled
  }
}

/// How long a failed job waits: 15 s doubling to an hour, with jitter so that many do not come back at once.
enum Backoff {
  static func delay(attempt: Int, seed: UInt64) -> Duration {
    let base = min(3600.0, 15.0 * Double(1 << min(8, max(0, attempt - 1))))
    var generator = SeededGenerator(seed: seed &+ UInt64(attempt))
    let jitter = 0.8 + 0.4 * Double(generator.next() % 1000) / 1000
    return .milliseconds(Int64(base * jitter * 1000))
  }
}
