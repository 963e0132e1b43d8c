import Glibc
import Host
import PluginAPI

/// Everything outside the hosts, and the one thread on which all of it happens. What runs next, how long things take and
/// what goes wrong follow from the seed: the same seed tells the same story, step by step.
// Safe because only the thread that made it touches it; `enqueue` checks that.
final class World: @unchecked Sendable {
  /// A class, so that the heap moves pointers.
  private final class Event {
    let at: Int64
    let order: UInt64
    let action: () -> Void

    init(at: Int64, order: UInt64, action: @escaping () -> Void) {
      self.at = at
      self.order = order
      self.action = action
    }

    func isBefore(_ other: Event) -> Bool { at == other.at ? order < other.order : at < other.at }
  }

  private(set) var now = Instant(unixSeconds: 1_772_442_000)
  /// For people, the director and everything else that is no host.
  private(set) lazy var outside = HostExecutor(self)
  /// A number that two runs share only if every step of them was the same.
  private(set) var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325
  private(set) var steps = 0
  var dice: Dice
  let tells: Bool
  /// What was wrong for a moment, each kind once.
  var violations: Set<String> = []

  private var runnable: [(job: UnownedJob, executor: HostExecutor)] = []
  private var events: [Event] = []
  private var order: UInt64 = 0
  private let thread = pthread_self()

  init(seed: UInt64, tells: Bool) {
    dice = Dice(seed: seed)
    self.tells = tells
  }

  func tell(_ line: @autoclosure () -> String) {
    guard tells else { return }
    let milliseconds = (now.microseconds - 1_772_442_000_000_000) / 1000
    print("\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())  \(line())")
  }

  // MARK: What runs

  func enqueue(_ job: UnownedJob, on executor: HostExecutor) {
    guard pthread_equal(thread, pthread_self()) != 0 else {
      fatalError("something of the host runs on a thread of its own; the simulation cannot repeat it")
    }
    runnable.append((job, executor))
  }

  /// Runs until it is done; false when nothing is left to do before, or too many steps were made.
  func run(atMost limit: Int, until isDone: () -> Bool) -> Bool {
    while !isDone() {
      steps += 1
      if steps > limit { return false }
      if !runnable.isEmpty {
        let index = dice.index(of: runnable.count)
        runnable.swapAt(index, runnable.count - 1)
        let (job, executor) = runnable.removeLast()
        mix(UInt64(truncatingIfNeeded: index) &+ UInt64(truncatingIfNeeded: runnable.count) << 20)
        job.runSynchronously(on: executor.asUnownedTaskExecutor())
      } else if let event = pop() {
        now = max(now, Instant(microseconds: event.at))
        mix(UInt64(bitPattern: now.microseconds))
        event.action()
      } else {
        return false
      }
    }
    return true
  }

  private func mix(_ value: UInt64) { fingerprint = (fingerprint ^ value) &* 0x100_0000_01b3 }

  /// Forgets what was to happen, and with it everybody it would have happened to.
  func end() { events = [] }

  // MARK: What happens later

  func at(_ instant: Instant, _ action: @escaping () -> Void) {
    order += 1
    let event = Event(at: instant.microseconds, order: order, action: action)
    events.append(event)
    var child = events.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      let above = events[parent]
      guard event.isBefore(above) else { break }
      events[child] = above
      child = parent
    }
    events[child] = event
  }

  func after(_ duration: Duration, _ action: @escaping () -> Void) { at(now + duration, action) }

  private func pop() -> Event? {
    guard let first = events.first, let last = events.popLast() else { return nil }
    guard !events.isEmpty else { return first }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < events.count else { break }
      if child + 1 < events.count, events[child + 1].isBefore(events[child]) { child += 1 }
      guard events[child].isBefore(last) else { break }
      events[parent] = events[child]
      parent = child
    }
    events[parent] = last
    return first
  }

  /// Waits, for people and others outside the hosts.
  func sleep(_ duration: Duration) async {
    await withCheckedContinuation { continuation in after(duration) { continuation.resume() } }
  }
}

/// Runs the tasks of one host, or stops doing so while it is paused.
// Safe because only the world's thread touches it.
final class HostExecutor: TaskExecutor, @unchecked Sendable {
  private unowned let world: World
  private var held: [UnownedJob] = []
  private(set) var isPaused = false

  init(_ world: World) { self.world = world }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isPaused { held.append(job) } else { world.enqueue(job, on: self) }
  }

  func pause() { isPaused = true }

  func resume() {
    isPaused = false
    let jobs = held
    held = []
    for job in jobs { world.enqueue(job, on: self) }
  }
}

/// SplitMix64 with the questions a story asks of it.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func index(of count: Int) -> Int { count < 2 ? 0 : Int(next() % UInt64(count)) }
  mutating func chance(_ probability: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < probability }
  mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + index(of: range.count) }
  mutating func microseconds(_ range: ClosedRange<Int>) -> Duration { .microseconds(number(range)) }
  mutating func milliseconds(_ range: ClosedRange<Int>) -> Duration { .milliseconds(number(range)) }
}
