import Logging
import PluginAPI
import Synchronization

/// Claims what is due, keeps what is owned, and hands it back in the end.
extension Lanes {
  /// Claims lanes that fall due: woken ones, and those whose owner died.
  func claimLoop() async {
    while !Task.isCancelled {
      var next: Instant?
      do {
        if mustRecheck.withLock({ $0 }) { try await handBackUnknown() }
        let (now, room) = (clock.now, holdsClaims.withLock { $0 } ? 0 : room)
        let claimed = try await store.claim(
          limit: room == 0 ? 20 : min(200, room), dueBy: room == 0 ? LaneStore.lastAhead : now, lease: now + leaseTime)
        for grant in claimed { adopt(grant) }
        if !claimed.isEmpty { continue }
        // Without room: until a lane is let go, which rings.
        next = room == 0 ? now + leaseTime : try await store.nextDue()
      } catch {
        logger.error("lanes not claimed", metadata: ["reason": "\(error)"])
        if (error as? StorageError)?.isUnknown == true { mustRecheck.withLock { $0 = true } }
        next = clock.now + .seconds(1)
      }
      await alarm.wait(until: next)
    }
  }

  /// Hands back what the database says is ours and nobody here knows of.
  private func handBackUnknown() async throws {
    mustRecheck.withLock { $0 = false }
    do {
      let unknown = try await store.owned().filter { lane($0.key)?.fence != $0.fence }
      let now = clock.now
      if !unknown.isEmpty {
        _ = try await store.database.transact(
          unknown.map { Statement(store.handBack($0.key, fence: $0.fence, now: now)) })
      }
    } catch {
      mustRecheck.withLock { $0 = true }
      throw error
    }
  }

  /// Takes up a lane that was claimed with what is in it.
  func adopt(_ grant: LaneStore.Grant) {
    let lane = Lane(
      key: grant.key, fence: grant.fence, head: grant.head, tail: grant.tail, takeovers: grant.takeovers,
      mustRead: true, unsentLimit: unsentLimit)
    lane.state.withLock { state in
      state.isRunning = true
      state.adoptedTail = grant.tail
    }
    let isFirst = owned.withLock { owned -> Bool in
      owned[grant.key] = lane
      return owned.count == 1
    }
    if isFirst { heartbeat.ring() }
    guard let handler = handler.withLock({ $0 }) else { return }
    spawn { [self] in
      // Sends first: what an earlier turn decided goes out before what the next one decides.
      if !PlantedBug.adoptsAfterDraining.isPlanted { await handler.adoptSends(of: lane) }
      await drain(lane)
      if PlantedBug.adoptsAfterDraining.isPlanted { await handler.adoptSends(of: lane) }
    }
  }

  /// Extends the leases of what this host owns, but for lanes in which nothing happened since it last looked: those it
  /// lets go. Sleeps while it owns nothing.
  func heartbeatLoop() async {
    while !Task.isCancelled {
      if ownedCount > 0 {
        do {
          var (kept, cold): ([Lane], [Lane]) = ([], [])
          for lane in owned.withLock({ Array($0.values) }) {
            if lane.wasWarm() || lane.idleTail() == nil { kept.append(lane) } else { cold.append(lane) }
          }
          try await store.renew(kept.map(\.key).sorted(), lease: clock.now + leaseTime)
          await release(cold)
        } catch {
          logger.warning("leases not renewed", metadata: ["reason": "\(error)"])
        }
        await heartbeat.wait(until: clock.now + leaseTime / 3)
      } else {
        await heartbeat.wait(until: nil)
      }
    }
  }

  /// Hands every lane back: due at once for any host, unless all in it is done.
  func handBackAll() async {
    let lanes = owned.withLock { owned in
      defer { owned = [:] }
      return Array(owned.values)
    }
    let tails = lanes.map { lane in
      defer { lane.state.withLock { $0.isOver = true } }
      return lane.idleTail()
    }
    let all = Array(zip(lanes, tails)).sorted { $0.0.key < $1.0.key }
    let now = clock.now
    for start in stride(from: 0, to: all.count, by: 200) {
      let part = all[start..<min(start + 200, all.count)]
      _ = try? await store.database.transact(
        part.flatMap { lane, tail in
          let handBack = Statement(store.handBack(lane.key, fence: lane.fence, now: now))
          // One of the two: after a release nobody owns it.
          return tail.map { [Statement(store.release(lane.key, fence: lane.fence, tail: $0)), handBack] } ?? [handBack]
        })
    }
  }
}
