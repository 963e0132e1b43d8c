import Gamification
import Goals
import Onboarding
import Payments
import PluginAPI
import PluginTesting
import Reminders
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
}
