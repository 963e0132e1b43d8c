package import LanguageModel
package import PluginAPI

/// Which models a deployment asks, and how much it may spend.
package struct ModelSettings: Sendable {
  package var isEnabled = true
  package var primary = ModelProvider()
  /// Asked when nothing of the primary answers; none without an address.
  package var second = ModelProvider()
  package var limits = ModelLimits()
  package var timeouts = ModelTimeouts()
  /// Calls under way at one provider, for each host.
  package var concurrency = 8
  /// By the model's name.
  package var prices: [String: ModelPrice] = [:]

  package init() {}

  /// Whether there is anything to ask.
  package var isOn: Bool { isEnabled && primary.isNamed }

  /// In a few words, for people: without anything secret.
  package var summary: String {
    guard isEnabled else { return "off (model.enabled is false)" }
    guard isOn else { return "off (neither model.base_url nor OPENAI_API_KEY is set)" }
    return providers.map { provider in
      ([provider.model] + provider.fallbackModels).joined(separator: ", ")
        + " at \(provider.label)\(provider.isAbroad ? ", abroad" : "")"
    }.joined(separator: ", then ")
  }

  package var providers: [ModelProvider] { [primary, second].filter(\.isNamed) }

  /// What plugins are told; nil without a model.
  package var abilities: ModelAbilities? {
    guard isOn else { return nil }
    let seeing = providers.map(\.capabilities).filter(\.vision)
    return ModelAbilities(
      vision: !seeing.isEmpty, imageMaximumSide: seeing.map(\.imageMaximumSide).min() ?? 1536,
      contextTokens: primary.capabilities.contextTokens, isAbroad: providers.contains(where: \.isAbroad))
  }
}

/// One OpenAI-compatible address and the models there.
package struct ModelProvider: Sendable {
  /// Such as `https://api.openai.com/v1`.
  package var baseURL = ""
  package var key: Secret?
  package var model = ""
  /// Asked in order when the first does not answer.
  package var fallbackModels: [String] = []
  /// To send with each request, `Name: value`.
  package var headers: [String] = []
  /// A JSON object whose members are sent with each request.
  package var extraBody = ""
  /// As libcurl writes it; empty for none.
  package var proxy = ""
  /// A PEM file of trusted authorities in place of the system's; empty for the system's.
  package var authorityFile = ""
  package var capabilities = ModelCapabilities()
  /// In another country than the people, by the operator’s word.
  package var isAbroad = false

  package init() {}

  var isNamed: Bool { !baseURL.isEmpty && !model.isEmpty }

  /// Host and port, for records and metrics.
  var label: String {
    let rest = baseURL.split(separator: "/", omittingEmptySubsequences: true).dropFirst()
    return rest.first.map { String($0.prefix(80)) } ?? ""
  }
}

/// What the models of a provider can do.
package struct ModelCapabilities: Sendable, Hashable {
  package var jsonSchema = true
  package var jsonObject = true
  package var vision = false
  package var moderation = false
  package var moderationModel = "omni-moderation-latest"
  package var developerRole = false
  package var tokenParameter = ChatDialect.TokenParameter.maxTokens
  package var thinkingTokens = 0
  /// Longest side of a picture, in pixels.
  package var imageMaximumSide = 1536
  package var contextTokens = 16_000

  package init() {}

  var firstRung: ChatRung { jsonSchema ? .schema : jsonObject ? .object : .text }
}

/// What a million tokens cost, in the deployment's currency.
package struct ModelPrice: Sendable, Hashable {
  package var input: Double
  package var cached: Double
  package var output: Double

  package init(input: Double, cached: Double, output: Double) {
    self.input = input
    self.cached = cached
    self.output = output
  }

  /// In millionths of the currency, by the provider's own count.
  func micro(prompt: Int, cached: Int, output: Int) -> Int64 {
    let fresh = max(0, prompt - cached)
    let cost = Double(fresh) * input + Double(min(cached, prompt)) * self.cached + Double(output) * self.output
    return Int64(min(cost.rounded(.up), 1e15))
  }
}

/// What may be spent in a day, which is a day of UTC.
package struct ModelLimits: Sendable, Hashable {
  /// Of one kind of allowance; nil is no limit.
  package struct Allowance: Sendable, Hashable {
    package var calls: Int64?
    /// Millionths of the currency.
    package var microCost: Int64?
    package init(calls: Int64? = nil, microCost: Int64? = nil) {
      self.calls = calls
      self.microCost = microCost
    }
  }

  package var person = Allowance(calls: 200)
  package var purpose = Allowance()
  package var deployment = Allowance(microCost: 10_000_000)

  package init() {}
}

/// How long is waited.
package struct ModelTimeouts: Sendable, Hashable {
  package var connect = Duration.seconds(5)
  package var interactive = Duration.seconds(25)
  package var background = Duration.seconds(90)
  package init() {}
}
