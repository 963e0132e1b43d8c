import Gamification
import Goals
import Onboarding
import Payments
import PluginAPI
import PluginTesting
import Reminders
import Testing

@Suite struct ContractTests {
  @Test func allTogether() async throws {
    try await verifyContract(
      OnboardingPlugin.self, GoalsPlugin.self, GamificationPlugin.self, RemindersPlugin.self, PaymentsPlugin.self)
  }
}
