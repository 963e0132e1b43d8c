import CPostgres
import Glibc

/// A libpq connection that is handed from the thread that made it to the one that uses it.
///
// Safe because at each moment one thread holds it: the connecting one until it reports, then the client's, then perhaps
// the one that cancels; each gives it away as its last deed.
struct RawConnection: @unchecked Sendable {
  let pointer: OpaquePointer
}

/// Why an attempt to connect failed.
struct ConnectFailure: Error {
  let text: String
  /// Waiting does not help: a wrong password, no such database, a server with unfit settings.
  let isPermanent: Bool
}

/// One attempt to connect, on a short-lived thread of its own: resolving names blocks, and TLS and password hashing
/// take milliseconds in which the client's thread would serve nobody.
final class ConnectAttempt: Sendable {
  typealias Outcome = Result<RawConnection, ConnectFailure>

  private let parameters: [String: String]
  private let timeout: Duration
  private let inbox: PoolInbox

  private init(_ parameters: [String: String], _ timeout: Duration, _ inbox: PoolInbox) {
    self.parameters = parameters
    self.timeout = timeout
    self.inbox = inbox
  }

  /// Starts an attempt whose outcome comes into the inbox; false if no thread can be started.
  static func start(_ parameters: [String: String], timeout: Duration, inbox: PoolInbox) -> Bool {
    let attempt = Unmanaged.passRetained(ConnectAttempt(parameters, timeout, inbox))
    let isStarted = startDetachedThread(attempt.toOpaque()) { context in
      blockSignals()
      if let context { Unmanaged<ConnectAttempt>.fromOpaque(context).takeRetainedValue().run() }
      return nil
    }
    if !isStarted { attempt.release() }
    return isStarted
  }

  private func run() {
    let outcome = connect()
    if !inbox.report(outcome), case .success(let connection) = outcome { PQfinish(connection.pointer) }
  }

  private func connect() -> Outcome {
    let words = parameters.flatMap { [strdup($0.key), strdup($0.value)] }
    defer { words.forEach { free($0) } }
    let keywords = stride(from: 0, to: words.count, by: 2).map { UnsafePointer(words[$0]) } + [nil]
    let values = stride(from: 1, to: words.count, by: 2).map { UnsafePointer(words[$0]) } + [nil]
    guard let connection = PQconnectStartParams(keywords, values, 0) else {
      return .failure(ConnectFailure(text: "no memory for a connection", isPermanent: false))
    }
    // With SQLSTATE in the errors; notices would go to the standard error.
    PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    PQsetNoticeReceiver(connection, { _, _ in }, nil)
    if let failure = finish(connection) ?? unfitness(of: connection) {
      PQfinish(connection)
      return .failure(failure)
    }
    guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
      PQfinish(connection)
      return .failure(ConnectFailure(text: "libpq cannot enter pipeline mode", isPermanent: false))
    }
    return .success(RawConnection(pointer: connection))
  }

  private func finish(_ connection: OpaquePointer) -> ConnectFailure? {
    let deadline = ContinuousClock.now + timeout
    var state = PGRES_POLLING_WRITING
    while PQstatus(connection) != CONNECTION_BAD, state != PGRES_POLLING_FAILED {
      if state == PGRES_POLLING_OK { return nil }
      var entry = pollfd(
        fd: PQsocket(connection), events: Int16(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), revents: 0)
      let left = deadline - .now
      let ready = left <= .zero ? 0 : poll(&entry, 1, left.milliseconds)
      if ready == 0 { return ConnectFailure(text: "connecting took longer than \(timeout)", isPermanent: false) }
      if ready > 0 { state = PQconnectPoll(connection) }
    }
    return ConnectFailure(libpq: PQerrorMessage(connection).map { String(cString: $0) } ?? "")
  }

  /// Dates and texts are read in one notation; a server behind a pooler may have another.
  private func unfitness(of connection: OpaquePointer) -> ConnectFailure? {
    for (name, expected) in [("client_encoding", "UTF8"), ("DateStyle", "ISO")] {
      let found = PQparameterStatus(connection, name).map { String(cString: $0) } ?? "nothing"
      if !found.hasPrefix(expected) {
        return ConnectFailure(
          text: "the server's \(name) is \(found), expected \(expected): set it for the role with ALTER ROLE … SET",
          isPermanent: true)
      }
    }
    return nil
  }
}

extension ConnectFailure {
  /// Reads libpq's message, which with several addresses has a line for each attempt and below it further advice.
  init(libpq message: String) {
    let lines = message.split(separator: "\n").filter { line in
      !line.hasPrefix("\t") && !line.hasPrefix("LOCATION:") && !line.hasPrefix("DETAIL:") && !line.hasPrefix("HINT:")
    }
    let text = lines.last.map(String.init) ?? "the connection failed without a message"
    self.init(text: text, isPermanent: Self.sqlState(in: text).map(Self.isPermanent) ?? false)
  }

  /// The five characters in `…: FATAL:  28P01: password authentication failed …`.
  private static func sqlState(in text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 9 else { return nil }
    for start in 0...(bytes.count - 9) where bytes[start...].starts(with: ":  ".utf8) {
      let code = bytes[(start + 3)..<(start + 8)]
      let isCode = code.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
      if isCode, bytes[start + 8] == UInt8(ascii: ":") { return String(decoding: code, as: UTF8.self) }
    }
    return nil
  }

  private static func isPermanent(_ sqlState: String) -> Bool {
    sqlState.hasPrefix("28") || sqlState.hasPrefix("3D")
  }
}
