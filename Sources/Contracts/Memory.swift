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
  /// That what it reads leaves the country, where the model is in another one.
  case abroad
}

/// Reads what is remembered of a person. Owner: Onboarding.
public protocol CoachMemory: Sendable {
  /// Confirmed and not expired, newest first, at most eight.
  func facts(of person: PersonID, now: Instant, _ database: any DatabaseReading) async throws -> [MemoryFact]
  /// Nil before the first conversation ended.
  func profile(of person: PersonID, _ database: any DatabaseReading) async throws -> CoachProfile?
  /// Whether the person agreed, and to everything else that it takes: pictures are read by the model.
  func hasAgreed(to consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws -> Bool
  /// What the person has yet to agree to before ``hasAgreed(to:_:_:)`` holds; empty when it does.
  func missing(for consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws -> [Consent]
  /// A button that agrees to these, for whoever asks; nil where nobody is asked. ``ConsentChanged`` says that it was
  /// pressed.
  /// - Parameter closing: the message loses its buttons with the press.
  func agreeButton(title: String, to consents: [Consent], closing: Bool) -> Button?
  /// A card that asks for the consent to a model abroad, for whoever would use the model; nil where nobody is asked.
  func abroadQuestion(_ turn: Turn) -> Card?
}

extension CoachMemory {
  public func missing(for consent: Consent, _ person: PersonID, _ database: any DatabaseReading) async throws
    -> [Consent]
  { try await hasAgreed(to: consent, person, database) ? [] : [consent] }

  public func agreeButton(title: String, to consents: [Consent], closing: Bool) -> Button? { nil }

  public func abroadQuestion(_ turn: Turn) -> Card? { nil }
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

/// The person agreed to something, or took it back; by a button, wherever it stood. Owner: Onboarding.
public struct ConsentChanged: DomainEvent {
  public static let name = "onboarding.consent_changed.v1"
  public var granted: [Consent]
  public var revoked: [Consent]
  public init(granted: [Consent] = [], revoked: [Consent] = []) {
    self.granted = granted
    self.revoked = revoked
  }
}
