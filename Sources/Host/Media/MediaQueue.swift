import DequeModule
import Glibc
import MediaProtocol
import PluginAPI
import Synchronization

/// What waits for a worker. Threads wait in poll(2), for work as well as for their worker's end, so descriptors wake them:
/// `work` has a byte for each job, `end` hangs up when all is over.
final class MediaQueue: Sendable {
  private struct State {
    var jobs: Deque<MediaJob> = []
    var bytes = 0
    var isClosed = false
    var metrics: HostMetrics?
  }

  let work: PipeEnds
  let end: PipeEnds
  private let waiting: Int
  private let bytes: Int
  private let state = Mutex(State())

  init(waiting: Int, bytes: Int) throws(HostError) {
    work = try PipeEnds()
    end = try PipeEnds()
    self.waiting = waiting
    self.bytes = bytes
  }

  func connect(_ metrics: HostMetrics) { state.withLock { $0.metrics = metrics } }

  func count(_ name: String, _ labels: String = "") {
    state.withLock { $0.metrics }?.count(name, labels)
  }

  /// - Returns: why it was not taken.
  func put(_ job: MediaJob) -> MediaError? {
    state.withLock { state in
      guard !state.isClosed else { return .off }
      // Who gave up does not take a place.
      if state.jobs.count >= waiting { state.jobs.removeAll { $0.hasEnded } }
      state.bytes = state.jobs.reduce(0) { $0 + $1.body.count }
      guard state.jobs.count < waiting, state.bytes + job.body.count <= bytes else {
        return .failed(reason: "\(state.jobs.count) pictures wait already")
      }
      state.jobs.append(job)
      work.signal()
      return nil
    }
  }

  /// The next job, if another thread did not take it.
  func take() -> MediaJob? {
    work.clearOne()
    return state.withLock { state in
      while let job = state.jobs.popFirst() { if !job.hasEnded { return job } }
      return nil
    }
  }

  func close() {
    let left = state.withLock { state in
      state.isClosed = true
      defer { state.jobs = [] }
      return state.jobs
    }
    for job in left { job.end(.failure(.off)) }
    end.closeInput()
  }
}

/// Pipes as workers need them.
enum Descriptors {
  /// Both ends are closed by exec. Nil, with errno, when there is none.
  static func pipe() -> (output: Int32, input: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  static func neverBlock(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }
}

/// The two ends of a pipe inside this process; both are closed with the value.
final class PipeEnds: Sendable {
  let output: Int32
  private let input: Mutex<Int32>

  init() throws(HostError) {
    guard let ends = Descriptors.pipe() else {
      throw HostError("no pipe for the media worker: \(String(cString: strerror(errno)))")
    }
    Descriptors.neverBlock(ends.output)
    Descriptors.neverBlock(ends.input)
    output = ends.output
    input = Mutex(ends.input)
  }

  deinit {
    closeInput()
    close(output)
  }

  /// A full pipe wakes anyway.
  func signal() {
    input.withLock { input in
      var byte: UInt8 = 1
      if input >= 0 { _ = write(input, &byte, 1) }
    }
  }

  func clearOne() {
    var byte: UInt8 = 0
    _ = read(output, &byte, 1)
  }

  func closeInput() {
    input.withLock { input in
      if input >= 0 { close(input) }
      input = -1
    }
  }
}
