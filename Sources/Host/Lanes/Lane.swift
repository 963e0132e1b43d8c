import DequeModule
import PluginAPI
import Synchronization

/// A lane this host owns: what waits in it, and what it still has to send.
final class Lane: Sendable {
  struct State {
    var items: Deque<LaneItem> = []
    /// The tail as of the last thing we heard of; the condition of a release.
    var tail: Int64
    /// The highest number that was queued here.
    var lastSeq: Int64
    var isRunning = false
    /// Sends decided and not yet recorded.
    var openSends = 0
    /// With so many of them nothing more is begun.
    let unsentLimit: Int
    /// Its former owner died, and nothing was committed since: the next item may be the reason.
    var isSuspect: Bool
    /// Another host has it, or it was let go: nothing more may be committed under this fence.
    var isOver = false
    /// There may be items in the database that were not handed over; until they are read, nothing else is taken.
    var mustRead = false
    /// Something arrived while the database was being read, and may not be among what was read.
    var arrivedWhileReading = false
    /// The tail with which it was claimed, and its sends taken up; nil once its items were read too.
    var adoptedTail: Int64?
    /// Something happened here since the heartbeat last looked.
    var isWarm = true
    /// Whose lane it is, as stored; nil until a turn read it.
    var profile: Profile?
    /// Rises when something else than a turn of this lane changed the stored profile.
    var profileRevision = 0

    /// Something waits, nothing runs, and what was decided before is nearly sent: who sees it must start a runner.
    var isReady: Bool { !isOver && !isRunning && openSends < unsentLimit && (!items.isEmpty || mustRead) }
  }

  let key: LaneKey
  let fence: Int64
  /// Everything up to here was done when the lane was claimed.
  let head: Int64
  /// How often an owner of this lane died at its head.
  let takeovers: Int64
  let state: Mutex<State>

  init(key: LaneKey, fence: Int64, head: Int64, tail: Int64, takeovers: Int64, mustRead: Bool, unsentLimit: Int) {
    self.key = key
    self.fence = fence
    self.head = head
    self.takeovers = takeovers
    state = Mutex(
      State(tail: tail, lastSeq: head, unsentLimit: unsentLimit, isSuspect: takeovers > 0, mustRead: mustRead))
  }

  /// Forgets what is known of the person: it was changed outside of a turn.
  func forgetProfile() {
    state.withLock { state in
      state.profile = nil
      state.profileRevision += 1
    }
  }

  /// Whether something happened since this was last asked.
  func wasWarm() -> Bool {
    state.withLock { state in
      defer { state.isWarm = false }
      return state.isWarm
    }
  }

  /// Whether the lane was just claimed with this tail, so that all it had to send is known.
  func wasAdopted(with tail: Int64) -> Bool {
    state.withLock { state in
      defer { state.adoptedTail = nil }
      return state.adoptedTail == tail
    }
  }

  /// Takes the next item; nil leaves the lane without a runner.
  func next() -> LaneItem? {
    state.withLock { state in
      guard !state.isOver, state.openSends < state.unsentLimit, let item = state.items.popFirst() else {
        state.isRunning = false
        return nil
      }
      return item
    }
  }

  /// The condition under which the lane can be let go now, or nil while there is something to do.
  func idleTail() -> Int64? {
    state.withLock { state in
      state.items.isEmpty && !state.isRunning && (state.openSends == 0 || PlantedBug.releaseIgnoresSends.isPlanted)
        && !state.isOver && !state.mustRead
        ? state.tail : nil
    }
  }

  /// The condition under which the lane can be let go with the record of its last open send, or nil.
  func lastTail() -> Int64? {
    state.withLock { state in
      state.items.isEmpty && !state.isRunning && state.openSends == 1 && !state.isOver && !state.mustRead
        ? state.tail : nil
    }
  }

  var isOver: Bool { state.withLock { $0.isOver } }
  var backlog: Int { state.withLock { $0.items.count } }
}
