/// What is taken from strangers. The host checks before it sends, the worker before it decodes.
package enum MediaLimits {
  /// Bytes of one picture.
  package static let imageBytes = 10 * 1024 * 1024
  /// Pixels of one picture.
  package static let pixels = 40_000_000
  /// Pixels of a side; a decoder keeps several lines in memory.
  package static let side = 30_000
  /// Pictures on a sheet.
  package static let sheetImages = 6
  /// The size of a sheet.
  package static let sheetWidth = 1536
  package static let sheetHeight = 1024
  /// Bytes of a chart's description.
  package static let chartBytes = 256 * 1024
  /// Bytes of any answer.
  package static let answerBytes = 16 * 1024 * 1024
  /// Pixels of a side that may be asked for.
  package static let maximumSide = 64...4096
  /// After so many answers a worker is replaced.
  package static let jobs = 50
}
