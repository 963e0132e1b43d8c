/// Bytes on their way to a connection. What has been offered to TLS and not been taken must be offered again from the
/// same address, so bytes that come in meanwhile gather in a second buffer.
struct OutputBuffer {
  private var current: [UInt8] = []
  private var sent = 0
  private var gathering: [UInt8] = []

  private static let keptCapacity = 256 * 1024

  var count: Int { current.count - sent + gathering.count }

  mutating func append(_ bytes: [UInt8]) {
    gathering.append(contentsOf: bytes)
  }

  /// Sends until all is sent or the connection takes no more.
  mutating func flush(to socket: Socket) throws(RedisError) {
    while true {
      if sent == current.count {
        guard !gathering.isEmpty else { return }
        current.removeAll(keepingCapacity: current.capacity <= Self.keptCapacity)
        swap(&current, &gathering)
        sent = 0
      }
      let taken = try Self.send(current, from: sent, to: socket)
      guard taken > 0 else { return }
      sent += taken
    }
  }

  private static func send(_ bytes: [UInt8], from start: Int, to socket: Socket) throws(RedisError) -> Int {
    try bytes.withUnsafeBytes { all in
      Result { () throws(RedisError) in try socket.send(UnsafeRawBufferPointer(rebasing: all.dropFirst(start))) }
    }.get()
  }
}
