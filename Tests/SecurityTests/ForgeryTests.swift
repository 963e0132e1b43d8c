import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import Testing

@testable import Host

/// Data of buttons that nobody was given.
@Suite(.timeLimit(.minutes(10))) struct ForgeryTests {
  private struct Probe: CallbackPayload {
    static let name = "probe.press"
    var number: Int
    var text: String
  }

  private struct Older: CallbackPayload {
    static let name = "probe.press"
    static let version = 0
    var number: Int
  }

  private let codec = CallbackCodec(secret: Secret("123456:the-token-of-this-bot-0000000000000"))
  private let other = CallbackCodec(secret: Secret("654321:the-token-of-another-bot-000000000"))

  /// A million: random, mutated, cut, extended, of another chat, of another bot.
  @Test func ofAMillionForgeriesNoneIsTaken() async throws {
    let parts = 20
    let accepted = await withTaskGroup(of: Int.self) { group in
      for part in 0..<parts { group.addTask { forge(1_000_000 / parts, seed: UInt64(part)) } }
      return await group.reduce(0, +)
    }
    #expect(accepted == 0)
  }

  /// How many of so many forgeries were accepted.
  private func forge(_ count: Int, seed: UInt64) -> Int {
    var random = SplitMix(state: seed)
    var accepted = 0
    var number = 0
    while number < count {
      let chat = Int64(bitPattern: random.next())
      let payload = Probe(number: Int(random.next() % 1000), text: "note \(random.next() % 100)")
      guard let (real, _) = try? codec.callback(payload, chat: chat, newID: { RowID(high: 1, low: 2) }),
        let (foreign, _) = try? other.callback(payload, chat: chat, newID: { RowID(high: 1, low: 2) })
      else { return -1 }
      // The real one is good where it belongs, or this test could not fail.
      if codec.decode(real, chat: chat) == nil { return -1 }
      for _ in 0..<50 {
        let (data, place) = Self.forgery(of: real, foreign, chat, &random)
        if codec.decode(data, chat: place) != nil { accepted += 1 }
      }
      number += 50
    }
    return accepted
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  private static func forgery(
    of real: String, _ foreign: String, _ chat: Int64, _ random: inout SplitMix
  ) -> (data: String, chat: Int64) {
    var bytes = Array(real.utf8)
    let place = Int(random.next() % UInt64(bytes.count))
    let letter = alphabet[Int(random.next() % 64)]
    switch random.next() % 8 {
    case 0:
      // Of the right length, all else by chance.
      bytes = bytes.map { _ in alphabet[Int(random.next() % 64)] }
    case 1:
      // The right kind, then chance: the tag alone stands in the way.
      bytes = bytes.prefix(2) + bytes.dropFirst(2).map { _ in alphabet[Int(random.next() % 64)] }
    case 2: bytes[place] = bytes[place] == letter ? (letter == 0x41 ? 0x42 : 0x41) : letter
    case 3: bytes = Array(bytes.prefix(place))
    case 4: bytes += (0...place % 8).map { _ in alphabet[Int(random.next() % 64)] }
    case 5: return (real, chat ^ Int64(1) << Int64(random.next() % 64))
    case 6: return (foreign, chat)
    default:
      let second = Int(random.next() % UInt64(bytes.count))
      guard bytes[place] != bytes[second] else { return (foreign, chat) }
      bytes.swapAt(place, second)
    }
    return (String(decoding: bytes, as: UTF8.self), chat)
  }

  @Test func anOlderVersionIsReadAsSuch() throws {
    let (data, _) = try codec.callback(Older(number: 1), chat: 7, newID: { RowID(high: 1, low: 2) })
    guard case .callback(_, let version, _)? = codec.decode(data, chat: 7) else {
      Issue.record("our own data was refused")
      return
    }
    #expect(version == 0 && Probe.version == 1)
  }

  /// Thousands of presses through the whole host: each is answered politely, and nothing changes.
  @Test func forgedPressesAreAnsweredAndDoNothing() async throws {
    try await withBot(coach, options: { $0.settings.throttleInterval = .zero }) { bot in
      let alice = try await bot.person("Alice")
      let mallory = try await bot.person("Mallory")
      for person in [alice, mallory] {
        try await person.send("/goal Run")
        for press in ["Skip", "Every day", "No amount", "Skip", "No reminder", "Skip", "Save"] {
          try await person.press(press)
        }
        try await person.send("/done")
        await person.ignoreAll()
      }
      let hers = try await alice.data(of: "Run")
      let own = try await mallory.data(of: "Run")
      var random = SplitMix(state: 7)
      let before = try await bot.rows("SELECT id FROM goals_check_in").count
      for number in 0..<2000 {
        let data = number % 4 == 0 ? hers : Self.forgery(of: own, hers, 0, &random).data
        if data == own || data.isEmpty { continue }
        let answer = try await mallory.pressForged(data)
        #expect(answer.contains("outdated"), "\(data): \(answer)")
      }
      await mallory.ignoreAll()
      await alice.ignoreAll()
      #expect(try await bot.rows("SELECT id FROM goals_check_in").count == before)
      // The real one still works.
      _ = try await mallory.pressForged(own)
      await mallory.ignoreAll()
      #expect(try await bot.rows("SELECT id FROM goals_check_in").count == before + 1)
    }
  }
}
