import MediaProtocol
import PluginAPI

/// Reads what a worker answered. It has read what strangers sent, so it is not believed.
enum MediaAnswer {
  /// The same bytes if they are a JPEG of at most this size.
  static func jpeg(_ answer: [UInt8], within side: Int) -> [UInt8]? {
    PhotoCheck.passes(answer, limit: MediaLimits.answerBytes, maximumSide: side) ? answer : nil
  }

  /// Number of unreadable cells, their numbers, the picture.
  static func sheet(_ answer: [UInt8], of images: Int) -> ContactSheet? {
    guard let count = answer.first.map({ Int($0) }), count <= images, answer.count > 1 + count else { return nil }
    let unreadable = answer[1..<(1 + count)].map { Int($0) }
    guard unreadable.allSatisfy({ (1...images).contains($0) }),
      let picture = jpeg(Array(answer[(1 + count)...]), within: MediaLimits.sheetWidth)
    else { return nil }
    return ContactSheet(jpeg: picture, unreadable: unreadable)
  }

  /// The same bytes if they begin as a PNG of a chart's size does: signature and IHDR, as in PNG (W3C), 5.2 and 11.2.1.
  static func png(_ answer: [UInt8]) -> [UInt8]? {
    guard answer.count > 45, answer.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
      answer[12..<16].elementsEqual("IHDR".utf8)
    else { return nil }
    let (width, height) = (BigEndian.read(answer[16..<20]), BigEndian.read(answer[20..<24]))
    return (1...4096).contains(width) && (1...4096).contains(height) ? answer : nil
  }
}
