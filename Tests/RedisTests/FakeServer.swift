import Foundation
import Glibc
import Synchronization

/// A server on 127.0.0.1 that does to each connection exactly what a test says, on threads of its own.
final class FakeServer: Sendable {
  let port: Int
  private let listener: Int32

  /// `serve` runs once for each connection, which is closed when it returns.
  init(serve: @escaping @Sendable (Connection) -> Void) throws {
    let (listener, port) = try Self.listen()
    self.listener = listener
    self.port = Int(port)
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

  /// A server that greets and then answers every command with the same bytes.
  static func answering(_ bytes: [UInt8]) throws -> FakeServer {
    try FakeServer { connection in
      guard connection.greet() else { return }
      while connection.readCommand() != nil { connection.send(bytes) }
    }
  }

  /// A port that nobody listens on.
  static func closedPort() throws -> UInt16 {
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
        bind(listener, generic, length) | Glibc.listen(listener, 64) | getsockname(listener, generic, &length)
      }
    }
    guard listener >= 0, result == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    return (listener, UInt16(bigEndian: address.sin_port))
  }
}

/// One connection as the server sees it.
final class Connection {
  private var socket: Int32
  private var received: [UInt8] = []

  init(_ socket: Int32) {
    self.socket = socket
  }

  /// Answers the client's PING.
  func greet() -> Bool {
    guard readCommand() == ["PING"] else { return false }
    send("+PONG\r\n")
    return true
  }

  /// The words of the next command; nil once the client has closed.
  func readCommand() -> [String]? {
    guard let count = readLine().flatMap({ Int($0.dropFirst()) }) else { return nil }
    var words: [String] = []
    for _ in 0..<count {
      guard let length = readLine().flatMap({ Int($0.dropFirst()) }) else { return nil }
      while received.count < length + 2 {
        guard readMore() else { return nil }
      }
      words.append(String(decoding: received[..<length], as: UTF8.self))
      received.removeFirst(length + 2)
    }
    return words
  }

  func waitForClose() {
    while readMore() { received = [] }
  }

  func send(_ text: String) {
    send(Array(text.utf8))
  }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  func close() {
    if socket >= 0 { Glibc.close(socket) }
    socket = -1
  }

  private func readLine() -> String? {
    while true {
      if let end = received.firstRange(of: [13, 10]) {
        defer { received.removeFirst(end.upperBound) }
        return String(decoding: received[..<end.lowerBound], as: UTF8.self)
      }
      guard readMore() else { return nil }
    }
  }

  private func readMore() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    received += buffer[..<count]
    return true
  }
}

/// A gate that a server's thread waits at until a test opens it.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func wait() {
    semaphore.wait()
    semaphore.signal()
  }

  func open() {
    semaphore.signal()
  }
}

/// What a server saw, counted.
final class Counter: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  func increment() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
