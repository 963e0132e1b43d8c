import Gamification
import Goals
import Host
import Logging
import Onboarding
import Payments
import PluginAPI
import Reminders
import Sandbox
import SandboxRuntime
import Synchronization
import TelegramBotAPI

@testable import PluginTesting

/// All that ships with the host.
let coach: [any Plugin.Type] = [
  OnboardingPlugin.self, GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self, PaymentsPlugin.self,
]

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Updates as bytes, which may hold what no client would send.
struct RawUpdates {
  let person: Int
  private(set) var count = 0

  init(_ person: TestPerson) { self.person = person.id }

  /// An update whose message has these members besides the usual ones, written as JSON.
  mutating func message(_ members: String, from: String? = nil) -> [UInt8] {
    count += 1
    let sender = from ?? #"{"id":\#(person),"is_bot":false,"first_name":"Mallory","language_code":"en"}"#
    return Array(
      #"""
      {"update_id":\#(900_000_000 + count),"message":{"message_id":\#(800_000 + count),"from":\#(sender),
      "chat":{"id":\#(person),"type":"private","first_name":"Mallory"},"date":1772442000,\#(members)}}
      """#.utf8)
  }

  /// A text, escaped as JSON wants it.
  mutating func text(_ text: String) -> [UInt8] { message("\"text\":" + Self.quoted(text)) }

  static func quoted(_ text: String) -> String { String(decoding: text.jsonBytes(), as: UTF8.self) }
}

extension TestBot {
  /// Somebody who has pressed Start before, so that the bot may write to them.
  func mallory(_ language: Language = .english) async -> TestPerson {
    let person = await runtime.emulator.addPerson("Mallory", languageCode: language.rawValue, hasStarted: true)
    return TestPerson(bot: self, id: person.id, name: person.firstName)
  }

  /// Takes updates in as they are, one after the other, to the end of what they cause.
  func take(_ updates: [[UInt8]]) async throws {
    try await runtime.host.intake.accept(updates, movesCursor: false)
    await runtime.settle()
  }

  /// How many updates are on record.
  func recorded() async throws -> Int {
    try await rows("SELECT CAST(COUNT(*) AS BIGINT) AS number FROM roost_inbox").first?.get("number") ?? 0
  }
}
