import Logging
import PluginAPI

/// Runs slow work outside the lanes and brings its results back into them.
struct WorkRunner: Sendable {
  let store: WorkStore
  let inlet: Inlet
  let lanes: Lanes
  let routes: Routes
  let people: PersonStore
  let clock: any HostClock
  let transport: any TelegramTransport
  let logger: Logger
  let alarm: Alarm
  let model: any LanguageModel
  let media: any MediaWorking

  func wake() { alarm.ring() }

  /// Starts work right after the commit that asked for it.
  func start(_ row: WorkRow) {
    lanes.spawn { [self] in await run(row) }
  }

  /// Takes over work whose process died.
  func loop() async {
    while !Task.isCancelled {
      var next: Instant?
      do {
        let rows = try await store.claim(now: clock.now, limit: 32)
        for row in rows { start(row) }
        if !rows.isEmpty { continue }
        next = try await store.nextDue()
      } catch {
        logger.error("slow work not claimed", metadata: ["reason": "\(error)"])
        next = clock.now + .seconds(1)
      }
      await alarm.wait(until: next)
    }
  }

  private func run(_ row: WorkRow) async {
    guard let owned = routes.work[row.name] else {
      return await end(row, output: nil, failure: "nothing runs \(row.name) any more")
    }
    let attempt = row.attempts + 1
    do {
      // In a plugin's lane there is nobody.
      let nobody = Person(id: row.person, name: "", language: .english, zone: .utc, since: clock.now)
      let loaded = nobody.isNobody ? nobody : try await people.load(row.person)?.person
      guard let person = loaded else {
        return await end(row, output: nil, failure: "the person is gone")
      }
      var logger = logger
      logger[metadataKey: "plugin"] = "\(row.plugin)"
      let context = WorkContext(
        person: person, asked: row.asked, attempt: attempt, logger: logger, database: store.database,
        telegram: TelegramCaller(transport: transport), model: model, media: media)
      let output = try await limited(row, owned.element, context)
      await end(row, output: output, failure: nil)
    } catch is CancellationError {
      // The host stops: whoever starts next takes it up.
      await putBack(row, until: clock.now)
    } catch StorageError.unavailable(let reason, _) {
      // The database's fault, not the work's.
      logger.warning("slow work waits for the database", metadata: ["work": "\(row.name)", "reason": "\(reason)"])
      await putBack(row, until: clock.now + .seconds(1))
    } catch {
      let reason = Redaction.clean(String(describing: error))
      logger.warning(
        "slow work failed", metadata: ["work": "\(row.name)", "attempt": "\(attempt)", "reason": "\(reason)"])
      if attempt >= owned.element.maximumAttempts { return await end(row, output: nil, failure: reason) }
      _ = try? await store.database.transact([
        store.postpone(row.id, until: clock.now + .seconds(1 << min(5, attempt)))
      ])
      alarm.ring()
    }
  }

  /// This attempt does not count.
  private func putBack(_ row: WorkRow, until: Instant) async {
    let back =
      PlantedBug.countsInterruptions.isPlanted
      ? store.postpone(row.id, until: until) : store.putBack(row.id, begun: row.attempts - 1, until: until)
    _ = try? await store.database.transact([back])
    alarm.ring()
  }

  /// Runs with a heartbeat on the lease and a limit on the time.
  private func limited(_ row: WorkRow, _ work: AnySlowWork, _ context: WorkContext) async throws -> String {
    let sign = WorkSign(work.shows, row: row, context: context, transport: transport, clock: clock)
    return try await clock.race(
      [
        { try await work.run(row.request, context) },
        { [clock] in
          try await clock.sleep(for: work.timeLimit)
          throw WorkTimeout(limit: work.timeLimit)
        },
        { [clock, store] in
          while true {
            try await clock.sleep(for: WorkStore.lease / 3)
            _ = try await store.database.transact([store.renew(row.id, until: clock.now + WorkStore.lease)])
          }
        },
      ] + (sign.map { sign in [{ try await sign.keepUp() }] } ?? []))
  }

  /// The result and the end of the work, in one transaction; tried until it holds.
  private func end(_ row: WorkRow, output: String?, failure: String?) async {
    let envelope = WorkEnvelope(
      name: row.name, request: row.request, output: output, failure: failure, dialog: row.dialog,
      dialogRevision: row.dialogRevision)
    guard let payload = try? CanonicalJSON.text(envelope) else { return }
    let item = IncomingItem(
      lane: row.lane, source: "work", sourceID: row.id.description, kind: .work, payload: Array(payload.utf8),
      receivedAt: clock.now)
    while true {
      do {
        try await inlet.store(Inlet.Batch(items: [item], also: [store.finish(row.id)]))
        return
      } catch StorageError.expectation(role: .fence, _, _, _) {
        return  // Another process has it; its result counts.
      } catch {
        logger.error("result of slow work not stored", metadata: ["reason": "\(error)"])
        if PlantedBug.losesResult.isPlanted {
          _ = try? await store.database.transact([store.finish(row.id)])
          return
        }
        do { try await clock.sleep(for: .seconds(1)) } catch { return }
      }
    }
  }
}

/// Slow work that took longer than it may.
struct WorkTimeout: Error, CustomStringConvertible {
  let limit: Duration
  var description: String { "not done within \(limit.components.seconds) s" }
}

/// Calls of the Bot API whose answer is needed.
struct TelegramCaller: TelegramCalling {
  let transport: any TelegramTransport

  func call<Method: TelegramMethod>(_ method: Method) async throws -> Method.Response {
    try await transport.perform(try method.call(), timeout: .seconds(30)).reply.result(of: Method.self)
  }

  func download(_ fileID: String, limit: Int) async throws -> [UInt8] {
    let file = try await call(GetFile(fileID: fileID))
    if let size = file.fileSize, size > limit {
      throw Self.refusal("the file has \(size) bytes, expected at most \(limit)")
    }
    guard let path = file.filePath else { throw Self.refusal("Telegram gave no path for the file") }
    switch await transport.download(path, limit: limit, timeout: .seconds(60)) {
    case .answered(status: 200, let body): return body
    case .answered(let status, _): throw TelegramError(kind: .server(status: status), code: status, detail: "no file")
    case .notSent(let reason), .ambiguous(let reason): throw Self.refusal(reason)
    }
  }

  private static func refusal(_ detail: String) -> TelegramError {
    TelegramError(kind: .server(status: 0), code: 0, detail: detail)
  }
}
