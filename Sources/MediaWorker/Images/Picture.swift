import CVips
import Glibc
import MediaProtocol

/// A picture that was decoded, turned upright and made small: red, green and blue in memory.
final class Picture {
  private let image: UnsafeMutablePointer<VipsImage>
  var width: Int { Int(vips_image_get_width(image)) }
  var height: Int { Int(vips_image_get_height(image)) }

  /// Checks a picture and decodes it to at most this size.
  /// - Throws: ``WorkerError/refused(_:)`` for whatever is no picture within the limits.
  init(_ bytes: [UInt8], width: Int, height: Int) throws(WorkerError) {
    let format = try ImageCheck.format(bytes)
    var fault: WorkerError?
    // What libvips warned of before is not about this picture.
    _ = Self.takeError()
    let small = bytes.withUnsafeBytes { buffer -> UnsafeMutablePointer<VipsImage>? in
      fault = Self.problem(buffer, format)
      guard fault == nil else { return nil }
      return cvips_thumbnail(buffer.baseAddress, buffer.count, Int32(width), Int32(height))
    }
    if let fault { throw fault }
    guard let small else { throw .refused("damaged \(format.rawValue): \(Self.takeError())") }
    image = small
    guard vips_image_get_bands(small) == 3 else { throw .failed("a picture without three colours") }
  }

  /// Takes over pixels.
  /// - Parameter pixels: red, green and blue, row by row without gaps.
  init(pixels: [UInt8], width: Int, height: Int) throws(WorkerError) {
    let made = pixels.withUnsafeBytes { buffer -> UnsafeMutablePointer<VipsImage>? in
      guard buffer.count == width * height * 3,
        let view = cvips_from_pixels(buffer.baseAddress, buffer.count, Int32(width), Int32(height))
      else { return nil }
      defer { cvips_release(view) }
      return vips_image_copy_memory(view)
    }
    guard let made else { throw .failed(Self.takeError()) }
    image = made
  }

  deinit { cvips_release(image) }

  /// Without anything but pixels in it.
  func jpeg() throws(WorkerError) -> [UInt8] {
    var bytes: UnsafeMutableRawPointer?
    var size = 0
    guard cvips_jpeg(image, &bytes, &size) == 0, let bytes else { throw .failed(Self.takeError()) }
    defer { cvips_free(bytes) }
    return Array(UnsafeRawBufferPointer(start: bytes, count: size))
  }

  /// Red, green and blue, row by row without gaps.
  func pixels() throws(WorkerError) -> [UInt8] {
    var size = 0
    guard let bytes = cvips_pixels(image, &size) else { throw .failed(Self.takeError()) }
    defer { cvips_free(bytes) }
    return Array(UnsafeRawBufferPointer(start: bytes, count: size))
  }

  /// Opens the header and compares it with the limits.
  private static func problem(_ buffer: UnsafeRawBufferPointer, _ format: ImageCheck.Format) -> WorkerError? {
    guard let header = cvips_open(buffer.baseAddress, buffer.count) else {
      return .refused("damaged \(format.rawValue): \(takeError())")
    }
    defer { cvips_release(header) }
    let (width, height) = (Int(vips_image_get_width(header)), Int(vips_image_get_height(header)))
    guard width <= MediaLimits.side, height <= MediaLimits.side, width * height <= MediaLimits.pixels else {
      return .refused(
        "\(width) × \(height) pixels, expected at most \(MediaLimits.pixels), and \(MediaLimits.side) on a side")
    }
    guard cvips_pages(header) == 1 else { return .refused("the picture is animated") }
    return nil
  }

  /// The first line of what libvips says.
  private static func takeError() -> String {
    guard let text = cvips_take_error() else { return "" }
    defer { free(text) }
    return String(String(cString: text).prefix { $0 != "\n" }.prefix(160))
  }
}
