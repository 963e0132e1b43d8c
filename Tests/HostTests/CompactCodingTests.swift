import Testing

@testable import PluginAPI

/// What stands in the data of buttons, as anybody can send it back.
@Suite struct CompactCodingTests {
  /// Found by fuzzing: the size of the least integer has no number.
  @Test func theLeastIntegerIsNoDate() throws {
    let bytes = try CompactEncoder().encode(Int.min)
    var decoder = CompactDecoder(bytes)
    #expect(throws: CompactError.outOfRange) { try decoder.decode(LocalDate.self) }
  }

  @Test(arguments: [0, 1, -1, 20_000, -20_000]) func datesComeBack(_ days: Int) throws {
    let date = try #require(LocalDate(year: 2026, month: 11, day: 22)).adding(days: days)
    var decoder = CompactDecoder(try CompactEncoder().encode(date))
    #expect(try decoder.decode(LocalDate.self) == date)
  }
}
