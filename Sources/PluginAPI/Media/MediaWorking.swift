public import MediaProtocol

/// Pictures in and charts out, done by a process of its own that can be killed. Only slow work uses it.
public protocol MediaWorking: Sendable {
  /// Whether there is a worker. Without one photos from Telegram pass through as they are, documents are refused, charts
  /// are text.
  var isAvailable: Bool { get }

  /// Makes a picture safe and small: JPEG, upright, at most so many pixels on its longest side, nothing but pixels in it.
  /// - Throws: ``MediaError``.
  func normalise(_ image: [UInt8], maximumSide: Int) async throws(MediaError) -> [UInt8]

  /// Several pictures on one numbered sheet, in their order, as JPEG.
  /// - Parameter images: 1…6; those that cannot be read leave their cell empty and are named in the result.
  func contactSheet(_ images: [[UInt8]]) async throws(MediaError) -> ContactSheet

  /// A chart as PNG.
  func chart(_ chart: Chart) async throws(MediaError) -> [UInt8]
}

/// Several pictures in one.
public struct ContactSheet: Sendable, Hashable {
  public var jpeg: [UInt8]
  /// Cells, from 1, whose picture could not be read.
  public var unreadable: [Int]
  public init(jpeg: [UInt8], unreadable: [Int]) {
    self.jpeg = jpeg
    self.unreadable = unreadable
  }
}

/// Why there is no picture.
public enum MediaError: Error, Sendable, Hashable {
  /// There is no worker.
  case off
  /// Not JPEG, PNG or WebP, damaged, animated, over 10 MB or over 40 megapixels.
  case refused(reason: String)
  /// The worker died or took too long; another picture may work.
  case failed(reason: String)
}

/// No worker: what plugins get where none is installed.
public struct NoMedia: MediaWorking {
  public init() {}
  public var isAvailable: Bool { false }
  public func normalise(_ image: [UInt8], maximumSide: Int) async throws(MediaError) -> [UInt8] { throw .off }
  public func contactSheet(_ images: [[UInt8]]) async throws(MediaError) -> ContactSheet { throw .off }
  public func chart(_ chart: Chart) async throws(MediaError) -> [UInt8] { throw .off }
}
