/// The few bytes of a JPEG that say how large the picture is: enough to pass a photo on undecoded.
package enum JPEGHeader {
  /// Width and height; nil for what is no JPEG, or has no frame within its first markers.
  package static func size(of bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return nil }
    var index = 2
    // A file of a server has a dozen markers; one that has hundreds is a trap.
    for _ in 0..<200 {
      while index < bytes.count, bytes[index] == 0xFF { index += 1 }
      guard index + 2 < bytes.count else { return nil }
      let marker = bytes[index]
      let length = Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
      guard length >= 2 else { return nil }
      // SOF0…SOF15 without DHT, JPG and DAC.
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        guard index + 7 < bytes.count else { return nil }
        let height = Int(bytes[index + 4]) << 8 | Int(bytes[index + 5])
        let width = Int(bytes[index + 6]) << 8 | Int(bytes[index + 7])
        return width > 0 && height > 0 ? (width, height) : nil
      }
      guard index + 1 + length < bytes.count, bytes[index + 1 + length] == 0xFF else { return nil }
      index += 1 + length
    }
    return nil
  }
}
