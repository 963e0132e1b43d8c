/// Everything the deployment holds of one person, derived from the tables that plugins declare.
public protocol PersonalData: Sendable {
  /// One JSON document: a section per table, a row per object. For slow work.
  func export(_ person: PersonID) async throws -> [UInt8]
}

extension ServiceKey<any PersonalData> {
  /// Provided by the host itself; name it in `requires`.
  public static var personalData: ServiceKey { ServiceKey("roost.personal_data") }
}

/// The commands that work for somebody right now: enabled plugins, their language, their role.
public struct CommandSummary: Sendable, Hashable {
  public let name: String
  public let summary: String
  package init(name: String, summary: String) {
    self.name = name
    self.summary = summary
  }
}

/// Lists commands, for texts that point to them only when they work.
public protocol CommandDirectory: Sendable {
  func commands(for person: Person) -> [CommandSummary]
}

extension ServiceKey<any CommandDirectory> {
  /// Provided by the host itself; name it in `requires`. Resolved lazily: complete once all plugins are made.
  public static var commands: ServiceKey { ServiceKey("roost.commands") }
}
