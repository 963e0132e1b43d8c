/// Looks at a picture without decoding it: whether the photos that Telegram made (`message.photo`) may be passed on as they
/// are where there is no worker. It reads markers only, so nothing in the picture can harm.
public enum PhotoCheck {
  /// Width and height in pixels.
  public struct Size: Sendable, Hashable {
    public var width: Int
    public var height: Int
    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
    /// The longer side.
    public var longest: Int { max(width, height) }
  }

  /// Whether these bytes are an ordinary JPEG photo within the limits: for passing it on undecoded.
  /// - Parameters:
  ///   - limit: bytes at the most.
  ///   - maximumSide: pixels of the longer side at the most; Telegram's own sizes end at 2560.
  public static func passes(_ bytes: [UInt8], limit: Int = 10 * 1024 * 1024, maximumSide: Int = 2560) -> Bool {
    guard bytes.count <= limit, let size = jpegSize(bytes) else { return false }
    return size.longest <= maximumSide
  }

  /// The size that a JPEG says it has; nil for everything that is not an ordinary one: baseline or progressive, 8 bits, grey
  /// or colour, with picture data after its header.
  ///
  /// Markers and SOF segments as in ITU-T T.81, B.1 and B.2.2.
  public static func jpegSize(_ bytes: [UInt8]) -> Size? {
    guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return nil }
    var size: Size?
    var index = 2
    while index + 4 <= bytes.count {
      guard bytes[index] == 0xFF else { return nil }
      let marker = bytes[index + 1]
      if marker == 0xFF {  // A fill byte.
        index += 1
        continue
      }
      let length = Int(bytes[index + 2]) << 8 | Int(bytes[index + 3])
      guard length >= 2, index + 2 + length <= bytes.count else { return nil }
      let segment = bytes[(index + 4)..<(index + 2 + length)]
      switch marker {
      case 0xC0, 0xC1, 0xC2:
        guard size == nil, let found = frame(Array(segment)) else { return nil }
        size = found
      case 0xC4, 0xDB, 0xDD, 0xE0...0xEF, 0xFE:
        break
      case 0xDA:
        // Picture data follows; without any it is a header only.
        return index + 2 + length < bytes.count ? size : nil
      default:
        return nil
      }
      index += 2 + length
    }
    return nil
  }

  /// Precision, height, width, components with three bytes each.
  private static func frame(_ segment: [UInt8]) -> Size? {
    guard segment.count >= 6, segment[0] == 8, segment[5] == 1 || segment[5] == 3,
      segment.count == 6 + 3 * Int(segment[5])
    else { return nil }
    let size = Size(
      width: Int(segment[3]) << 8 | Int(segment[4]), height: Int(segment[1]) << 8 | Int(segment[2]))
    return size.width > 0 && size.height > 0 ? size : nil
  }
}
