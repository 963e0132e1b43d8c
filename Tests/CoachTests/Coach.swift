import Gamification
import Goals
import Onboarding
import Payments
import PluginAPI
import PluginTesting
import Reminders
import Synchronization
import Testing

/// All that ships with the host.
let coach: [any Plugin.Type] = [
  OnboardingPlugin.self, GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self, PaymentsPlugin.self,
]

extension TestPerson {
  /// What came and was not looked at yet; now it is.
  func news() async -> [String] {
    var texts: [String] = []
    while let text = try? await expect("") { texts.append(text) }
    return texts
  }

  /// The last of what came and was not looked at yet.
  func latest() async -> String { await news().last ?? "" }

  /// The titles of all buttons of the newest message that has some.
  func titles() async -> [String] {
    await buttons().flatMap(\.self).map { $0.replacing("\u{A0}", with: " ") }
  }

  /// Says and presses in turn, at a calm pace: what begins with ">" is typed, the rest is pressed.
  func go(_ bot: TestBot, _ steps: [String]) async throws {
    for step in steps {
      if step.hasPrefix(">") { try await send(String(step.dropFirst())) } else { try await press(step) }
      await ignoreAll()
      await bot.advance(by: .seconds(3))
    }
    await ignoreAll()
  }
}

/// How often something happened.
final class Tally: Sendable {
  private let number = Mutex(0)
  func add() { number.withLock { $0 += 1 } }
  var count: Int { number.withLock { $0 } }
}

/// JPEGs of 8 by 6.
let photo = jpeg(1)
let photo2 = jpeg(2)

private func jpeg(_ mark: UInt8) -> [UInt8] {
  [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 6, 0, 8, 1, 1, 0x11, 0]
    + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, mark, 0xFF, 0xD9]
}
