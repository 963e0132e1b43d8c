import Foundation
import Glibc
import Synchronization

/// A server on 127.0.0.1 that does to each connection exactly what a test says, on threads of its own.
package final class RawServer: Sendable {
  package let port: UInt16
  private let listener: Int32

  /// `serve` runs once for each connection, which is closed when it returns.
  package init(serve: @escaping @Sendable (Connection) -> Void) throws {
    let (listener, port) = try Self.listen()
    self.listener = listener
    self.port = port
    Thread.detachNewThread {
      while true {
        let socket = accept(listener, nil, nil)
        guard socket >= 0 else { break }
        Thread.detachNewThread {
          let connection = Connection(socket)
          serve(connection)
          connection.close()
        }
      }
      close(listener)
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  package func url(_ path: String = "/", scheme: String = "http") -> String {
    "\(scheme)://127.0.0.1:\(port)\(path)"
  }

  /// A port that nobody listens on.
  package static func closedPort() throws -> UInt16 {
    let (listener, port) = try listen()
    close(listener)
    return port
  }

  private static func listen() throws -> (Int32, UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, length) | Glibc.listen(listener, 512) | getsockname(listener, generic, &length)
      }
    }
    guard listener >= 0, result == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    return (listener, UInt16(bigEndian: address.sin_port))
  }
}

/// One connection as the server sees it.
package final class Connection {
  package struct Request {
    package var head: String
    package var body: String
  }

  private var socket: Int32
  private var received: [UInt8] = []

  init(_ socket: Int32) {
    self.socket = socket
  }

  /// The next whole request; nil once the client has closed.
  /// - Parameter onPiece: told of each piece in which it arrives.
  package func readRequest(onPiece: () -> Void = {}) -> Request? {
    let blankLine = Array("\r\n\r\n".utf8)
    while true {
      if let end = received.firstRange(of: blankLine) {
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
        let length =
          head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        if received.count >= end.upperBound + length {
          let body = String(decoding: received[end.upperBound..<(end.upperBound + length)], as: UTF8.self)
          received.removeFirst(end.upperBound + length)
          return Request(head: head, body: body)
        }
      }
      guard readMore() else { return nil }
      onPiece()
    }
  }

  /// Reads and drops until the client closes.
  package func waitForClose() {
    while readMore() { received = [] }
  }

  package func send(_ text: String) {
    send(Array(text.utf8))
  }

  package func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// Sends a whole answer that keeps the connection alive.
  package func answer(_ body: String, status: String = "200 OK", headers: String = "") {
    send("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  package func close() {
    if socket >= 0 { Glibc.close(socket) }
    socket = -1
  }

  /// Closes with RST: what was sent and not yet read is lost.
  package func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  private func readMore() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    received += buffer[..<count]
    return true
  }
}

/// What a server saw, counted.
package final class Counter: Sendable {
  private let count = Mutex(0)

  package init() {}

  package var value: Int { count.withLock { $0 } }

  @discardableResult
  package func increment() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

/// Events that a server tells a test, which waits for them.
package final class Events: Sendable {
  private let stream: AsyncStream<Void>
  private let source: AsyncStream<Void>.Continuation

  package init() {
    (stream, source) = AsyncStream.makeStream()
  }

  package func signal() {
    source.yield()
  }

  package func wait(for count: Int = 1) async {
    var iterator = stream.makeAsyncIterator()
    for _ in 0..<count { await iterator.next() }
  }
}
