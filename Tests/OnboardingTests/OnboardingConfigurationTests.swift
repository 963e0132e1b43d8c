import Onboarding
import PluginAPI
import Testing

@Suite struct OnboardingConfigurationTests {
  @Test func defaultsHoldWithoutAFile() {
    var section = ConfigSection(path: "plugins.onboarding", values: [:])
    #expect(OnboardingConfiguration(from: &section) == OnboardingConfiguration())
    #expect(section.finish().isEmpty)
  }

  @Test func everyFaultIsReportedWithItsPath() {
    var section = ConfigSection(
      path: "plugins.onboarding",
      values: ["grace_days": .integer(0), "consent_version": .string("2"), "grace_day": .integer(3)])
    _ = OnboardingConfiguration(from: &section)
    let problems = section.finish()
    #expect(problems.count == 3)
    #expect(problems.contains { $0.contains("plugins.onboarding.grace_days") && $0.contains("1…30") })
    #expect(problems.contains { $0.contains("did you mean \"grace_days\"") })
  }

  @Test func textsAreCompleteInBothLanguages() throws {
    let catalogue = try Catalogue(plugin: "onboarding", files: OnboardingPlugin.manifest.texts)
    #expect(catalogue.verify() == [])
  }
}
