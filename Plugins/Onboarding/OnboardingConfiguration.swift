public import PluginAPI

/// The settings under `plugins.onboarding`.
public struct OnboardingConfiguration: PluginConfiguration, Hashable {
  /// Days between the wish to be deleted and the erasure, in which it can be taken back.
  public var graceDays = 7
  /// The version of the terms that the first button stands for; raise it and people are asked again.
  public var consentVersion = 1

  /// Whoever says that they are younger is coached as a teenager: no targets of weight, food or body.
  public var adultAge = 16

  /// The defaults.
  public init() {}

  /// Reads the settings; problems are collected by the section.
  public init(from section: inout ConfigSection) {
    graceDays = section.int("grace_days", default: 7, in: 1...30)
    consentVersion = section.int("consent_version", default: 1, in: 1...1_000_000)
    adultAge = section.int("adult_age", default: 16, in: 13...21)
  }
}
