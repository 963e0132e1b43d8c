import Goals
import PluginTesting
import Testing

@Suite struct ContractTests {
  @Test func contract() async throws { try await verifyContract(GoalsPlugin.self) }
}
