import Logging
import PluginAPI
import Synchronization

/// The lanes this host owns, one child task each while there is something to do.
final class Lanes: Sendable {
  let store: LaneStore
  let clock: any HostClock
  let leaseTime: Duration
  let logger: Logger
  let owned = Mutex<[LaneKey: Lane]>([:])
  private let starts = Starts()
  let alarm: Alarm
  let heartbeat: Alarm
  let capacity: Int
  let unsentLimit: Int
  let mustRecheck = Mutex(false)
  private let isClosed = Mutex(false)
  private let isStopped = Mutex(false)
  let handler = Mutex<(any LaneHandler)?>(nil)
  /// While many jobs are put into their lanes, none of those lanes is claimed.
  let holdsClaims = Mutex(false)
  /// Whether no other host stores anything in lanes of ours.
  private let isAlone: Mutex<Bool>

  init(
    store: LaneStore, clock: any HostClock, leaseTime: Duration, capacity: Int, unsentLimit: Int,
    lookAround: Duration?, isAlone: Bool, logger: Logger
  ) {
    self.store = store
    self.clock = clock
    self.leaseTime = leaseTime
    self.capacity = capacity
    self.unsentLimit = unsentLimit
    self.logger = logger
    self.isAlone = Mutex(isAlone)
    alarm = Alarm(clock: clock, lookAround: lookAround)
    heartbeat = Alarm(clock: clock)
  }

  /// Who handles items; set once, before anything arrives.
  func connect(_ handler: any LaneHandler) { self.handler.withLock { $0 = handler } }

  /// Runs work as a child task of the host, with an activity token of its own.
  /// - Returns: whether it will run; not after ``stop()``.
  @discardableResult
  func spawn(_ work: @escaping @Sendable () async -> Void) -> Bool {
    clock.activity.begin()
    let begun = starts.add(work)
    if !begun { clock.activity.end() }
    return begun
  }

  /// Runs everything that was spawned; ends after ``stop()`` when all of it has ended.
  func run() async {
    await withDiscardingTaskGroup { [activity = clock.activity] group in
      while let batch = await starts.next() {
        for work in batch {
          group.addTask {
            await work()
            activity.end()
          }
        }
      }
    }
  }

  func stop() {
    isStopped.withLock { $0 = true }
    starts.finish()
  }
  var hasStopped: Bool { isStopped.withLock { $0 } }

  /// Begins no further item; those under way end.
  func close() { isClosed.withLock { $0 = true } }
  var isClosing: Bool { isClosed.withLock { $0 } }

  /// Whether no item is under way.
  var isResting: Bool { owned.withLock { $0.values.allSatisfy { lane in lane.state.withLock { !$0.isRunning } } } }

  /// Something in the database may be due for this host: a wake for a lane.
  func wake() { alarm.ring() }

  /// Claims nothing for a while, or goes on with what is due.
  func holdClaims(_ holds: Bool) {
    holdsClaims.withLock { $0 = holds }
    if !holds { wake() }
  }

  /// How many more of the lanes that are due this host wants.
  var room: Int { max(0, capacity - ownedCount) }
  /// How many more updates this host wants: lanes that wait for their messages to go out do not keep it from listening.
  var freeCapacity: Int {
    if room > 0 { return room }
    return max(0, capacity - owned.withLock { $0.values.count { lane in lane.state.withLock { $0.isRunning } } })
  }
  var ownedCount: Int { owned.withLock { $0.count } }

  func lane(_ key: LaneKey) -> Lane? { owned.withLock { $0[key] } }

  /// Takes over what a transaction stored or claimed for a lane of ours.
  /// - Parameter isAll: the items are all that the transaction stored to be handled; else they are read.
  func accept(_ grant: LaneStore.Grant, _ items: [LaneItem], raisedBy count: Int64, isAll: Bool) {
    if grant.isTaken, lane(grant.key)?.fence != grant.fence {
      return adopt(grant)
    }
    let known = owned.withLock { owned -> (Lane, Bool)? in
      if let lane = owned[grant.key], lane.fence == grant.fence { return (lane, false) }
      // Ours, but being adopted or handed back right now: whoever does that reads the items.
      guard grant.isFresh else { return nil }
      let before = grant.tail - count
      let lane = Lane(
        key: grant.key, fence: grant.fence, head: before, tail: before, takeovers: grant.takeovers, mustRead: false,
        unsentLimit: unsentLimit)
      owned[grant.key] = lane
      return (lane, owned.count == 1)
    }
    guard let (lane, isFirst) = known else { return }
    if isFirst { heartbeat.ring() }
    let starts = lane.state.withLock { state -> Bool in
      // A gap means that another host stored something in between.
      if grant.tail - count != state.tail, !PlantedBug.gapIgnored.isPlanted { state.mustRead = true }
      if !isAll { state.mustRead = true }
      state.tail = grant.tail
      state.isWarm = true
      if state.mustRead {
        // What came before these is still in the database: all are read from there, in order.
        state.arrivedWhileReading = true
      } else {
        for item in items where item.seq > state.lastSeq {
          state.items.append(item)
          state.lastSeq = item.seq
        }
      }
      let starts = state.isReady
      if starts { state.isRunning = true }
      return starts
    }
    if starts { spawn { [self] in await drain(lane) } } else { settle(lane) }
  }

  /// Some sends of the lane are decided.
  func addSends(_ count: Int, to lane: Lane) { lane.state.withLock { $0.openSends += count } }

  /// A send of the lane is recorded. What waited for that goes on.
  func closeSend(of lane: Lane) {
    let starts = lane.state.withLock { state -> Bool in
      state.openSends -= 1
      guard state.isReady, !isClosing, !PlantedBug.staysBehind.isPlanted else { return false }
      state.isRunning = true
      return true
    }
    if starts { spawn { [self] in await drain(lane) } } else { settle(lane) }
  }

  /// The lane cannot be used any more under this fence: taken over by another host, or given up after a fault. If it is
  /// still ours in the database, it is handed back there, so that it is claimed anew.
  func lose(_ lane: Lane) {
    lane.state.withLock { $0.isOver = true }
    owned.withLock { if $0[lane.key] === lane { $0[lane.key] = nil } }
    spawn { [self] in
      while true {
        do {
          let handBack = Statement(store.handBack(lane.key, fence: lane.fence, now: clock.now))
          _ = try await store.database.transact([handBack])
          return alarm.ring()
        } catch {
          do { try await clock.sleep(for: .seconds(1)) } catch { return }
        }
      }
    }
  }

  /// After a transaction whose outcome nobody knows: what it may have claimed for us without our hearing of it is
  /// handed back, else it would stand still until its lease runs out. Done by the claim loop, so that what that is just
  /// claiming does not look like it. Harmless for a lane that an update is just taking: it is then claimed anew, and the
  /// old fence counts no more.
  func recheck() {
    mustRecheck.withLock { $0 = true }
    wake()
  }

  /// Takes a released lane out of memory.
  func forget(_ lane: Lane) {
    lane.state.withLock { $0.isOver = true }
    let hadNoRoom = owned.withLock { owned in
      defer { if owned[lane.key] === lane { owned[lane.key] = nil } }
      return owned.count >= capacity
    }
    if hadNoRoom { alarm.ring() }
  }

  /// A host that is alone keeps lanes in which all is done for a while, so that the next update of a conversation finds
  /// them as they are. With others about, a lane is let go at once: another host may have stored something in it.
  var keepsIdleLanes: Bool { isAlone.withLock { $0 } && ownedCount <= capacity * 3 / 4 && !isClosing }

  /// How many hosts share the database, this one included.
  func share(with hosts: Int) {
    let isNews = isAlone.withLock { isAlone in
      defer { isAlone = hosts == 1 }
      return isAlone && hosts > 1
    }
    if isNews { spawn { [self] in await release(owned.withLock { Array($0.values) }) } }
  }

  /// Lets a lane go that has nothing to do; what arrived meanwhile from elsewhere is read.
  func settle(_ lane: Lane) {
    guard lane.idleTail() != nil, !keepsIdleLanes else { return }
    spawn { [self] in await release([lane]) }
  }

  /// Lets those of the lanes go that have nothing to do.
  func release(_ lanes: [Lane]) async {
    let idle = lanes.compactMap { lane in lane.idleTail().map { (lane, $0) } }.sorted { $0.0.key < $1.0.key }
    for start in stride(from: 0, to: idle.count, by: 200) {
      let part = idle[start..<min(start + 200, idle.count)]
      do {
        let answers = try await store.database.transact(
          part.map { Statement(store.release($0.key, fence: $0.fence, tail: $1)) })
        for ((lane, _), answer) in zip(part, answers) {
          if answer.changed == 0 { reread(lane) } else { forget(lane) }
        }
      } catch {
        // The leases run out by themselves; the lanes are then due again.
        logger.warning("lanes not released", metadata: ["lanes": "\(part.count)", "reason": "\(error)"])
        for (lane, _) in part { lose(lane) }
      }
    }
  }

  /// A release that did not happen: something arrived, or another host has the lane.
  func reread(_ lane: Lane) {
    if PlantedBug.noReread.isPlanted { return }
    let starts = lane.state.withLock { state -> Bool in
      guard !state.isOver, !state.isRunning else { return false }
      state.mustRead = true
      state.isRunning = true
      return true
    }
    if starts { spawn { [self] in await drain(lane) } }
  }

  func drain(_ lane: Lane) async {
    guard let handler = handler.withLock({ $0 }) else { return }
    while true {
      if isClosing { return lane.state.withLock { $0.isRunning = false } }
      // Part by part, so that a long backlog does not fill the memory.
      if lane.state.withLock({ $0.mustRead && $0.items.count < 100 }), !(await read(lane)) { return }
      guard let item = lane.next() else { break }
      await handler.handle(item, in: lane)
      if lane.isOver { return }
    }
    if lane.state.withLock({ $0.mustRead && $0.isReady }) { reread(lane) } else { settle(lane) }
  }

  /// Reads what waits in the database for a lane.
  private func read(_ lane: Lane) async -> Bool {
    do {
      let after = lane.state.withLock { state -> Int64 in
        state.arrivedWhileReading = false
        return state.lastSeq
      }
      let tail = try await store.database.value(
        "SELECT tail FROM \(HostTables.lane) WHERE key = \(lane.key) AND fence = \(lane.fence)", as: Int64.self)
      guard let tail else {
        lose(lane)
        return false
      }
      let items = try await store.pending(lane.key, after: after)
      // Other hosts' turns may have given the lane something to send, and raised the tail with it.
      if !lane.wasAdopted(with: tail) {
        await handler.withLock { $0 }?.refreshSends(of: lane)
      }
      lane.state.withLock { state in
        for item in items where item.seq > state.lastSeq {
          state.items.append(item)
          state.lastSeq = item.seq
        }
        state.tail = max(state.tail, tail)
        // A long backlog is read in parts.
        state.mustRead =
          !PlantedBug.dropsUnreadItems.isPlanted && (state.arrivedWhileReading || items.count == 500)
      }
      return true
    } catch {
      logger.error("lane not read", metadata: ["lane": "\(lane.key)", "reason": "\(error)"])
      lose(lane)
      return false
    }
  }
}

/// Handles the items of lanes.
protocol LaneHandler: Sendable {
  /// Returns when the item is decided and committed, or the lane is lost.
  func handle(_ item: LaneItem, in lane: Lane) async
  /// Takes up the sends that a former owner left.
  func adoptSends(of lane: Lane) async
  /// Takes up what turns elsewhere gave a lane of ours to send.
  func refreshSends(of lane: Lane) async
}
