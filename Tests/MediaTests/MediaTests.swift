import PluginAPI
import Testing

/// All tests that start workers, one after another: they count processes, and two cores are few.
@Suite(.serialized) struct MediaTests {
  @Test func noWorkerSaysSo() async {
    #expect(!NoMedia().isAvailable)
    await #expect(throws: MediaError.off) { try await NoMedia().normalise([1], maximumSide: 100) }
    await #expect(throws: MediaError.off) { try await NoMedia().chart(Chart(title: "", kind: .strength([1]))) }
  }
}
