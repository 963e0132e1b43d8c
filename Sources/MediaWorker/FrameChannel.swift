import Glibc
import MediaProtocol

/// Frames over two descriptors, one after another.
struct FrameChannel {
  let input: Int32
  let output: Int32

  struct Request {
    var kind: MediaFrame.Kind
    var id: UInt32
    var body: [UInt8]
  }

  /// Nil at the end of the input, and when it is not the protocol: there is no way back into step then.
  func receive() -> Request? {
    guard let head = read(MediaFrame.headSize), let frame = try? MediaFrame(head), frame.kind.isRequest,
      let body = read(frame.length)
    else { return nil }
    return Request(kind: frame.kind, id: frame.id, body: body)
  }

  /// False when nobody listens any more.
  func send(_ kind: MediaFrame.Kind, id: UInt32, _ body: [UInt8]) -> Bool {
    let body = body.prefix(kind.limit)
    let bytes = MediaFrame(kind: kind, id: id, length: body.count).head + body
    return bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = write(output, buffer.baseAddress?.advanced(by: sent), buffer.count - sent)
        if count > 0 { sent += count } else if errno != EINTR { return false }
      }
      return true
    }
  }

  private func read(_ size: Int) -> [UInt8]? {
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = Glibc.read(input, buffer.baseAddress?.advanced(by: filled), size - filled)
        if count > 0 {
          filled += count
        } else if count == 0 || errno != EINTR {
          isWhole = false
          return
        }
      }
    }
    return isWhole ? bytes : nil
  }
}
