import PluginAPI
import Testing

@testable import Host

extension MediaTests {
  /// What is made of pictures, and what is refused.
  @Suite(.serialized) struct PictureTests {
    @Test func whatPeopleSendBecomesJPEG() async throws {
      try await withBench { bench in
        for (name, size) in [
          ("photo.jpg", [96, 64]), ("photo.png", [96, 64]), ("photo.webp", [96, 64]), ("lossless.webp", [96, 64]),
          ("progressive.jpg", [96, 64]), ("grey.jpg", [96, 64]), ("cmyk.jpg", [96, 64]), ("palette.png", [96, 64]),
          ("transparent.png", [48, 32]), ("deep.png", [96, 64]), ("lying.jpg", [64, 96]), ("large.png", [1024, 640]),
        ] {
          let jpeg = try await bench.client.normalise(Fixture.bytes(name), maximumSide: 1024)
          let found = PhotoCheck.jpegSize(jpeg)
          #expect(found == PhotoCheck.Size(width: size[0], height: size[1]), "\(name)")
        }
        #expect(bench.count("roost_media_starts_total") == 1)
        #expect(bench.count(#"roost_media_jobs_total{verb="normalise",end="done"}"#) == 12)
      }
    }

    @Test func aPictureFitsTheSideAskedFor() async throws {
      try await withBench { bench in
        let small = try await bench.client.normalise(Fixture.bytes("photo.png"), maximumSide: 64)
        #expect(PhotoCheck.jpegSize(small) == PhotoCheck.Size(width: 64, height: 43))
        #expect(await bench.client.fate(Fixture.bytes("photo.png"), side: 63) == "refused")
        #expect(await bench.client.fate(Fixture.bytes("photo.png"), side: 100_000) == "refused")
      }
    }

    /// The same colours in the same places as the picture that was stored upright, and not a word beside them.
    @Test func aPictureIsTurnedUprightAndStripped() async throws {
      try await withBench { bench in
        let source = Fixture.bytes("lying.jpg")
        #expect(source.holds("somebody's secret"))
        let lying = try await bench.client.normalise(source, maximumSide: 1024)
        let upright = try await bench.client.normalise(Fixture.bytes("upright.jpg"), maximumSide: 1024)
        #expect(lying == upright)
        #expect(!lying.holds("secret") && !lying.holds("Exif"))
        let flat = try await bench.client.normalise(Fixture.bytes("photo.jpg"), maximumSide: 1024)
        #expect(flat != upright)
      }
    }

    @Test(arguments: [
      "animated.webp", "animated.png", "picture.gif", "picture.tiff", "picture.ppm", "picture.pdf", "picture.avif",
      "picture.bmp", "picture.jp2", "picture.ico", "bomb.png", "long.png",
    ])
    func otherThingsAreRefused(_ name: String) async throws {
      try await withBench { bench in
        #expect(await bench.client.fate(Fixture.bytes(name)) == "refused")
        #expect(await bench.client.fate(Fixture.bytes("photo.jpg")) == "made")
        #expect(bench.count("roost_media_starts_total") == 1)
      }
    }

    @Test func textsThatPretendAreRefused() async throws {
      let heic: [UInt8] = [0, 0, 0, 24] + Array("ftypheic".utf8) + [UInt8](repeating: 0, count: 400)
      let texts: [[UInt8]] = [
        Array(#"<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>"#.utf8),
        Array("push graphic-context\nviewbox 0 0 1 1\nimage over 0,0 0,0 'https://example.com/'".utf8), heic, [0xFF],
        [0xFF, 0xD8, 0xFF], Array("RIFF".utf8) + [4, 0, 0, 0] + Array("WEBP".utf8), [UInt8](repeating: 0, count: 5000),
      ]
      try await withBench { bench in
        for text in texts { #expect(await bench.client.fate(text) == "refused") }
        #expect(await bench.client.fate([]) == "refused")
        #expect(bench.count("roost_media_starts_total") == 1)
      }
    }

    /// A decoder may show what is there; nothing else may happen.
    @Test(arguments: ["photo.jpg", "progressive.jpg", "cmyk.jpg", "photo.png", "photo.webp", "lossless.webp"])
    func everyCutIsRefusedOrRepaired(_ name: String) async throws {
      let whole = Fixture.bytes(name)
      try await withBench { bench in
        for length in stride(from: 1, to: whole.count, by: 13) {
          let fate = await bench.client.fate(Array(whole.prefix(length)))
          #expect(["made", "refused"].contains(fate), "\(name) cut to \(length)")
        }
        #expect(bench.count(#"roost_media_restarts_total{why="died"}"#) == 0)
        #expect(await bench.client.fate(whole) == "made")
      }
    }

    @Test func whatHidesBehindAPictureIsLeftBehind() async throws {
      let jpeg = Fixture.bytes("photo.jpg")
      let page = Array("<script>alert(1)</script>".utf8)
      let comment = Array(jpeg[0..<2]) + [0xFF, 0xFE, 0, UInt8(page.count + 2)] + page + Array(jpeg[2...])
      let archive = jpeg + Array("PK\u{3}\u{4}".utf8) + page
      try await withBench { bench in
        for mixed in [comment, archive] {
          let made = try await bench.client.normalise(mixed, maximumSide: 1024)
          #expect(!made.holds("script") && !made.holds("PK"))
        }
        // A document and a picture in one: what it begins with counts.
        #expect(await bench.client.fate(Array("%PDF-1.7\n".utf8) + jpeg) == "refused")
      }
    }

    @Test func tenMegabytesAreTheLimit() async throws {
      let jpeg = Fixture.bytes("photo.jpg")
      let full = jpeg + [UInt8](repeating: 0, count: 10 * 1024 * 1024 - jpeg.count)
      try await withBench { bench in
        #expect(await bench.client.fate(full) == "made")
        #expect(await bench.client.fate(full + [0]) == "refused")
      }
    }

    /// Every stored picture, one after another: the worker lives, and stays small.
    @Test func memoryStaysBounded() async throws {
      try await withBench { bench in
        for name in [
          "bomb.png", "large.png", "short.png", "texts.png", "long.png", "cmyk.jpg", "photo.webp", "animated.webp",
          "deep.png", "large.png",
        ] { _ = await bench.client.fate(Fixture.bytes(name)) }
        let worker = try #require(Bench.workers().first)
        let peak = try #require(Int(Bench.status(worker, "VmHWM").prefix { $0.isNumber }))
        print("media worker: \(peak / 1024) MB at its peak")
        #expect(peak < 200_000)
        #expect(bench.count("roost_media_starts_total") == 1)
      }
    }
  }
}
