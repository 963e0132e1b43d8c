import Onboarding
import PluginTesting
import Testing

@Suite struct ContractTests {
  @Test func contract() async throws { try await verifyContract(OnboardingPlugin.self) }
}
