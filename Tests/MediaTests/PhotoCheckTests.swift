import PluginAPI
import Testing

/// What is said of a photo without decoding it.
@Suite struct PhotoCheckTests {
  /// Start, a quantisation table, a frame, a scan, some data.
  private func jpeg(
    sof: UInt8 = 0xC0, precision: UInt8 = 8, width: Int = 640, height: Int = 480, components: Int = 3
  ) -> [UInt8] {
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDB, 0, 4, 0, 0]
    bytes += [0xFF, sof, 0, UInt8(8 + 3 * components), precision]
    bytes += [UInt8(height >> 8), UInt8(height & 0xFF), UInt8(width >> 8), UInt8(width & 0xFF), UInt8(components)]
    bytes += [UInt8](repeating: 1, count: 3 * components)
    return bytes + [0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9]
  }

  @Test(arguments: [UInt8(0xC0), 0xC1, 0xC2]) func baselineAndProgressiveHaveASize(_ sof: UInt8) {
    #expect(PhotoCheck.jpegSize(jpeg(sof: sof)) == PhotoCheck.Size(width: 640, height: 480))
  }

  @Test func greyHasASize() { #expect(PhotoCheck.jpegSize(jpeg(components: 1))?.longest == 640) }

  @Test(arguments: [UInt8(0xC3), 0xC5, 0xC9, 0xCA, 0xCF]) func otherCodingsDoNot(_ sof: UInt8) {
    #expect(PhotoCheck.jpegSize(jpeg(sof: sof)) == nil)
  }

  @Test func fourColoursAndTwelveBitsDoNot() {
    #expect(PhotoCheck.jpegSize(jpeg(components: 4)) == nil)
    #expect(PhotoCheck.jpegSize(jpeg(precision: 12)) == nil)
    #expect(PhotoCheck.jpegSize(jpeg(width: 0)) == nil)
  }

  @Test func everyCutIsRefused() {
    let whole = jpeg()
    // Two bytes of data and the end may go: that is what a viewer shows in part.
    for length in 0..<(whole.count - 4) { #expect(PhotoCheck.jpegSize(Array(whole.prefix(length))) == nil) }
  }

  @Test func twoFramesAreRefused() {
    let frame = Array(jpeg()[8..<27])
    #expect(PhotoCheck.jpegSize(Array(jpeg().prefix(8)) + frame + Array(jpeg().dropFirst(8))) == nil)
  }

  @Test func otherFormatsAreRefused() {
    for text in ["GIF89a", "<svg xmlns=", "%PDF-1.7", "RIFF\0\0\0\0WEBP", "P6 1 1 255\n", ""] {
      #expect(!PhotoCheck.passes(Array(text.utf8)))
    }
  }

  @Test func limitsCount() {
    #expect(PhotoCheck.passes(jpeg(), maximumSide: 640))
    #expect(!PhotoCheck.passes(jpeg(), maximumSide: 639))
    #expect(!PhotoCheck.passes(jpeg(), limit: jpeg().count - 1))
  }
}
