/// One question to a model, before it is written in the words of the API. Its parts are sent in the order of the fields,
/// what changes least first, so that a provider's cache of prompt prefixes hits.
public struct ChatRequest: Sendable {
  /// Who the model is and how it works: byte for byte the same in every call of a purpose.
  public var prompt: String
  public var schema: ChatSchema
  /// How to write. Few variants.
  public var style: String
  /// JSON made by code.
  public var context: String
  /// Of the conversation before ``history``. Hostile.
  public var summary: String
  /// The last turns, oldest first. Hostile.
  public var history: [ChatTurn]
  /// From or about the person. Hostile; sent as one JSON string.
  public var data: String
  /// JPEG files.
  public var images: [[UInt8]]
  /// How long the answer may be, in tokens.
  public var maximumOutputTokens: Int
  /// What was wrong with the answer before; nil at first.
  public var repair: ChatRepair?

  /// A question; see the fields.
  public init(
    prompt: String, schema: ChatSchema, style: String = "", context: String = "{}", summary: String = "",
    history: [ChatTurn] = [], data: String, images: [[UInt8]] = [], maximumOutputTokens: Int = 450
  ) {
    self.prompt = prompt
    self.schema = schema
    self.style = style
    self.context = context
    self.summary = summary
    self.history = history
    self.data = data
    self.images = images
    self.maximumOutputTokens = maximumOutputTokens
  }

  /// Characters of all texts, for estimates of tokens.
  public var characters: Int {
    let turns = history.reduce(0) { $0 + $1.text.unicodeScalars.count + 8 }
    let texts = [prompt, schema.json, style, context, summary, data, repair?.answer ?? ""]
    return texts.reduce(turns + 120) { $0 + $1.unicodeScalars.count }
  }
}

/// The form of the answer.
public struct ChatSchema: Sendable, Hashable {
  /// `[a-zA-Z0-9_-]{1,64}`, as the API wants it.
  public var name: String
  /// A JSON schema as JSON, sent as it is: the order of its keys is the order of the answer's.
  public var json: String

  /// A schema from its name and its text.
  public init(name: String, json: String) {
    self.name = name
    self.json = json
  }
}

/// A message of the conversation.
public struct ChatTurn: Sendable, Hashable {
  /// Who said it.
  public enum Role: Sendable, Hashable { case user, assistant }
  public var role: Role
  public var text: String

  /// A message from its parts.
  public init(_ role: Role, _ text: String) {
    self.role = role
    self.text = text
  }
}

/// An answer that was no good, and why.
public struct ChatRepair: Sendable, Hashable {
  /// Empty where it was cut off: its beginning does not help.
  public var answer: String
  /// In English, for the model.
  public var problems: [String]

  /// A repair from its parts; at most ten problems of 300 characters are kept.
  public init(answer: String, problems: [String]) {
    self.answer = answer
    self.problems = problems.prefix(10).map { String($0.prefix(300)) }
  }
}

/// How an answer is made to have the right form; each rung needs less of the provider than the one above.
public enum ChatRung: Int, Sendable, Hashable, CaseIterable, Comparable {
  /// `response_format: json_schema`, strict.
  case schema = 1
  /// `response_format: json_object`, and the schema in the prompt.
  case object = 2
  /// The schema in the prompt alone; JSON is looked for in the text.
  case text = 3

  /// The next one down; nil at the bottom.
  public var below: ChatRung? { ChatRung(rawValue: rawValue + 1) }

  /// The one above counts as less.
  public static func < (left: ChatRung, right: ChatRung) -> Bool { left.rawValue < right.rawValue }
}
