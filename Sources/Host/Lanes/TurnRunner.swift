import Logging
import PluginAPI
import Synchronization

/// Handles the items of lanes: decide, commit, then let the effects out.
struct TurnRunner: LaneHandler {
  let stores: HostStores
  let commits: TurnCommits
  let lanes: Lanes
  let outbox: Outbox
  let routes: Routes
  let router: Router
  let dialogs: DialogRunner
  let pipeline: Pipeline
  let authenticate: AuthenticateMiddleware
  let boundary: ErrorBoundaryMiddleware
  let codec: CallbackCodec
  let acknowledger: Acknowledger
  let clock: any HostClock
  let takeoverLimit: Int
  let scheduler: JobScheduler
  let work: WorkRunner
  let menu: MenuSync
  let logger: Logger

  func adoptSends(of lane: Lane) async { await outbox.adopt(lane) }
  func refreshSends(of lane: Lane) async { await outbox.refresh(lane) }

  func handle(_ item: LaneItem, in lane: Lane) async {
    var attempts = 0
    var voided = 0
    var failing: Set<PluginID> = []
    var wait = Duration.milliseconds(100)
    var poison: String?
    var isCounted = false
    var time: Int?
    while !lane.isOver {
      do {
        // Once: trying again after a fault of the database is no death of the host.
        if !isCounted || PlantedBug.dyingCounted.isPlanted {
          if PlantedBug.dyingCounted.isPlanted { time = nil }
          poison = try await suspicion(of: item, lane, &time)
          isCounted = true
        }
        let (profile, revision) = lane.state.withLock { ($0.profile, $0.profileRevision) }
        let (handling, verdict) =
          if let poison {
            try await condemn(item, profile, poison)
          } else {
            try await decide(item, profile, without: failing)
          }
        let commit = try build(handling, lane, verdict)
        attempts += 1
        try await self.commit(commit, handling, lane, isFirst: attempts == 1)
        return keepProfile(handling, revision, in: lane)
      } catch StorageError.expectation(role: .fence, _, _, _) {
        lanes.lose(lane)
        outbox.drop(lane)
        return
      } catch StorageError.expectation(role: .pending, _, _, _) {
        // Handled before: a commit whose answer was lost, or an item handed over twice.
        return
      } catch StorageError.expectation(role: .plugin(let plugin), let expected, _, let sql) {
        // A write met another world than the reads promised: again, on fresh reads.
        voided += 1
        logger.info("turn voided", metadata: ["plugin": "\(plugin)", "expected": "\(expected)"])
        if voided >= 4 { poison = "\(plugin): another number of rows than \(expected): \(sql)" }
      } catch StorageError.refused(role: .plugin(let plugin), _, let reason, _) {
        logger.error("statement of a plugin refused", metadata: ["plugin": "\(plugin)", "reason": "\(reason)"])
        if failing.insert(plugin).inserted == false || !isSubscriberOnly(plugin, item) {
          poison = "\(plugin): \(reason)"
        }
      } catch is CancellationError {
        return lanes.lose(lane)
      } catch {
        // The database is down: nothing has happened; again until it is back.
        logger.error(
          "turn not committed", metadata: ["lane": "\(lane.key)", "reason": "\(Redaction.clean("\(error)"))"])
        do { try await clock.sleep(for: wait) } catch { return lanes.lose(lane) }
        wait = min(wait * 2, .seconds(2))
        if case .some(.refused) = error as? StorageError { poison = Redaction.clean("\(error)") }
        if !(error is StorageError) { poison = Redaction.clean("\(error)") }
      }
    }
  }

  /// What the lane knows of its person after a turn, unless somebody changed it meanwhile.
  @inline(never)
  private func keepProfile(_ handling: Handling, _ revision: Int, in lane: Lane) {
    let after = handling.person.id == lane.key.person ? Profile(handling.profile, after: handling) : nil
    lane.state.withLock { state in
      state.isSuspect = false
      if state.profileRevision == revision { state.profile = after }
    }
  }

  /// An item that was begun again and again and never ended brings the host down: the fifth time it is not begun.
  /// - Parameter time: which time this is, once it is known; kept, so that a lost answer does not make it two.
  private func suspicion(of item: LaneItem, _ lane: Lane, _ time: inout Int?) async throws -> String? {
    guard lane.state.withLock({ $0.isSuspect }) else { return nil }
    let begun: Int
    if let time { begun = time } else { begun = try await stores.lanes.begun(item) + 1 }
    time = begun
    try await stores.lanes.begin(item, time: begun)
    return begun >= takeoverLimit ? "the host died \(begun) times while handling it" : nil
  }

  /// Whether the plugin only listens in this turn, so that its part can be dropped.
  private func isSubscriberOnly(_ plugin: PluginID, _ item: LaneItem) -> Bool {
    routes.subscriptions.values.contains { $0.contains { $0.plugin == plugin } }
  }

  // MARK: Deciding

  private func decide(_ item: LaneItem, _ profile: Profile?, without failing: Set<PluginID>) async throws
    -> (Handling, Verdict)
  {
    guard let handling = begun(item, profile) else {
      return try await condemn(item, profile, "the update cannot be read")
    }
    let verdict = try await verdict(handling, item.kind)
    // Asked first: most turns publish nothing, and need no frame for it.
    if case .handled = verdict, handling.state?.decision.events.isEmpty == false {
      try await deliverEvents(handling, without: failing)
    }
    conclude(handling)
    return (handling, verdict)
  }

  /// Nil when the update cannot be read.
  @inline(never)
  private func begun(_ item: LaneItem, _ profile: Profile?) -> Handling? {
    guard item.kind == .update else { return handling(item, profile, nil) }
    guard let update = item.update?.slim ?? (try? SlimUpdate(item.payload)) else { return nil }
    return handling(item, profile, update)
  }

  private func verdict(_ handling: Handling, _ kind: LaneItem.Kind) async throws -> Verdict {
    switch kind {
    case .update: return try await runUpdate(handling)
    case .job: return try await runJob(handling)
    case .work:
      try await authenticate.load(handling)
      return try await runResult(handling)
    }
  }

  private func runUpdate(_ handling: Handling) async throws -> Verdict {
    let verdict = try await pipeline.run(handling) { [router] in try await router.route($0) }
    // Refused before anybody was authenticated: there is still something to say, and something to record.
    if handling.state == nil { try await authenticate.load(handling) }
    return verdict
  }

  private func runResult(_ handling: Handling) async throws -> Verdict {
    try await boundary.handle(handling) { try await runThen($0) }
  }

  /// What the host itself has to say.
  @inline(never)
  private func conclude(_ handling: Handling) {
    if let notice = handling.notice, let state = handling.state, !handling.person.isNobody {
      let turn = Turn(state: state, plugin: "roost").asChanged()
      turn.send(turn.text(notice.key, notice.arguments))
    }
    addFooters(handling)
    replaceLateToast(handling)
  }

  /// Records an item that nobody can handle.
  private func condemn(_ item: LaneItem, _ profile: Profile?, _ reason: String) async throws -> (Handling, Verdict) {
    let handling = self.handling(item, profile, item.kind == .update ? try? SlimUpdate(item.payload) : nil)
    try await authenticate.load(handling)
    if item.kind == .job, let envelope = try? envelope(item) {
      handling.job = disposition(envelope, item, .dead(error: reason))
    }
    let verdict = boundary.quarantine(handling, TurnError(reason))
    if let notice = handling.notice, let state = handling.state {
      let turn = Turn(state: state, plugin: "roost")
      turn.send(turn.text(notice.key, notice.arguments))
    }
    return (handling, verdict)
  }

  @inline(never)
  private func handling(_ item: LaneItem, _ profile: Profile?, _ update: SlimUpdate?) -> Handling {
    guard let update else {
      let handling = Handling(item: item, update: nil, place: place(of: item.lane), person: nobody(item.lane))
      handling.profile = profile
      return handling
    }
    let kind: Place.Kind =
      switch update.chatType {
      case .some(.group): .group
      case .some(.supergroup): .supergroup
      case .some(.channel): .channel
      default: .private
      }
    let place = Place(id: update.chat.map { Int64($0) } ?? item.lane.person?.rawValue ?? 0, kind: kind)
    var person = nobody(item.lane)
    if !person.isNobody {
      person.name = UserText.clean(update.firstName ?? "", limit: 40)
      person.username = update.username
      person.language = Language(languageCode: update.languageCode)
    }
    let handling = Handling(item: item, update: update, place: place, person: person)
    handling.profile = profile
    return handling
  }

  private func nobody(_ lane: LaneKey) -> Person {
    Person(id: lane.person ?? PersonID(0), name: "", language: .english, zone: .utc, since: clock.now)
  }

  private func place(of lane: LaneKey) -> Place {
    if let person = lane.person { return .direct(person) }
    return Place(id: lane.chat ?? 0, kind: .supergroup)
  }

  // MARK: Committing

  @inline(never)
  private func build(_ handling: Handling, _ lane: Lane, _ verdict: Verdict) throws -> TurnCommit {
    let now = clock.now
    return try CommitBuilder(
      handling: handling, lane: lane, verdict: verdict, stores: stores, codec: codec, now: now,
      canStartAtOnce: { outbox.canStartAtOnce($0, $1) }
    ).build()
  }

  private func commit(_ commit: TurnCommit, _ handling: Handling, _ lane: Lane, isFirst: Bool) async throws {
    if PlantedBug.sendsBeforeCommit.isPlanted { outbox.enqueue(commit.sends, of: lane) }
    try await settle(commit, lane, isFirst: isFirst)
    // From here on it is true, whatever happens to this process.
    letOut(commit, handling, lane)
  }

  @inline(never)
  private func letOut(_ commit: TurnCommit, _ handling: Handling, _ lane: Lane) {
    if !PlantedBug.sendsBeforeCommit.isPlanted { outbox.enqueue(commit.sends, of: lane) }
    for key in commit.wokenLanes {
      if let other = lanes.lane(key) {
        lanes.spawn { await outbox.refresh(other) }
      } else {
        lanes.wake()
      }
    }
    for row in commit.startsWork { work.start(row) }
    if commit.jobsDue != nil { scheduler.wake() }
    if handling.update?.kind == .callbackQuery, let id = handling.update?.callbackID {
      acknowledger.answer(id, commit.toast)
    }
    if commit.changesPerson, let person = handling.state?.decision.person, person.language != handling.person.language {
      menu.changed(for: person)
    }
  }
}

extension TurnRunner {
  /// Commits, and finds out what became of a commit whose answer was lost: tried again, it finds its item handled.
  private func settle(_ commit: TurnCommit, _ lane: Lane, isFirst: Bool) async throws {
    var isInDoubt = false
    var wait = Duration.milliseconds(50)
    while true {
      do {
        if PlantedBug.splitCommit.isPlanted {
          _ = try await stores.lanes.database.transact(
            commit.statements.filter { [.fence, .pending, .guards].contains($0.role) })
          _ = try await stores.lanes.database.transact(
            commit.statements.filter { ![.fence, .pending, .guards].contains($0.role) })
          return
        }
        return try await commits.store(commit, of: lane, isShared: isFirst && !isInDoubt)
      } catch {
        switch error {
        case .expectation(role: .guards, let expected, let found, let sql):
          // Not to be read: then again with the doubt there was, or what was committed would never be sent.
          if let isHeld = try? await stores.lanes.holds(lane.key, lane.fence) {
            if isHeld && isInDoubt { return }
            throw StorageError.expectation(role: isHeld ? .pending : .fence, expected: expected, found: found, sql: sql)
          }
        case .expectation(role: .pending, _, _, _) where isInDoubt: return
        case .unavailable where isInDoubt || error.isUnknown: isInDoubt = true
        default: throw error
        }
        logger.warning("commit in doubt", metadata: ["lane": "\(lane.key)", "reason": "\(error)"])
        if lane.isOver { throw error }
        try await clock.sleep(for: wait)
        wait = min(wait * 2, .seconds(1))
      }
    }
  }
}
