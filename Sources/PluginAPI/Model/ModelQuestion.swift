/// A question to the language model.
///
/// The parts are sent in this order, so that a provider's cache of prompt prefixes hits: ``prompt``, schema, ``style``,
/// ``context``, ``summary``, ``history``, ``data``. What a person wrote belongs into ``history`` and ``data``, never into
/// the parts before.
public struct ModelQuestion<Answer: Decodable & Sendable>: Sendable {
  /// What it is for, `goals.coaching_reply`: counted, limited and recorded under this name.
  public var purpose: String
  public var prompt: Prompt
  public var schema: AnswerSchema
  /// How to write: language, form of address, tone. Few variants, each byte for byte the same.
  public var style: String
  /// What the plugin knows, as JSON made by code: today, goals, memory, numbers.
  public var context: String
  /// Of the conversation before ``history``, in few words.
  public var summary: String
  /// The last turns of the conversation, oldest first.
  public var history: [ModelTurn]
  /// From or about the person, sent as one JSON string in a block that is marked as data. Hostile.
  public var data: String
  public var images: [ModelImage]
  public var maximumOutputTokens: Int
  public var urgency: ModelUrgency
  /// Problems of a decoded answer, in English for the repair: unknown ids, lengths, dates, quotes that do not occur.
  /// Empty when it is good.
  public var check: @Sendable (Answer) -> [String]

  public init(
    purpose: String, prompt: Prompt, schema: AnswerSchema, style: String = "", context: String = "{}",
    summary: String = "", history: [ModelTurn] = [], data: String, images: [ModelImage] = [],
    maximumOutputTokens: Int = 450, urgency: ModelUrgency = .interactive,
    check: @escaping @Sendable (Answer) -> [String] = { _ in [] }
  ) {
    self.purpose = purpose
    self.prompt = prompt
    self.schema = schema
    self.style = style
    self.context = context
    self.summary = summary
    self.history = history
    self.data = data
    self.images = images
    self.maximumOutputTokens = maximumOutputTokens
    self.urgency = urgency
    self.check = check
  }
}

/// The static part of a question: one file per purpose and version, byte for byte the same in every call.
public struct Prompt: Sendable, Hashable {
  /// `coaching_reply/v3`; recorded with each call.
  public let version: String
  public let text: String
  public init(version: String, text: String) {
    self.version = version
    self.text = text
  }

  /// A prompt embedded in the program.
  public init(version: String, bytes: [UInt8]) {
    self.init(version: version, text: String(decoding: bytes, as: UTF8.self))
  }
}

/// A JSON schema in the subset that all providers enforce: every property required, null instead of optional,
/// `additionalProperties: false`, no limits on numbers or lengths.
public struct AnswerSchema: Sendable, Hashable {
  /// `[a-z_]{1,64}`.
  public let name: String
  /// The schema as JSON.
  public let json: String
  public init(name: String, json: String) {
    self.name = name
    self.json = json
  }

  /// A schema embedded in the program.
  public init(name: String, bytes: [UInt8]) { self.init(name: name, json: String(decoding: bytes, as: UTF8.self)) }
}

/// How long an answer may take.
public enum ModelUrgency: Sendable, Hashable {
  /// Somebody waits: 25 s in all.
  case interactive
  /// Nobody waits: 90 s.
  case background
}

/// A message of the conversation.
public struct ModelTurn: Sendable, Hashable, Codable {
  public enum Role: String, Sendable, Codable { case person, coach }
  public var role: Role
  public var text: String
  public init(_ role: Role, _ text: String) {
    self.role = role
    self.text = text
  }
}

/// A picture for the model, already checked and cut down to size by the ``MediaWorking`` service.
public struct ModelImage: Sendable, Hashable {
  public var jpeg: [UInt8]
  public init(jpeg: [UInt8]) { self.jpeg = jpeg }
}
