/// How one model of one provider wants to be spoken to: from configuration, never guessed from an address.
public struct ChatDialect: Sendable, Hashable {
  /// Who speaks the instructions.
  public enum InstructionRole: String, Sendable, Hashable, CaseIterable { case system, developer }

  /// What the limit on the answer is called.
  public enum TokenParameter: String, Sendable, Hashable, CaseIterable {
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
  }

  public var model: String
  public var instructionRole: InstructionRole
  public var tokenParameter: TokenParameter
  /// Tokens that the model thinks with before it answers; they count against its limit.
  public var thinkingTokens: Int
  /// Members of a JSON object to send besides, such as `"temperature":0.3`; without the braces.
  public var extraMembers: String

  /// A dialect; see the fields.
  public init(
    model: String, instructionRole: InstructionRole = .system, tokenParameter: TokenParameter = .maxTokens,
    thinkingTokens: Int = 0, extraMembers: String = ""
  ) {
    self.model = model
    self.instructionRole = instructionRole
    self.tokenParameter = tokenParameter
    self.thinkingTokens = thinkingTokens
    self.extraMembers = extraMembers
  }

  /// The members of an object that the deployment wants to send with every request.
  /// - Returns: nil when it is no object, or sets what is this client's own.
  public static func members(of object: String) -> String? {
    guard case .object(let fields) = JSONNode(object, maximumDepth: 16),
      fields.keys.allSatisfy({ !["model", "messages", "response_format", "stream"].contains($0) }),
      let open = object.firstIndex(of: "{"), let close = object.lastIndex(of: "}")
    else { return nil }
    return object[object.index(after: open)..<close].filter { !$0.isNewline }
  }
}
