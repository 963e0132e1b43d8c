public import PluginAPI

/// Something the coach remembers of a person, because the person said yes to it. Owner: Onboarding.
public struct MemoryFact: Codable, Sendable, Hashable {
  public enum Kind: String, Codable, Sendable, CaseIterable { case preference, constraint, fact, insight }
  public var id: RowID
  public var kind: Kind
  /// At most 200 characters, in the language it was said in.
  public var text: String
  public var language: Language
  public var expiresAt: Instant?
  public init(id: RowID, kind: Kind, text: String, language: Language, expiresAt: Instant?) {
    self.id = id
    self.kind = kind
    self.text = text
    self.language = language
    self.expiresAt = expiresAt
  }
}

/// What the coach knows of a person: the reviewed profile. Owner: Onboarding.
public struct CoachProfile: Codable, Sendable, Hashable {
  public enum Style: String, Codable, Sendable, CaseIterable { case soft, direct, humorous }
  public var summary: String
  public var areas: [String]
  public var motivation: String
  public var obstacles: [String]
  public var strengths: [String]
  public var style: Style
  /// Said to be under the age that the deployment names: no targets of weight, food or body.
  public var isTeen: Bool
  public init(
    summary: String, areas: [String], motivation: String, obstacles: [String], strengths: [String], style: Style,
    isTeen: Bool
  ) {
    self.summary = summary
    self.areas = areas
    self.motivation = motivation
    self.obstacles = obstacles
    self.strengths = strengths
    self.style = style
    self.isTeen = isTeen
  }
}

/// What a person agreed to. Owner: Onboarding.
public enum Consent: String, Codable, Sendable, CaseIterable {
  /// The rules of the bot.
  case terms
  /// That a language model reads what they write.
  case model
  /// That it sees their pictures.
  case photos
}

/// Reads what is remembered of a person. Owner: Onboarding.
public protocol CoachMemory: Sendable {
  /// Confirmed and not expired, newest first, at most eight.
  func facts(of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> [MemoryFact]
  /// Nil before the first conversation ended.
  func profile(of person: PersonID, _ database: any DatabaseReading) async throws -> CoachProfile?
  func hasAgreed(to consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws -> Bool
}

/// Without Onboarding nothing is remembered, and nobody was asked: the operator answers for it.
public struct NoMemory: CoachMemory {
  public init() {}
  public func facts(of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> [MemoryFact] {
    []
  }
  public func profile(of person: PersonID, _ database: any DatabaseReading) async throws -> CoachProfile? { nil }
  public func hasAgreed(to consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws -> Bool {
    true
  }
}

extension ServiceKey<any CoachMemory> {
  public static var memory: ServiceKey { ServiceKey("onboarding.memory") { NoMemory() } }
}

/// The person tapped "remember" on something the coach proposed; Onboarding stores it.
public struct MemoryConfirmed: DomainEvent {
  public static let name = "goals.memory_confirmed.v1"
  public var kind: MemoryFact.Kind
  public var text: String
  public var language: Language
  public init(kind: MemoryFact.Kind, text: String, language: Language) {
    self.kind = kind
    self.text = text
    self.language = language
  }
}
