import PluginAPI
import Testing

@testable import Host

extension MediaTests {
  /// Several pictures on one.
  @Suite(.serialized) struct SheetTests {
    @Test(arguments: 2...6) func aSheetIsThreeByTwo(_ count: Int) async throws {
      try await withBench { bench in
        let sheet = try await bench.client.contactSheet(
          Array(repeating: Fixture.bytes("photo.png"), count: count))
        #expect(PhotoCheck.jpegSize(sheet.jpeg) == PhotoCheck.Size(width: 1536, height: 1024))
        #expect(sheet.unreadable.isEmpty)
      }
    }

    @Test func oneStaysAsItIs() async throws {
      try await withBench { bench in
        let sheet = try await bench.client.contactSheet([Fixture.bytes("photo.png")])
        #expect(PhotoCheck.jpegSize(sheet.jpeg) == PhotoCheck.Size(width: 96, height: 64))
      }
    }

    @Test func whatCannotBeReadIsNamed() async throws {
      try await withBench { bench in
        let (good, bad) = (Fixture.bytes("photo.jpg"), Fixture.bytes("picture.gif"))
        let large = [UInt8](repeating: 0xFF, count: 10 * 1024 * 1024 + 1)
        let sheet = try await bench.client.contactSheet([good, bad, good, [], large])
        #expect(sheet.unreadable == [2, 4, 5])
        await #expect(throws: MediaError.self) { try await bench.client.contactSheet([bad, bad]) }
        await #expect(throws: MediaError.self) { try await bench.client.contactSheet([bad]) }
      }
    }

    @Test func theOrderCounts() async throws {
      try await withBench { bench in
        let (first, second) = (Fixture.bytes("photo.jpg"), Fixture.bytes("upright.jpg"))
        let sheets = try await [
          bench.client.contactSheet([first, second]), bench.client.contactSheet([second, first]),
          bench.client.contactSheet([first, second]),
        ]
        #expect(sheets[0] != sheets[1])
        #expect(sheets[0] == sheets[2])
      }
    }

    @Test func noneAndSevenAreRefused() async throws {
      try await withBench { bench in
        await #expect(throws: MediaError.self) { try await bench.client.contactSheet([]) }
        let seven = Array(repeating: Fixture.bytes("photo.png"), count: 7)
        await #expect(throws: MediaError.self) { try await bench.client.contactSheet(seven) }
        #expect(bench.count("roost_media_starts_total") == 0)
      }
    }
  }
}
