import Foundation
import Synchronization

/// A TCP proxy that breaks connections on demand. Before several targets it takes turns and passes over those that are
/// down, as a load balancer does.
package final class TestProxy: Sendable {
  package enum Mode: Sendable {
    case forward
    /// Lets the next request through and cuts the connection when its answer comes.
    case cutAtAnswer
    /// Cuts the connection when the next request comes, before the server sees it.
    case cutAtRequest
    /// Forwards nothing and closes nothing.
    case stall
    /// Takes connections and closes them at once.
    case refuse
  }

  package let port: Int
  private let targets: [Int]
  private let taken: Mutex<[Int]>
  private let listener: Int32
  private let mode = Mutex(Mode.forward)
  private let open = Mutex<Set<Int32>>([])

  package convenience init(target: Int) throws { try self.init(targets: [target]) }

  package init(targets: [Int]) throws {
    self.targets = targets
    taken = Mutex(Array(repeating: 0, count: targets.count))
    port = try TestProcess.freePort()
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
    var address = TestProcess.loopback(port: port)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) == 0 }
    }
    guard isBound, listen(listener, 64) == 0 else { throw TestFailure("the proxy cannot listen") }
    Thread.detachNewThread { [self] in accept() }
  }

  deinit { close(listener) }

  package func set(_ mode: Mode) { self.mode.withLock { $0 = mode } }

  /// How many connections each target took, in the order of the targets.
  package var connections: [Int] { taken.withLock { $0 } }

  /// Cuts all connections now.
  package func cutAll() {
    open.withLock { $0.forEach { shutdown($0, Int32(SHUT_RDWR)) } }
  }

  package func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    cutAll()
  }

  private func accept() {
    while true {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0 else { return }
      if case .refuse = mode.withLock({ $0 }) {
        close(client)
        continue
      }
      guard let server = connectToNext() else {
        close(client)
        continue
      }
      open.withLock { $0.formUnion([client, server]) }
      Thread.detachNewThread { [self] in
        pump(client, server)
        open.withLock { $0.subtract([client, server]) }
        close(client)
        close(server)
      }
    }
  }

  /// A connection to the target whose turn it is, or to the next one that takes it.
  private func connectToNext() -> Int32? {
    let turn = taken.withLock { $0.reduce(0, +) }
    for index in targets.indices.map({ (turn + $0) % targets.count }) {
      let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = TestProcess.loopback(port: targets[index])
      let isConnected = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      if isConnected {
        taken.withLock { $0[index] += 1 }
        return server
      }
      close(server)
    }
    return nil
  }

  private func pump(_ client: Int32, _ server: Int32) {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var entries = [
      pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      if case .stall = mode.withLock({ $0 }) {
        poll(nil, 0, 5)
        if !open.withLock({ $0.contains(client) }) { return }
        continue
      }
      guard poll(&entries, 2, 5) >= 0 else { return }
      for (entry, target) in zip(entries, [server, client]) where entry.revents != 0 {
        let mode = mode.withLock { $0 }
        if case .stall = mode { break }
        let count = recv(entry.fd, &buffer, buffer.count, 0)
        guard count > 0 else { return }
        switch mode {
        case .cutAtRequest where entry.fd == client: return
        case .cutAtAnswer where entry.fd == server: return
        default: break
        }
        var sent = 0
        while sent < count {
          let written = buffer[sent..<count].withUnsafeBytes {
            send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          }
          guard written > 0 else { return }
          sent += written
        }
      }
    }
  }
}
