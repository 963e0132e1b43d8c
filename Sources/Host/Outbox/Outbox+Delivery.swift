import DequeModule
import Logging
import PluginAPI
import Synchronization

extension Outbox {
  /// Sends one entry and records how it went.
  func deliver(_ entry: OutboxEntry, in lane: Lane) async {
    var entry = entry
    if lane.isOver { return next(lane) }
    if await hasEnded(entry, in: lane) { return }
    do {
      guard let call = try await resolved(&entry) else {
        await record(entry, as: .sent, in: lane)
        return next(lane)
      }
      if !entry.isMarked, !PlantedBug.noMark.isPlanted {
        try await marks.store(mark(of: entry, in: lane))
        entry.isMarked = true
        entry.owesDoubt = nil
      }
      entry.attempts += 1
      let outcome = await transport.perform(call, timeout: .seconds(call.attachments.isEmpty ? 30 : 120))
      let verdict = SendVerdict.of(outcome, for: entry, attempts: entry.attempts)
      // Nearly always so: without the frame of all that can go wrong.
      if case .sent(let messageID) = verdict { return await recordSent(entry, messageID, in: lane) }
      try await settle(&entry, verdict, in: lane)
    } catch StorageError.expectation(role: .fence, _, _, _) {
      lanes.lose(lane)
      drop(lane)
      next(lane)
    } catch StorageError.expectation(role: .pending, _, _, _) {
      close(entry, in: lane)
      next(lane)
    } catch {
      putBack(entry, error, in: lane)
    }
  }

  /// Records what needs no call any more.
  private func hasEnded(_ entry: OutboxEntry, in lane: Lane) async -> Bool {
    // Made already, and read from the database before the record of it: the lane is kept until there is one.
    if let messageID = state.withLock({ $0.unrecorded[entry.id] }) {
      next(lane)
      await record(entry, as: .sent, messageID: messageID, in: lane)
      return true
    }
    if let expires = entry.expires, expires <= clock.now {
      await record(entry, as: .expired, in: lane)
      next(lane)
      return true
    }
    // Rather not at all than twice; only the record of the doubt failed.
    if entry.policy == .drop, let doubt = entry.owesDoubt {
      await record(entry, as: .dropped, error: doubt, in: lane)
      next(lane)
      return true
    }
    return false
  }

  /// The database is down. The call stays where it is, and if it was made, its mark says so after a restart; in this
  /// process it counts as made only when the record says it.
  @inline(never)
  private func putBack(_ entry: OutboxEntry, _ error: any Error, in lane: Lane) {
    logger.error("send not recorded", metadata: ["method": "\(entry.call.method)", "reason": "\(error)"])
    next(lane, putBack: entry, pause: clock.now + .seconds(1))
  }

  @inline(never)
  private func mark(of entry: OutboxEntry, in lane: Lane) -> SendMarks.Mark {
    var statements = [store.mark(entry)]
    if let doubt = entry.owesDoubt, !PlantedBug.forgetsDoubt.isPlanted {
      statements.append(store.countAmbiguous(entry, error: doubt))
    }
    return SendMarks.Mark(
      lane: lane.key, fence: laneStore.fence(lane.key, lane.fence, wasTakenOver: false), statements: statements)
  }

  private func recordSent(_ entry: OutboxEntry, _ messageID: Int?, in lane: Lane) async {
    if let ref = entry.ref, let messageID { remember(ref, messageID) }
    isReached()
    // The next call of the lane need not wait for the record: after a death both count as doubtful, in this order.
    state.withLock { _ = $0.unrecorded.updateValue(messageID, forKey: entry.id) }
    next(lane)
    await record(entry, as: .sent, messageID: messageID, in: lane)
    state.withLock { _ = $0.unrecorded.removeValue(forKey: entry.id) }
  }

  /// What becomes of a call that was not made, or of which nobody knows.
  private func settle(_ entry: inout OutboxEntry, _ verdict: SendVerdict, in lane: Lane) async throws {
    let now = clock.now
    switch verdict {
    case .sent(let messageID): await recordSent(entry, messageID, in: lane)
    case .unreached(let pause, let error):
      let pause = state.withLock { $0.outage.failed(lane.key, pause, at: now) }
      try await settle(&entry, .again(after: pause, error: error), in: lane)
    case .again(let pause, let error):
      logger.notice("call not sent, trying again", metadata: meta(entry, error))
      // Whether or not the record goes through: before it is made again, it is marked again.
      entry.isMarked = PlantedBug.keepsMark.isPlanted
      _ = try await store.database.transact([store.requeue(entry, error: error)])
      entry.isMarked = false
      next(lane, putBack: entry, pause: now + pause)
    case .tooFast(let pause, let error):
      logger.notice("slowed down by Telegram", metadata: meta(entry, error))
      state.withLock { state in
        state.outage.forget(lane.key)
        state.budget.refused(lane.key, retryAfter: pause, now: now)
      }
      entry.isMarked = false
      _ = try await store.database.transact([store.requeue(entry, error: error)])
      next(lane, putBack: entry, pause: PlantedBug.ignoresRetryAfter.isPlanted ? nil : now + pause + .milliseconds(100))
    case .ambiguous(let error):
      logger.warning("nobody knows whether a call arrived", metadata: meta(entry, error))
      metrics.count("roost_outbox_ambiguous_total")
      state.withLock { _ = $0.outage.failed(lane.key, .zero, at: now) }
      entry.owesDoubt = error
      // Before it is made again it passes the guards again: another host may have taken the lane and made it.
      entry.isMarked = PlantedBug.resendsUnguarded.isPlanted
      _ = try await store.database.transact([store.countAmbiguous(entry, error: error)])
      entry.owesDoubt = nil
      switch entry.policy {
      case .resend: next(lane, putBack: entry, pause: now + .seconds(min(60, 1 << min(6, entry.attempts))))
      case .drop:
        await record(entry, as: .dropped, error: error, in: lane)
        next(lane)
      }
    case .sendAnew:
      var anew = entry
      anew.call.method = "sendMessage"
      anew.target = nil
      next(lane, putBack: anew)
    case .refused(let error):
      logger.error("Telegram refused a call", metadata: meta(entry, error))
      await record(entry, as: .refused, error: error, in: lane)
      next(lane)
    case .unreachable(let error):
      logger.notice("chat is not reachable", metadata: meta(entry, error))
      await refuseAll(entry, error: error, in: lane)
      next(lane)
    case .migrated(let chat):
      var moved = entry
      moved.chat = chat
      moved.call = BotAPICall(
        method: entry.call.method,
        parameters: JSONPatch.setting("chat_id", to: String(chat), in: entry.call.parameters),
        attachments: entry.call.attachments)
      next(lane, putBack: moved)
    }
  }

  /// Records an end. A lane that is not kept is let go with the same transaction when this was the last thing it had to do.
  func record(
    _ entry: OutboxEntry, as outcome: OutboxEntry.State, messageID: Int? = nil, error: String? = nil, in lane: Lane
  ) async {
    while true {
      do {
        let end = store.finish(
          entry, as: outcome, messageID: messageID, error: error.map { String($0.prefix(300)) }, at: clock.now)
        guard !lanes.keepsIdleLanes, let tail = lane.lastTail() else {
          try await records.store(SendRecords.Record(id: entry.id, statement: end))
          return close(entry, in: lane)
        }
        let release = Statement(laneStore.release(lane.key, fence: lane.fence, tail: tail))
        let answers = try await store.database.transact([end, release])
        lane.state.withLock { $0.openSends -= 1 }
        if answers[1].changed == 0 { lanes.reread(lane) } else { lanes.forget(lane) }
        return
      } catch {
        // Telegram has the message: the record must not be lost while this process lives.
        logger.error("send not recorded, trying again", metadata: ["reason": "\(error)"])
        do { try await clock.sleep(for: .seconds(1)) } catch { return }
      }
    }
  }

  /// An entry is recorded.
  private func close(_ entry: OutboxEntry, in lane: Lane) {
    lanes.closeSend(of: lane)
  }

  /// The person blocked the bot, or the chat is gone: nothing waits for it any more.
  private func refuseAll(_ entry: OutboxEntry, error: String, in lane: Lane) async {
    let others = state.withLock { state -> [OutboxEntry] in
      defer { state.queues[lane.key]?.entries = [] }
      return Array(state.queues[lane.key]?.entries ?? [])
    }
    if let person = lane.key.person, entry.chat == person.rawValue {
      _ = try? await store.database.transact([
        Statement("UPDATE \(HostTables.person) SET blocked = \(true) WHERE id = \(person)")
      ])
      lane.forgetProfile()
    }
    for other in others { await record(other, as: .refused, error: error, in: lane) }
    await record(entry, as: .refused, error: error, in: lane)
  }

  /// The call with the id of the message it edits; nil when there is nothing left to do.
  private func resolved(_ entry: inout OutboxEntry) async throws -> BotAPICall? {
    guard let target = entry.target else { return entry.call }
    var messageID = target.telegramID ?? state.withLock { $0.sentIDs[target.id] }
    if messageID == nil { messageID = try await store.messageID(of: target) }
    guard let messageID else {
      // Never sent, or lost: an edit of the text is worth a message of its own, the rest is not.
      guard entry.call.method == "editMessageText" else { return nil }
      entry.call.method = "sendMessage"
      entry.target = nil
      return entry.call
    }
    var call = entry.call
    call.parameters = JSONPatch.adding("message_id", String(messageID), to: call.parameters)
    return call
  }

  private func meta(_ entry: OutboxEntry, _ error: String) -> Logger.Metadata {
    ["method": "\(entry.call.method)", "plugin": "\(entry.plugin)", "lane": "\(entry.lane)", "reason": "\(error)"]
  }

  /// Takes up what turns elsewhere gave a lane of ours to send.
  ///
  /// What is already known here is left alone; what was sent in the moment between the reading and the queueing is found
  /// out by the mark, which counts once.
  func refresh(_ lane: Lane) async {
    do {
      let waiting = try await store.pending(lane).filter { !$0.wasInFlight }.map(\.entry)
      guard !waiting.isEmpty else { return }
      let known = state.withLock { state -> Set<RowID> in
        guard let queue = state.queues[lane.key] else { return [] }
        return Set(queue.entries.map(\.id) + [queue.current].compactMap { $0 })
      }
      enqueue(waiting.filter { !known.contains($0.id) }, of: lane)
    } catch {
      logger.error("outbox not read", metadata: ["lane": "\(lane.key)", "reason": "\(error)"])
      lanes.lose(lane)
    }
  }

  /// Takes up what a former owner of a lane left unsent.
  func adopt(_ lane: Lane) async {
    reset(lane)
    do {
      var entries: [OutboxEntry] = []
      for (entry, wasInFlight) in try await store.pending(lane) {
        guard wasInFlight else {
          entries.append(entry)
          continue
        }
        // Its owner died between the request and the record.
        if PlantedBug.forgetsInFlight.isPlanted { continue }
        logger.warning("nobody knows whether a call arrived", metadata: meta(entry, "its host stopped meanwhile"))
        if PlantedBug.uncountedTakeover.isPlanted {
          entries.append(entry)
          continue
        }
        _ = try await store.database.transact([store.countAmbiguous(entry, error: "the host stopped while sending")])
        metrics.count("roost_outbox_ambiguous_total")
        if entry.policy == .drop {
          lanes.addSends(1, to: lane)
          await record(entry, as: .dropped, error: "the host stopped while sending", in: lane)
        } else {
          entries.append(entry)
        }
      }
      enqueue(entries, of: lane)
    } catch {
      logger.error("outbox not read", metadata: ["lane": "\(lane.key)", "reason": "\(error)"])
      lanes.lose(lane)
    }
  }
}
