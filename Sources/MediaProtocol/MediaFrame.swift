/// The head of a message between the host and the worker; docs/media.md describes the protocol.
package struct MediaFrame: Sendable, Hashable {
  /// What a frame is. Requests are below 0x80, answers above.
  package enum Kind: UInt8, Sendable {
    /// Body: the longest side asked for (4 bytes), then the picture.
    case normalise = 0x01
    /// Body: for each picture its length (4 bytes) and its bytes.
    case sheet = 0x02
    /// Body: a ``Chart`` as JSON.
    case chart = 0x03
    /// The worker is ready. Body: what it is, as text.
    case greeting = 0x80
    /// Body: the picture; before that of a sheet, the number of unreadable cells (1 byte) and their numbers (1 byte each).
    case done = 0x81
    /// The request is at fault. Body: why, as text.
    case refused = 0x82
    /// The worker is at fault. Body: why, as text.
    case failed = 0x83

    package var isRequest: Bool { rawValue < 0x80 }

    /// Bytes that a body may have.
    package var limit: Int {
      switch self {
      case .normalise: 4 + MediaLimits.imageBytes
      case .sheet: MediaLimits.sheetImages * (4 + MediaLimits.imageBytes)
      case .chart: MediaLimits.chartBytes
      case .done: MediaLimits.answerBytes
      case .greeting, .refused, .failed: 1024
      }
    }
  }

  /// A worker and a host of different versions do not talk.
  package static let version: UInt8 = 1
  /// Bytes of a head: "RM", version, kind, then id and length with the highest byte first.
  package static let headSize = 12

  package var kind: Kind
  /// An answer has the id of its request, a greeting 0.
  package var id: UInt32
  /// Bytes that follow.
  package var length: Int

  package init(kind: Kind, id: UInt32, length: Int) {
    self.kind = kind
    self.id = id
    self.length = length
  }

  /// Reads a head.
  /// - Throws: what is wrong with it.
  package init(_ head: [UInt8]) throws(MediaFrameError) {
    guard head.count == Self.headSize, head[0] == 0x52, head[1] == 0x4D else {
      throw MediaFrameError("not a frame: \(head.prefix(4))")
    }
    guard head[2] == Self.version else {
      throw MediaFrameError("version \(head[2]) of the protocol, expected \(Self.version)")
    }
    guard let kind = Kind(rawValue: head[3]) else { throw MediaFrameError("unknown kind \(head[3])") }
    let length = Int(BigEndian.read(head[8..<12]))
    guard length <= kind.limit else {
      throw MediaFrameError("\(length) bytes in a frame of kind \(kind), expected at most \(kind.limit)")
    }
    self.init(kind: kind, id: BigEndian.read(head[4..<8]), length: length)
  }

  package var head: [UInt8] {
    [0x52, 0x4D, Self.version, kind.rawValue] + BigEndian.bytes(id) + BigEndian.bytes(UInt32(clamping: length))
  }
}

/// Why bytes are no frame.
package struct MediaFrameError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// Numbers of 4 bytes, the highest first.
package enum BigEndian {
  package static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  package static func read(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// Several byte strings in one body, each after its length.
package enum MediaParts {
  package static func joined(_ parts: [[UInt8]]) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(parts.reduce(0) { $0 + 4 + $1.count })
    for part in parts {
      body += BigEndian.bytes(UInt32(clamping: part.count))
      body += part
    }
    return body
  }

  /// Nil when lengths and bytes do not fit together, or there are more parts than allowed.
  package static func split(_ body: [UInt8], atMost limit: Int) -> [[UInt8]]? {
    var parts: [[UInt8]] = []
    var rest = body[...]
    while !rest.isEmpty {
      guard rest.count >= 4, parts.count < limit else { return nil }
      let length = Int(BigEndian.read(rest.prefix(4)))
      rest = rest.dropFirst(4)
      guard length <= rest.count else { return nil }
      parts.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return parts
  }
}
