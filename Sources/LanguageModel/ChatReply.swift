/// What a provider answered, as far as it could be read. Nothing in it is to be believed.
public struct ChatReply: Sendable, Hashable {
  /// What the model wrote.
  public var text: String
  /// The model's words for why it does not answer; nil when it does.
  public var refusal: String?
  /// The answer ended because it became too long.
  public var isTruncated: Bool
  public var usage: ChatUsage

  /// A reply from its parts.
  public init(text: String, refusal: String? = nil, isTruncated: Bool = false, usage: ChatUsage = ChatUsage()) {
    self.text = text
    self.refusal = refusal
    self.isTruncated = isTruncated
    self.usage = usage
  }

  /// Reads the body of an answer with status 200.
  /// - Throws: ``ChatFailure/unreadable(_:)``.
  public init(body: [UInt8]) throws(ChatFailure) {
    guard let root = JSONNode(body, maximumDepth: 64) else { throw .unreadable("the answer is no JSON") }
    // Some gateways answer 200 with an error in it.
    if let error = root["error"], case .object = error { throw .unreadable("an error in an answer of status 200") }
    guard let choice = root["choices"]?.array?.first else { throw .unreadable("the answer has no choices") }
    guard let message = choice["message"], case .object = message else {
      throw .unreadable("the answer's first choice has no message")
    }
    let finish = choice["finish_reason"]?.string
    var refusal = message["refusal"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    if finish == "content_filter" { refusal = refusal ?? "content_filter" }
    let text: String
    switch message["content"] {
    case .string(let content): text = content
    case .array(let parts):
      text = parts.compactMap { $0["text"]?.string }.joined()
      refusal = refusal ?? parts.lazy.compactMap { $0["refusal"]?.string }.first
    case nil, .null: text = ""
    default: throw .unreadable("the content of the answer is neither a text nor parts")
    }
    self.init(text: text, refusal: refusal, isTruncated: finish == "length", usage: ChatUsage(root["usage"]))
  }
}

/// What a call took, by the provider's count; nil where it does not say.
public struct ChatUsage: Sendable, Hashable {
  public var promptTokens: Int?
  /// Of the prompt's tokens, those from the provider's cache.
  public var cachedTokens: Int?
  public var outputTokens: Int?
  /// What the provider says it costs, in its currency.
  public var cost: Double?

  /// Usage from its parts.
  public init(promptTokens: Int? = nil, cachedTokens: Int? = nil, outputTokens: Int? = nil, cost: Double? = nil) {
    self.promptTokens = promptTokens
    self.cachedTokens = cachedTokens
    self.outputTokens = outputTokens
    self.cost = cost
  }

  init(_ node: JSONNode?) {
    promptTokens = node?["prompt_tokens"]?.count
    outputTokens = node?["completion_tokens"]?.count
    // OpenAI's and most others' place; DeepSeek's.
    cachedTokens =
      node?["prompt_tokens_details"]?["cached_tokens"]?.count ?? node?["prompt_cache_hit_tokens"]?.count
    cost = node?["cost"]?.amount
  }
}
