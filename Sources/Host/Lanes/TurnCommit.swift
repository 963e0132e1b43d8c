import PluginAPI
import Synchronization

/// Everything that one turn makes true, as the statements of one transaction.
struct TurnCommit: Sendable {
  /// The statements, the guards first.
  var statements: [Statement] = []
  /// What the lane itself sends, in order.
  var sends: [OutboxEntry] = []
  /// Lanes of other chats that got something to send.
  var wokenLanes: Set<LaneKey> = []
  /// Something was scheduled; the earliest time at which it is due.
  var jobsDue: Instant?
  var startsWork: [WorkRow] = []
  var changesPerson = false
  var erasesPerson = false
  /// What the pressed button says.
  var toast: Decision.Toast?
}

/// Builds a ``TurnCommit`` from what a turn decided.
struct CommitBuilder {
  let handling: Handling
  let lane: Lane
  let verdict: Verdict
  let stores: HostStores
  let codec: CallbackCodec
  let now: Instant
  /// Whether the first send may leave at once.
  let canStartAtOnce: (LaneKey, SendOptions.Priority) -> Bool

  func build() throws -> TurnCommit {
    guard let state = handling.state else { throw TurnError("a turn without a state cannot be committed") }
    let decision = state.decision
    var commit = TurnCommit()
    commit.statements += stores.lanes.guards(
      handling.item, fence: lane.fence, wasTakenOver: lane.state.withLock { $0.isSuspect }, end)
    commit.erasesPerson = decision.erasesPerson
    if decision.erasesPerson {
      commit.statements += stores.erasure.statements(for: handling.person.id, except: handling.item)
    } else {
      commit.statements += decision.writes.map { write in
        Statement(
          write.sql, expecting: PlantedBug.noExpectation.isPlanted ? .any : write.expecting,
          role: .plugin(write.plugin))
      }
      people(decision, &commit)
      jobs(decision, state, &commit)
    }
    if let job = handling.job {
      commit.statements += stores.jobs.settle(job, now: now)
      if case .again(let due, _, _) = job.end { commit.jobsDue = min(commit.jobsDue ?? due, due) }
    }
    try outgoing(decision, state, &commit)
    commit.toast = decision.toast
    return commit
  }

  private var end: LaneStore.End {
    switch verdict {
    case .handled: LaneStore.End(state: 1, at: now)
    case .refused(let reason): LaneStore.End(state: 2, at: now, reason: reason)
    case .quarantined(let reason, let id): LaneStore.End(state: 3, at: now, reason: reason, errorID: id)
    }
  }

  private func people(_ decision: Decision, _ commit: inout TurnCommit) {
    if let person = decision.person, !person.isNobody {
      commit.statements.append(Statement(stores.people.save(person)))
      commit.changesPerson = true
      if person.zone.id != handling.person.zone.id {
        commit.statements.append(Statement(stores.jobs.rezone(person.id, now: now)))
        commit.jobsDue = now
      }
    }
    switch handling.dialogChange {
    case .save(let dialog): commit.statements.append(Statement(stores.people.save(dialog, of: handling.person.id)))
    case .close: commit.statements.append(Statement(stores.people.closeDialog(of: handling.person.id)))
    case nil: break
    }
  }

  private func jobs(_ decision: Decision, _ state: TurnState, _ commit: inout TurnCommit) {
    let own = lane.key
    for cancelled in decision.cancelledJobs {
      commit.statements.append(Statement(stores.jobs.cancel(cancelled, lane: own), role: .plugin(cancelled.plugin)))
    }
    for job in decision.jobs {
      let zone = (decision.person ?? handling.person).zone
      guard let row = stores.jobs.row(job, zone: zone, now: now) else { continue }
      commit.statements.append(Statement(row.insert, role: .plugin(job.plugin)))
      if let due = row.due { commit.jobsDue = min(commit.jobsDue ?? due, due) }
    }
    for (index, delivery) in handling.deliveries.enumerated() {
      // Sorts by the item's number where other ids have the time: two items of one millisecond have an order too.
      let id = RowID(
        milliseconds: handling.item.seq, randomA: UInt64(index), randomB: state.generator.next())
      commit.statements.append(
        Statement(stores.jobs.insert(delivery, id: id, lane: own, person: handling.person, now: now)))
      commit.jobsDue = min(commit.jobsDue ?? now, now + .seconds(15))
    }
    for work in decision.work {
      var dialog: (String, Int64)?
      if case .save(let open) = handling.dialogChange {
        dialog = (open.name, open.revision)
      } else if case .close = handling.dialogChange {
        dialog = nil
      } else if let open = handling.dialog {
        dialog = (open.name, open.revision)
      }
      let row = WorkRow(
        id: work.id, plugin: work.plugin, name: work.name, lane: own, person: handling.person.id,
        chat: handling.person.isNobody ? nil : state.place.id, request: work.request, dialog: dialog?.0,
        dialogRevision: dialog?.1, asked: state.now, attempts: 0)
      commit.statements.append(
        Statement(stores.work.insert(row, due: now + WorkStore.lease), role: .plugin(work.plugin)))
      commit.startsWork.append(row)
    }
  }

  // MARK: Messages

  private func outgoing(_ decision: Decision, _ state: TurnState, _ commit: inout TurnCommit) throws {
    let person = decision.person ?? handling.person
    var own: [OutboxEntry] = []
    var elsewhere: [LaneKey: [OutboxEntry]] = [:]
    for outgoing in decision.outgoing {
      // Nobody writes to those who blocked the bot; who asked to be deleted hears only answers.
      if outgoing.place.isPrivate, outgoing.place.id == person.id.rawValue {
        if person.isBlocked, !PlantedBug.sendsToBlocked.isPlanted { continue }
        if person.isLeaving, (outgoing.options.priority ?? .reply) >= .reminder { continue }
      }
      for entry in try entries(outgoing, state, &commit) {
        if entry.lane == lane.key { own.append(entry) } else { elsewhere[entry.lane, default: []].append(entry) }
      }
    }
    for index in own.indices {
      own[index].position = handling.item.seq * 1024 + Int64(index)
      // Born in flight only if nothing waits before it and nothing holds it back: one record less.
      let inFlight = index == 0 && own[index].policy == .resend && canStartAtOnce(lane.key, own[index].priority)
      own[index].isMarked = inFlight
      commit.statements.append(
        Statement(
          stores.outbox.insert(own[index], inFlight: inFlight && !PlantedBug.bornUnmarked.isPlanted, at: now)))
    }
    commit.sends = own
    // Lanes are locked in the order of their keys, as an ingest does, so that two hosts cannot lock each other: those
    // before ours come before the fence.
    var before: [Statement] = []
    for (key, entries) in elsewhere.sorted(by: { $0.key < $1.key }) {
      let raise = Statement(stores.lanes.raise(elsewhere: key, by: 1, now: now))
      if PlantedBug.forgetsGroupTail.isPlanted {
      } else if key < lane.key {
        before.append(raise)
      } else {
        commit.statements.append(raise)
      }
      for (index, entry) in entries.enumerated() {
        commit.statements.append(Statement(stores.outbox.insert(elsewhere: entry, index: index, at: now)))
      }
      commit.wokenLanes.insert(key)
    }
    commit.statements.insert(contentsOf: before, at: 0)
  }

  private func entries(_ outgoing: Decision.Outgoing, _ state: TurnState, _ commit: inout TurnCommit) throws
    -> [OutboxEntry]
  {
    var renderer = CardRenderer(
      codec: codec, chat: outgoing.place.id, newID: { state.newID() }, dialog: outgoing.dialog)
    var calls: [BotAPICall]
    var target: MessageRef?
    var options = outgoing.options
    switch outgoing.content {
    case .send(let card): calls = try renderer.send(card, options)
    case .edit(let ref, let card):
      calls = [try renderer.edit(card)]
      target = ref
    case .removeKeyboard(let ref):
      calls = [try EditMessageReplyMarkup(chatID: .id(Int(outgoing.place.id))).call()]
      target = ref
    case .delete(let ref):
      calls = [try DeleteMessage(chatID: .id(Int(outgoing.place.id)), messageID: 0).call()]
      calls[0].parameters = Array("{\"chat_id\":\(outgoing.place.id)}".utf8)
      target = ref
    case .call(let call): calls = [call]
    }
    if options.priority == nil { options.priority = .reply }
    for stored in renderer.stored {
      commit.statements.append(
        Statement(
          """
          INSERT INTO \(HostTables.callback) (id, person, payload, expires_at)
          VALUES (\(stored.id), \(outgoing.place.id), \(stored.payload), \(now + .days(90)))
          """))
    }
    return calls.enumerated().map { index, call in
      OutboxEntry(
        id: state.newID(), lane: LaneKey.sends(to: outgoing.place), position: 0, chat: outgoing.place.id,
        plugin: outgoing.plugin, call: call, ref: index == calls.count - 1 ? outgoing.ref : nil, target: target,
        priority: options.priority ?? .reply, policy: options.whenAmbiguous, expires: options.expires)
    }
  }
}

/// The stores that a turn writes to.
struct HostStores: Sendable {
  let lanes: LaneStore
  let outbox: OutboxStore
  let people: PersonStore
  let jobs: JobStore
  let work: WorkStore
  let erasure: Erasure
}
