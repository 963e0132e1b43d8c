/// Who a connection is made for.
protocol LinkUser: AnyObject {
  /// The connection is there and the server has answered.
  func linkIsReady(_ now: ContinuousClock.Instant)
  /// The next answer. An error thrown ends the connection.
  func take(_ reply: RedisReply, _ now: ContinuousClock.Instant) throws(RedisError)
  /// The connection is lost (`wasReady`) or could not be made.
  func linkHasFailed(_ error: RedisError, wasReady: Bool, _ now: ContinuousClock.Instant)
}

/// One connection that is made again and again: connect, greet, carry bytes, pause.
final class Link {
  typealias Instant = ContinuousClock.Instant

  private enum Phase {
    case resting(until: Instant)
    case connecting(Socket, deadline: Instant)
    case greeting(Socket, Greeting, deadline: Instant)
    case ready(Socket, since: Instant)
  }

  /// Whether somebody needs the connection.
  var isWanted: Bool
  /// What poll has said since the last step.
  var isReadable = false
  private let configuration: RedisConfiguration
  private let database: Int
  private var phase: Phase
  private var output = OutputBuffer()
  private var reader: ReplyReader?
  private var failures = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Link.chunk, alignment: 16)

  private static let chunk = 16 * 1024
  private static let chunksPerStep = 64
  private static let firstPause = Duration.milliseconds(50)
  private static let longestPause = Duration.seconds(2)
  /// A connection that lived this long has earned a new one without a pause.
  static let provenAge = Duration.seconds(5)

  init(_ configuration: RedisConfiguration, database: Int, isWanted: Bool, now: Instant) {
    self.configuration = configuration
    self.database = database
    self.isWanted = isWanted
    phase = .resting(until: now)
  }

  deinit {
    buffer.deallocate()
  }

  // MARK: State

  var isReady: Bool {
    if case .ready = phase { true } else { false }
  }

  /// The socket that libcurl is connecting.
  var connectingSocket: Socket? {
    if case .connecting(let socket, _) = phase { socket } else { nil }
  }

  /// What poll is to watch.
  var descriptor: Int32? {
    openSocket?.descriptor
  }

  var hasOutput: Bool { output.count > 0 }
  var outputCount: Int { output.count }

  func age(_ now: Instant) -> Duration {
    if case .ready(_, let since) = phase { now - since } else { .zero }
  }

  /// When a step is due though nothing happens; nil for never.
  func nextStep(mayConnect: Bool) -> Instant? {
    switch phase {
    case .resting(let until): isWanted && mayConnect ? until : nil
    case .connecting(_, let deadline), .greeting(_, _, let deadline): deadline
    case .ready: nil
    }
  }

  private var openSocket: Socket? {
    switch phase {
    case .greeting(let socket, _, _), .ready(let socket, _): socket
    case .resting, .connecting: nil
    }
  }

  // MARK: Work

  func write(_ bytes: [UInt8]) {
    output.append(bytes)
  }

  /// Ends a pause.
  func hurry(_ now: Instant) {
    if case .resting = phase { phase = .resting(until: now) }
  }

  /// Closes a connection that nobody needs.
  func rest(_ now: Instant) {
    drop(until: now)
    failures = 0
  }

  /// Does what can be done without waiting, but sends only what was there before.
  func step(_ now: Instant, mayConnect: Bool, for user: some LinkUser) {
    do throws(RedisError) {
      if case .resting(let until) = phase, isWanted, mayConnect, until <= now {
        phase = .connecting(try Socket(configuration), deadline: now + configuration.connectTimeout)
      }
      if case .connecting(let socket, let deadline) = phase, try socket.connect() {
        let greeting = Greeting(configuration, database: database)
        reader = try ReplyReader()
        output.append(try greeting.bytes)
        isReadable = false
        phase = .greeting(socket, greeting, deadline: deadline)
      }
      switch phase {
      case .connecting(_, let deadline), .greeting(_, _, let deadline):
        guard now < deadline else {
          throw .connection("\(configuration.target): no connection within \(configuration.connectTimeout)")
        }
      case .resting, .ready: break
      }
      if let socket = openSocket {
        try output.flush(to: socket)
        if isReadable { try receive(socket, now, user) }
      }
    } catch {
      fail(error, now, user)
    }
  }

  func flush(_ now: Instant, for user: some LinkUser) {
    guard let socket = openSocket else { return }
    do throws(RedisError) {
      try output.flush(to: socket)
    } catch {
      fail(error, now, user)
    }
  }

  func fail(_ error: RedisError, _ now: Instant, _ user: some LinkUser) {
    let wasReady = isReady
    if wasReady, age(now) >= Self.provenAge { failures = 0 }
    let isFirst = wasReady && failures == 0
    failures += 1
    let pause = isFirst ? .zero : min(Self.longestPause, Self.firstPause * (1 << min(failures - 1, 10)))
    drop(until: now + pause)
    user.linkHasFailed(error, wasReady: wasReady, now)
  }

  private func drop(until: Instant) {
    phase = .resting(until: until)
    output = OutputBuffer()
    reader = nil
    isReadable = false
  }

  private func receive(_ socket: Socket, _ now: Instant, _ user: some LinkUser) throws(RedisError) {
    guard let reader else { return }
    for _ in 0..<Self.chunksPerStep {
      let count = try socket.receive(buffer)
      guard count > 0 else {
        isReadable = false
        return
      }
      try reader.feed(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
      while let reply = try reader.next() { try take(reply, now, user) }
      // Below TLS more may be waiting inside the library, where poll does not see it.
      if !configuration.isSecure, count < Self.chunk {
        isReadable = false
        return
      }
    }
  }

  private func take(_ reply: RedisReply, _ now: Instant, _ user: some LinkUser) throws(RedisError) {
    guard case .greeting(let socket, var greeting, let deadline) = phase else { return try user.take(reply, now) }
    guard try greeting.take(reply) else {
      phase = .greeting(socket, greeting, deadline: deadline)
      return
    }
    phase = .ready(socket, since: now)
    user.linkIsReady(now)
  }
}
