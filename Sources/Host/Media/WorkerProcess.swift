import Glibc
import MediaProtocol

/// Why a worker is of no use any more.
enum WorkerFault: Error, Hashable, CustomStringConvertible {
  case notStarted(String)
  case died
  case tooSlow
  case garbage(String)
  /// The host ends.
  case stopping

  var description: String {
    switch self {
    case .notStarted(let reason): "the media worker cannot be started: \(reason)"
    case .died: "the media worker ended amid the work; roost-media --check says whether it can work here"
    case .tooSlow: "the media worker took too long"
    case .garbage(let what): "the media worker sent \(what)"
    case .stopping: "the host ends"
    }
  }

  /// For labels.
  var word: String {
    switch self {
    case .notStarted: "not_started"
    case .died: "died"
    case .tooSlow: "too_slow"
    case .garbage: "garbage"
    case .stopping: "stopping"
    }
  }
}

/// A child process with two pipes, for one thread. It keeps nothing, so it is ended by SIGKILL at any time.
final class WorkerProcess {
  let output: Int32
  private let input: Int32
  private let pid: pid_t
  private var isAlive = true
  /// Requests it was given.
  private(set) var answers = 0

  /// Starts the program with nothing of ours but its two pipes: no environment, no signal mask, a session of its own, so
  /// that a Ctrl-C is not for it. Descriptors are closed by exec, and by the worker once more.
  init(path: String) throws(WorkerFault) {
    guard let toWorker = Descriptors.pipe() else { throw .notStarted(Self.reason(errno)) }
    guard let fromWorker = Descriptors.pipe() else {
      let failure = errno
      close(toWorker.output)
      close(toWorker.input)
      throw .notStarted(Self.reason(failure))
    }
    var child = pid_t()
    let failure = Self.spawn(path, input: toWorker.output, output: fromWorker.input, &child)
    close(toWorker.output)
    close(fromWorker.input)
    guard failure == 0 else {
      close(toWorker.input)
      close(fromWorker.output)
      throw .notStarted(Self.reason(failure))
    }
    pid = child
    input = toWorker.input
    output = fromWorker.output
    Descriptors.neverBlock(input)
    Descriptors.neverBlock(output)
  }

  deinit { kill() }

  /// Ends the process and waits for its end, so that no zombie stays.
  func kill() {
    guard isAlive else { return }
    isAlive = false
    close(input)
    close(output)
    _ = Glibc.kill(pid, SIGKILL)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
  }

  func greet(until deadline: UInt64, stop: Int32) throws(WorkerFault) {
    let greeting = try receive(until: deadline, stop: stop)
    guard greeting.frame.kind == .greeting else { throw .garbage("no greeting") }
  }

  /// Sends a request and waits for its answer.
  func exchange(_ kind: MediaFrame.Kind, _ body: [UInt8], until deadline: UInt64, stop: Int32) throws(WorkerFault)
    -> (kind: MediaFrame.Kind, body: [UInt8])
  {
    answers += 1
    let frame = MediaFrame(kind: kind, id: UInt32(truncatingIfNeeded: answers), length: body.count)
    try send(frame.head, until: deadline, stop: stop)
    try send(body, until: deadline, stop: stop)
    let answer = try receive(until: deadline, stop: stop)
    guard answer.frame.id == frame.id else { throw .garbage("the answer to something else") }
    return (answer.frame.kind, answer.body)
  }

  // MARK: Bytes

  private func send(_ bytes: [UInt8], until deadline: UInt64, stop: Int32) throws(WorkerFault) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { write(input, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        try wait(input, POLLOUT, until: deadline, stop: stop)
      } else if errno != EINTR {
        throw .died
      }
    }
  }

  private func receive(until deadline: UInt64, stop: Int32) throws(WorkerFault) -> (frame: MediaFrame, body: [UInt8]) {
    let head = try read(MediaFrame.headSize, until: deadline, stop: stop)
    let frame: MediaFrame
    do { frame = try MediaFrame(head) } catch { throw .garbage(error.description) }
    guard !frame.kind.isRequest else { throw .garbage("a request") }
    return (frame, try read(frame.length, until: deadline, stop: stop))
  }

  private func read(_ size: Int, until deadline: UInt64, stop: Int32) throws(WorkerFault) -> [UInt8] {
    // Grows with what comes, so that a length alone takes no memory.
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(max(size, 1), 1 << 16))
    while bytes.count < size {
      let wanted = min(chunk.count, size - bytes.count)
      let count = chunk.withUnsafeMutableBytes { Glibc.read(output, $0.baseAddress, wanted) }
      if count > 0 {
        bytes += chunk.prefix(count)
      } else if count == 0 {
        throw .died
      } else if errno == EAGAIN {
        try wait(output, POLLIN, until: deadline, stop: stop)
      } else if errno != EINTR {
        throw .died
      }
    }
    return bytes
  }

  private func wait(_ descriptor: Int32, _ event: Int32, until deadline: UInt64, stop: Int32) throws(WorkerFault) {
    var watched = [
      pollfd(fd: stop, events: Int16(POLLIN), revents: 0), pollfd(fd: descriptor, events: Int16(event), revents: 0),
    ]
    let pause = MonotonicTime.milliseconds(to: deadline)
    guard pause > 0 else { throw .tooSlow }
    _ = poll(&watched, nfds_t(watched.count), pause)
    if watched[0].revents != 0 { throw .stopping }
  }

  // MARK: The start

  private static func spawn(_ path: String, input: Int32, output: Int32, _ child: inout pid_t) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    guard posix_spawn_file_actions_init(&actions) == 0 else { return errno }
    defer { posix_spawn_file_actions_destroy(&actions) }
    guard posix_spawnattr_init(&attributes) == 0 else { return errno }
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | newSession)
    var failure = posix_spawn_file_actions_adddup2(&actions, input, 0)
    if failure == 0 { failure = posix_spawn_file_actions_adddup2(&actions, output, 1) }
    if failure == 0 { failure = posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
    guard failure == 0 else { return failure }
    let name = strdup("roost-media")
    defer { free(name) }
    var arguments = [name, nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    return posix_spawn(&child, path, &actions, &attributes, &arguments, &environment)
  }

  /// POSIX_SPAWN_SETSID of <spawn.h>, which Swift does not import.
  private static let newSession: Int16 = 0x80

  private static func reason(_ failure: Int32) -> String { String(cString: strerror(failure)) }
}
