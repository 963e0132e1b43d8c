import CivilTime
import Foundation
import Testing

@Suite struct TZifFileTests {
  /// Asks everything of a zone that may be made of nonsense. Only a crash fails.
  private func exercise(_ zone: Zone) throws {
    for second in [-9_000_000_000_000, -2_000_000_000, 0, 1_800_000_000, 4_200_000_000, 9_000_000_000_000] as [Int64] {
      let instant = Instant(unixSeconds: second)
      _ = zone.nextTransition(after: instant)
      _ = zone.abbreviation(at: instant)
      _ = zone.instant(of: zone.localDateTime(at: instant))
    }
    _ = try recurrence("monthly:31@02:30").occurrence(after: nil, notBefore: Instant(unixSeconds: 0), in: zone)
  }

  private func systemFile(_ id: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: TimeZoneDatabase.systemDirectory + "/" + id)))
  }

  @Test(arguments: ["Europe/Berlin", "Asia/Gaza", "Africa/Casablanca"])
  func truncatedFilesAreRefused(_ id: String) throws {
    let bytes = try systemFile(id)
    _ = try Zone(id: id, tzif: bytes)
    let accepted = bytes.indices.filter { (try? Zone(id: id, tzif: Array(bytes[..<$0]))) != nil }
    #expect(accepted.isEmpty, "cut to \(accepted)")
  }

  @Test func damagedFilesNeverTrap() throws {
    var random = SplitMix(state: 1)
    let originals = try ["Europe/Berlin", "Etc/GMT+5", "Asia/Tokyo", "Antarctica/Troll"].map(systemFile)
    var survivors = 0
    for round in 0..<3000 {
      var bytes = originals[round % originals.count]
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        // Headers and footers are where damage matters, so they get half of it.
        let half = bytes.count / 2
        let index = Bool.random(using: &random) ? Int.random(in: bytes.indices, using: &random) : half &+ round % half
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      if let zone = try? Zone(id: "test", tzif: bytes) {
        survivors += 1
        try exercise(zone)
      }
    }
    #expect(survivors > 100)
  }

  @Test func randomBytesNeverTrap() throws {
    var random = SplitMix(state: 2)
    for round in 0..<4000 {
      var bytes = (0..<Int.random(in: 0..<300, using: &random)).map { _ in
        round % 2 == 0 ? UInt8.random(in: 0...255, using: &random) : UInt8.random(in: 0...3, using: &random)
      }
      bytes.replaceSubrange(0..<min(5, bytes.count), with: Array("TZif2".utf8))
      if let zone = try? Zone(id: "test", tzif: bytes) { try exercise(zone) }
    }
  }

  @Test func countsBeyondTheFileAreRefusedBeforeAnythingIsAllocated() throws {
    var bytes = TZifBuilder().bytes
    for offset in stride(from: 20, to: 44, by: 4) {
      for base in [0, 44 + 6 + 4] {
        var copy = bytes
        copy.replaceSubrange((base + offset)..<(base + offset + 4), with: [255, 255, 255, 255])
        #expect(throws: TZifError.self) { try Zone(id: "test", tzif: copy) }
      }
    }
    bytes += [UInt8](repeating: 0, count: 1_000_000)
    #expect(throws: TZifError.tooLarge(bytes: bytes.count)) { try Zone(id: "test", tzif: bytes) }
    #expect(throws: TZifError.notTZif) { try Zone(id: "test", tzif: Array("#!/bin/sh".utf8)) }
  }

  @Test func faultyContentIsRefused() throws {
    func refuses(_ change: (inout TZifBuilder) -> Void, line: Int = #line) {
      var builder = TZifBuilder(transitions: [(0, 0), (1000, 0)])
      change(&builder)
      let bytes = builder.bytes
      #expect(throws: TZifError.self, "line \(line)") { try Zone(id: "test", tzif: bytes) }
    }
    refuses { $0.transitions = [(5, 0), (5, 0)] }
    refuses { $0.transitions = [(5, 1)] }
    refuses { $0.transitions = [(.max, 0)] }
    refuses { $0.types = [] }
    refuses { $0.types = [(100_000, 0, 0)] }
    refuses { $0.types = [(.min, 0, 0)] }
    refuses { $0.types = [(0, 2, 0)] }
    refuses { $0.types = [(0, 0, 4)] }
    refuses { $0.names = Array("UTC".utf8) }
    refuses { $0.names = [0xC3, 0xA9, 0] }
    refuses { $0.rule = "nonsense" }
    refuses { $0.version = UInt8(ascii: "1") }
  }

  @Test func leapSecondsAreRefused() throws {
    var builder = TZifBuilder()
    builder.leapSeconds = [UInt8](repeating: 1, count: 12)
    #expect(throws: TZifError.countsLeapSeconds) { try Zone(id: "test", tzif: builder.bytes) }
  }

  @Test func versionOneHasTimesOf32Bits() throws {
    let file = TZifBuilder(
      version: 0, transitions: [(-1000, 1), (1000, 0)], types: [(0, 0, 0), (3600, 1, 4)],
      names: Array("UTC\0BST\0".utf8))
    let zone = try Zone(id: "test", tzif: file.bytes)
    #expect([-1001, -1000, 999, 1000].map { zone.offset(at: Instant(unixSeconds: $0)) } == [0, 3600, 3600, 0])
    #expect(zone.abbreviation(at: Instant(unixSeconds: 0)) == "BST")
  }

  @Test func aFirstTransitionAtTheBigBangOnlySaysWhatHoldsBefore() throws {
    let file = TZifBuilder(
      transitions: [(-1 << 59, 1), (1000, 0)], types: [(0, 0, 0), (3600, 0, 4)], names: Array("UTC\0BST\0".utf8))
    let zone = try Zone(id: "test", tzif: file.bytes)
    #expect(zone.offset(at: Instant(unixSeconds: -5_000_000_000)) == 3600)
    #expect(zone.offset(at: Instant(unixSeconds: 1000)) == 0)
  }
}
