import Foundation
import Glibc
import Synchronization

/// An HTTP proxy before a Bot API that does to requests and answers what networks, proxies and Telegram do.
package final class HTTPProxy: Sendable {
  package enum Fault: Sendable, CaseIterable {
    /// Nobody listens, and who was connected is cut off.
    case refused
    /// Connections are taken and closed before anything is read.
    case closedAtOnce
    /// The request is read and not passed on; the connection closes.
    case closedBeforeTheEffect
    /// The request is passed on; the connection closes without an answer.
    case closedAfterTheEffect
    /// RST after the request was read, without an effect.
    case reset
    /// Half of the answer comes, then the connection closes.
    case answerCut
    /// The answer comes in fifty pieces, over half a second.
    case answerSlow
    /// Ten MB of white space follow the answer.
    case answerHuge
    /// Nothing happens until the fault ends; then the request is passed on, whoever still waits for it.
    case stalled
    /// 429 with Retry-After and `retry_after`, without an effect.
    case tooMany
    /// 500 in Telegram's form, without an effect.
    case serverError
    /// 502 with a page of HTML, without an effect.
    case badGateway
    /// 200 with a page of HTML, without an effect.
    case pageForAnswer
  }

  package enum Scope: Sendable {
    /// Everything but getUpdates.
    case calls
    case everything
  }

  /// How many requests a fault has met.
  package struct Met: Sendable {
    package var polls = 0
    package var calls = 0
  }

  private struct State {
    var fault: Fault?
    var scope = Scope.everything
    var met = Met()
    var listener: Int32 = -1
    var isStopped = false
    var open: Set<Int32> = []
  }

  package let port: Int
  private let target: Int
  private let state = Mutex(State())

  package init(target: Int) throws {
    self.target = target
    port = try TestProcess.freePort()
    try listen()
  }

  /// What happens from now on; nil: nothing unusual.
  package func set(_ fault: Fault?, for scope: Scope = .everything) throws {
    let listener = state.withLock { state in
      (state.fault, state.scope, state.met) = (fault, scope, Met())
      if fault == .refused {
        shutdown(state.listener, Int32(SHUT_RDWR))
        state.listener = -1
        for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
      }
      return state.listener
    }
    if listener < 0, fault != .refused { try listen() }
  }

  package var met: Met { state.withLock { $0.met } }

  package func stop() {
    state.withLock { state in
      state.isStopped = true
      shutdown(state.listener, Int32(SHUT_RDWR))
      for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
    }
  }

  // MARK: Connections

  private func listen() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
    var address = TestProcess.loopback(port: port)
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isBound, Glibc.listen(listener, 256) == 0 else { throw TestFailure("the proxy cannot listen") }
    state.withLock { $0.listener = listener }
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { break }
        state.withLock { _ = $0.open.insert(client) }
        Thread.detachNewThread { [self] in
          let connection = Connection(client)
          serve(connection)
          state.withLock { _ = $0.open.remove(client) }
          connection.close()
        }
      }
      close(listener)
    }
  }

  private func serve(_ connection: Connection) {
    if state.withLock({ $0.fault }) == .closedAtOnce { return }
    while let request = connection.readRequest() {
      guard answer(request, connection) else { return }
    }
  }

  /// The fault that a request meets now.
  private func fault(for request: Connection.Request) -> Fault? {
    let isPoll = request.head.prefix { $0 != "\r" }.contains("/getUpdates ")
    return state.withLock { state in
      guard let fault = state.fault, !isPoll || state.scope == .everything else { return nil }
      if isPoll { state.met.polls += 1 } else { state.met.calls += 1 }
      return fault
    }
  }

  /// - Returns: whether the connection goes on.
  private func answer(_ request: Connection.Request, _ connection: Connection) -> Bool {
    switch fault(for: request) {
    case .refused, .closedAtOnce, .closedBeforeTheEffect: return false
    case .reset:
      connection.reset()
      return false
    case .closedAfterTheEffect:
      _ = pass(on: request)
      return false
    case .answerCut:
      guard let answer = pass(on: request) else { return false }
      connection.send(Array(answer.prefix(answer.count / 2)))
      return false
    case .answerSlow:
      guard let answer = pass(on: request) else { return false }
      let size = max(1, answer.count / 50)
      for start in stride(from: 0, to: answer.count, by: size) {
        connection.send(Array(answer[start..<min(answer.count, start + size)]))
        poll(nil, 0, 10)
      }
    case .answerHuge:
      guard let answer = pass(on: request), let end = answer.firstRange(of: Self.blankLine) else { return false }
      let body = String(decoding: answer[end.upperBound...], as: UTF8.self)
      connection.answer(body + String(repeating: " ", count: 10_000_000))
    case .stalled:
      while state.withLock({ $0.fault == .stalled && !$0.isStopped }) { poll(nil, 0, 10) }
      guard let answer = pass(on: request) else { return false }
      connection.send(answer)
    case .tooMany:
      connection.answer(
        #"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}"#,
        status: "429 Too Many Requests", headers: "Retry-After: 1\r\nContent-Type: application/json\r\n")
    case .serverError:
      connection.answer(
        #"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#, status: "500 Internal Server Error")
    case .badGateway: connection.answer(Self.page, status: "502 Bad Gateway", headers: "Content-Type: text/html\r\n")
    case .pageForAnswer: connection.answer(Self.page, headers: "Content-Type: text/html\r\n")
    case nil:
      guard let answer = pass(on: request) else { return false }
      connection.send(answer)
    }
    return true
  }

  // MARK: The way to the target

  private static let page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
  private static let blankLine = Array("\r\n\r\n".utf8)

  /// The whole answer as it came; nil when the target closed without one.
  private func pass(on request: Connection.Request) -> [UInt8]? {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer {
      state.withLock { _ = $0.open.remove(server) }
      close(server)
    }
    var address = TestProcess.loopback(port: target)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected, state.withLock({ $0.isStopped ? false : $0.open.insert(server).inserted }) else { return nil }
    let bytes = Array("\(request.head)\r\n\r\n\(request.body)".utf8)
    guard bytes.withUnsafeBytes({ send(server, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }) == bytes.count else {
      return nil
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      if let end = answer.firstRange(of: Self.blankLine) {
        let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
        let length =
          head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        if answer.count >= end.upperBound + length { return answer }
      }
      let count = recv(server, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      answer += buffer[..<count]
    }
  }
}
