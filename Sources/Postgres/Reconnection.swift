/// When connections are opened, and how long to wait after one could not be.
struct Reconnection {
  private let parameters: [String: String]
  private let timeout: Duration
  private let inbox: PoolInbox
  private(set) var underWay = 0
  private(set) var lastFailure: ConnectFailure?
  private var failures = 0
  private var notBefore: ContinuousClock.Instant?

  private static let firstPause = Duration.milliseconds(100)
  /// Short, because a pause begun just before the server came back is time lost; attempts are made only while batches
  /// wait.
  private static let longestPause = Duration.seconds(1)
  private static let longestPermanentPause = Duration.seconds(5)

  init(_ parameters: [String: String], _ timeout: Duration, _ inbox: PoolInbox) {
    self.parameters = parameters
    self.timeout = timeout
    self.inbox = inbox
  }

  /// When the next attempt may begin, if it has to wait.
  var nextMoment: ContinuousClock.Instant? { underWay == 0 ? notBefore : nil }

  /// Why there is no point in waiting for a connection, if the last attempt showed it and the next is not due.
  func refusal(_ now: ContinuousClock.Instant) -> String? {
    guard let lastFailure, lastFailure.isPermanent, let notBefore, now < notBefore else { return nil }
    return lastFailure.text
  }

  /// Starts up to `count` attempts; after a failure one at a time, each after its pause.
  mutating func start(_ count: Int, _ now: ContinuousClock.Instant) {
    if let notBefore, now < notBefore { return }
    let allowed = failures > 0 ? min(count, 1 - underWay) : count
    for _ in 0..<max(0, allowed) {
      guard ConnectAttempt.start(parameters, timeout: timeout, inbox: inbox) else {
        return failed(ConnectFailure(text: "the system refuses a thread to connect", isPermanent: false), now)
      }
      underWay += 1
      notBefore = nil
    }
  }

  mutating func succeeded() {
    underWay -= 1
    failures = 0
    lastFailure = nil
    notBefore = nil
  }

  mutating func ended(_ failure: ConnectFailure, _ now: ContinuousClock.Instant) {
    underWay -= 1
    failed(failure, now)
  }

  private mutating func failed(_ failure: ConnectFailure, _ now: ContinuousClock.Instant) {
    failures += 1
    lastFailure = failure
    let longest = failure.isPermanent ? Self.longestPermanentPause : Self.longestPause
    let pause = min(longest, Self.firstPause * (1 << min(failures - 1, 10)))
    notBefore = now + pause * Self.jitter(now)
  }

  /// 0.75…1.25 from the clock's last digits, so that many clients do not come back at the same moment.
  private static func jitter(_ now: ContinuousClock.Instant) -> Double {
    let nanoseconds = (ContinuousClock.now - now).components.attoseconds / 1_000_000_000
    return 0.75 + Double(nanoseconds & 0xFF) / 512
  }
}

extension PoolThread {
  /// Opens connections for the batches that wait.
  func connect(_ now: ContinuousClock.Instant) {
    guard !waiting.isEmpty else { return }
    if connections.isEmpty, let refusal = reconnection.refusal(now) {
      return waiting.fail(.disconnected(refusal))
    }
    let free = max(1, configuration.poolSize) - connections.count - reconnection.underWay
    reconnection.start(min(free, waiting.count - reconnection.underWay), now)
  }

  /// Takes in a new connection, or the news that there is none.
  func finish(_ outcome: ConnectAttempt.Outcome, _ now: ContinuousClock.Instant) {
    switch outcome {
    case .success(let connection):
      reconnection.succeeded()
      statistics.connects += 1
      connections.append(Connection(connection, configuration, now: now))
    case .failure(let failure):
      reconnection.ended(failure, now)
      statistics.failedConnects += 1
    }
  }
}
