import DequeModule
import Logging
import PluginAPI
import Synchronization

/// Sends what turns decided: in order per lane, priorities between lanes, a pause only for the scope that was refused.
final class Outbox: Sendable {
  /// The calls of one lane, the head of which is sent next. Used under the lock of the state only; a class, so that
  /// changing one does not copy its entries.
  final class Queue {
    var lane: Lane
    var entries: Deque<OutboxEntry> = []
    /// What is being sent.
    var current: RowID?
    var isBusy: Bool { current != nil }
    /// The rank under which the lane stands among the ready ones; what stands there under another one is outdated.
    var readyRank: Int?
    var pausedUntil: Instant?

    init(lane: Lane) { self.lane = lane }
  }

  struct State {
    var queues: [LaneKey: Queue] = [:]
    /// Lanes whose head may go, by the most urgent of what they have to send.
    var ready: [Deque<LaneKey>] = Array(repeating: [], count: 5)
    /// Calls under way.
    var inFlight = 0
    /// Calls that Telegram did, of which the database does not know yet, with the ids of their messages: whoever reads
    /// them there must not make them again.
    var unrecorded: [RowID: Int?] = [:]
    var budget: SendBudget
    var outage = Outage()
    /// Telegram's ids of messages sent lately, so that an edit need not ask the database.
    var sentIDs: [RowID: Int] = [:]
    var sentOrder: Deque<RowID> = []
  }

  let store: OutboxStore
  let lanes: Lanes
  let laneStore: LaneStore
  let transport: any TelegramTransport
  let clock: any HostClock
  let metrics: HostMetrics
  let logger: Logger
  let state: Mutex<State>
  let marks: SendMarks
  let records: SendRecords
  private let alarm: Alarm
  private let width: Int
  /// Set while the host stops: nothing new is sent.
  private let isClosed = Mutex(false)

  init(
    store: OutboxStore, lanes: Lanes, laneStore: LaneStore, transport: any TelegramTransport, clock: any HostClock,
    rate: Double, width: Int, metrics: HostMetrics, logger: Logger
  ) {
    self.store = store
    self.lanes = lanes
    self.laneStore = laneStore
    self.transport = transport
    self.clock = clock
    self.width = width
    self.metrics = metrics
    self.logger = logger
    marks = SendMarks(database: store.database, activity: clock.activity)
    records = SendRecords(database: store.database, activity: clock.activity)
    state = Mutex(State(budget: SendBudget(ceiling: rate, now: clock.now)))
    alarm = Alarm(clock: clock)
  }

  /// Whether a call to the lane decided now would leave at once: nothing waits before it and nothing holds it back but
  /// the number of calls at a time, for a moment. To mark it later would cost a transaction.
  func canStartAtOnce(_ key: LaneKey, _ priority: SendOptions.Priority) -> Bool {
    let now = clock.now
    return state.withLock { state in
      guard !isClosed.withLock({ $0 }), priority < .reminder,
        state.ready.lazy.map(\.count).reduce(0, +) < 3 * width,
        (state.budget.pausedUntil ?? now) <= now
      else { return false }
      guard let queue = state.queues[key] else { return true }
      return queue.entries.isEmpty && !queue.isBusy && (queue.pausedUntil ?? now) <= now
    }
  }

  /// Takes entries that were committed; they count as open sends of their lane until they are recorded.
  func enqueue(_ entries: [OutboxEntry], of lane: Lane) {
    guard !entries.isEmpty else { return }
    lanes.addSends(entries.count, to: lane)
    var merged: [OutboxEntry] = []
    state.withLock { state in
      let queue = state.queues[lane.key] ?? Queue(lane: lane)
      if queue.lane !== lane {
        // A turn that was committed before a takeover: who adopted the lane has its entries from the database.
        guard lane.fence > queue.lane.fence else { return }
        queue.entries = []
        queue.lane = lane
      }
      for entry in entries {
        if entry.isReplaceableEdit, let target = entry.target,
          let index = queue.entries.firstIndex(where: {
            !$0.isMarked && $0.isReplaceableEdit && $0.target == target && $0.call.method == entry.call.method
          })
        {
          merged.append(queue.entries.remove(at: index))
        }
        queue.entries.append(entry)
      }
      state.queues[lane.key] = queue
      makeReady(lane.key, &state)
    }
    for entry in merged { lanes.spawn { [self] in await record(entry, as: .merged, in: lane) } }
    pump()
  }

  /// Begins anew for a lane that was claimed: what a former claim of this process left in memory is in the database too,
  /// and must not leave before or beside it.
  func reset(_ lane: Lane) {
    state.withLock { state in
      state.queues[lane.key]?.entries = []
      state.queues[lane.key]?.lane = lane
    }
  }

  /// Puts a lane among those that may send, if it may, by the most urgent of what it has.
  func makeReady(_ key: LaneKey, _ state: inout State) {
    guard let queue = state.queues[key], !queue.isBusy, let priority = queue.entries.lazy.map(\.priority).min() else {
      return
    }
    // Order within a lane is kept, so what is urgent takes along what stands before it: a reply never waits for the
    // budget of an edit.
    let rank = priority.rawValue
    if let ready = queue.readyRank, ready <= rank { return }
    if let until = queue.pausedUntil {
      if until > clock.now { return }
      queue.pausedUntil = nil
    }
    queue.readyRank = rank
    state.queues[key] = queue
    state.ready[rank].append(key)
  }

  /// Starts what may go now, and has the timer look after the rest.
  func pump() {
    if startReady() { alarm.ring() }
  }

  /// Starts what may go now.
  /// - Returns: whether something waits for the budget.
  private func startReady() -> Bool {
    var started: [(OutboxEntry, Lane)] = []
    var isWaiting = false
    let now = clock.now
    state.withLock { state in
      let isClosed = isClosed.withLock { $0 }
      priorities: for priority in state.ready.indices {
        while state.inFlight < width, let key = state.ready[priority].first {
          // What is outdated takes no token.
          guard let queue = state.queues[key], queue.readyRank == priority else {
            state.ready[priority].removeFirst()
            continue
          }
          if state.budget.delay(for: SendOptions.Priority(rawValue: priority) ?? .bulk, now: now) != nil {
            isWaiting = true
            continue priorities
          }
          state.ready[priority].removeFirst()
          queue.readyRank = nil
          // While the host stops, only what is recorded as under way still goes out.
          guard let entry = queue.entries.first, entry.isMarked || !isClosed else {
            state.queues[key] = queue
            continue
          }
          queue.entries.removeFirst()
          queue.current = entry.id
          state.queues[key] = queue
          state.inFlight += 1
          started.append((entry, queue.lane))
        }
      }
    }
    for (entry, lane) in started { lanes.spawn { [self] in await deliver(entry, in: lane) } }
    return isWaiting
  }

  /// The head of a lane is through; the next may go, after a pause if there is one.
  ///
  /// A lane that was claimed anew meanwhile has the call from the database: put back too, it would count twice, and the
  /// lane would be let go before everything in it is sent.
  func next(_ lane: Lane, putBack entry: OutboxEntry? = nil, pause: Instant? = nil) {
    let key = lane.key
    state.withLock { state in
      state.inFlight -= 1
      guard let queue = state.queues[key] else { return }
      queue.current = nil
      if let entry, queue.lane === lane || PlantedBug.putsBackAlways.isPlanted { queue.entries.prepend(entry) }
      if let pause { queue.pausedUntil = pause }
      if queue.entries.isEmpty && queue.pausedUntil == nil {
        state.queues[key] = nil
      } else {
        state.queues[key] = queue
        makeReady(key, &state)
      }
    }
    if pause != nil { alarm.ring() }
    pump()
  }

  /// Telegram does what it is asked: who waited because it did not goes on.
  func isReached(again isAgain: Bool = false) {
    let isOver = state.withLock { state in
      let lanes = state.outage.end(at: clock.now, certainly: isAgain)
      for key in lanes {
        state.queues[key]?.pausedUntil = nil
        makeReady(key, &state)
      }
      return !lanes.isEmpty
    }
    if isOver { pump() }
  }

  /// Wakes lanes whose pause is over and calls that waited for the budget.
  func timerLoop() async {
    while !Task.isCancelled {
      let now = clock.now
      state.withLock { state in
        for (key, queue) in state.queues {
          guard let until = queue.pausedUntil, until <= now else { continue }
          state.queues[key]?.pausedUntil = nil
          if queue.entries.isEmpty && !queue.isBusy { state.queues[key] = nil } else { makeReady(key, &state) }
        }
      }
      // Not `pump`: it would ring for this very loop, and the loop would never rest.
      _ = startReady()
      let next = state.withLock { state -> Instant? in
        var next = state.queues.values.lazy.compactMap(\.pausedUntil).min()
        for (index, waiting) in state.ready.enumerated() where !waiting.isEmpty && state.inFlight < width {
          // A copy: looking must not take a token.
          var budget = state.budget
          if let at = budget.delay(for: SendOptions.Priority(rawValue: index) ?? .bulk, now: now) {
            next = min(next ?? at, at)
          }
        }
        return next
      }
      await alarm.wait(until: next)
    }
  }

  /// Forgets a lane that was lost; its rows stay for the new owner.
  func drop(_ lane: Lane) {
    state.withLock { state in
      if let queue = state.queues[lane.key], queue.lane === lane {
        state.queues[lane.key]?.entries = []
      }
    }
  }

  /// This host takes an equal part of the bot's budget.
  func share(with hosts: Int) { state.withLock { $0.budget.share(with: hosts) } }

  /// Marks nothing more as under way.
  func close() { isClosed.withLock { $0 = true } }

  /// Whether no call is under way, nor recorded as such.
  var isResting: Bool {
    state.withLock { state in
      state.inFlight == 0 && state.unrecorded.isEmpty
        && state.queues.values.allSatisfy { $0.pausedUntil != nil || $0.entries.first?.isMarked != true }
    }
  }

  /// Remembers where a message went.
  func remember(_ ref: MessageRef, _ messageID: Int) {
    state.withLock { state in
      if state.sentIDs.updateValue(messageID, forKey: ref.id) == nil { state.sentOrder.append(ref.id) }
      if state.sentOrder.count > 4096, let oldest = state.sentOrder.popFirst() { state.sentIDs[oldest] = nil }
    }
  }
}
