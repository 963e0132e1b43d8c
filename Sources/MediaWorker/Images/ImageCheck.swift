import MediaProtocol

/// What a picture says of itself, read before any decoder sees it.
enum ImageCheck {
  enum Format: String {
    case jpeg, png, webp
  }

  /// - Throws: what is wrong, without a word of the content.
  static func format(_ bytes: [UInt8]) throws(WorkerError) -> Format {
    guard !bytes.isEmpty else { throw .refused("the file is empty") }
    guard bytes.count <= MediaLimits.imageBytes else {
      throw .refused("\(bytes.count) bytes, expected at most \(MediaLimits.imageBytes)")
    }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      try checkChunks(bytes)
      return .png
    }
    if bytes.count >= 12, bytes.starts(with: Array("RIFF".utf8)), bytes[8..<12].elementsEqual("WEBP".utf8) {
      return .webp
    }
    throw .refused("not JPEG, PNG or WebP")
  }

  /// Looks at the chunks before the picture data. An `acTL` chunk makes an animation (APNG 1.0), of which libpng shows one
  /// frame; each text or profile chunk may be a thousand times as large once unpacked, so there are not to be many.
  private static func checkChunks(_ bytes: [UInt8]) throws(WorkerError) {
    var index = 8
    for _ in 0..<100 {
      guard index + 8 <= bytes.count else { return }
      let length = Int(BigEndian.read(bytes[index..<(index + 4)]))
      let type = bytes[(index + 4)..<(index + 8)]
      if type.elementsEqual("acTL".utf8) { throw .refused("the picture is animated") }
      if type.elementsEqual("IDAT".utf8) { return }
      index += 12 + length
    }
    throw .refused("damaged png: too much before the picture")
  }
}
