import Foundation
import LanguageModel
import PluginAPI

// The section `model` of the configuration.
extension Deployment {
  mutating func readModel(_ root: inout ConfigSection) {
    root.section("model") { section in
      model.isEnabled = section.bool("enabled", default: true)
      Self.read(&model.primary, &section)
      section.section("second") { Self.read(&model.second, &$0) }
      for line in section.strings("prices") {
        guard let (name, price) = Self.price(line) else {
          section.reject(
            "prices", "expected \"<model> <input> <cached> <output>\" per million tokens, got \"\(line.prefix(60))\"")
          continue
        }
        model.prices[name] = price
      }
      section.section("limits") { limits in
        func allowance(_ kind: String, _ standard: ModelLimits.Allowance) -> ModelLimits.Allowance {
          let calls = limits.int("\(kind)calls", default: Int(standard.calls ?? 0), in: 0...1_000_000_000)
          let cost = limits.number("\(kind)cost", default: Double(standard.microCost ?? 0) / 1e6, in: 0...1_000_000_000)
          return ModelLimits.Allowance(
            calls: calls == 0 ? nil : Int64(calls), microCost: cost == 0 ? nil : Int64((cost * 1e6).rounded()))
        }
        model.limits.person = allowance("person_", model.limits.person)
        model.limits.purpose = allowance("purpose_", model.limits.purpose)
        model.limits.deployment = allowance("", model.limits.deployment)
      }
      section.section("timeouts") { timeouts in
        model.timeouts.connect = .milliseconds(timeouts.int("connect_ms", default: 5000, in: 100...60_000))
        model.timeouts.interactive = .milliseconds(timeouts.int("interactive_ms", default: 25_000, in: 1000...300_000))
        model.timeouts.background = .milliseconds(timeouts.int("background_ms", default: 90_000, in: 1000...900_000))
      }
      model.concurrency = section.int("concurrency", default: model.concurrency, in: 1...1000)
    }
  }

  private static func read(_ provider: inout ModelProvider, _ section: inout ConfigSection) {
    provider.baseURL = section.string("base_url", default: "")
    provider.model = section.string("model", default: "", limit: 200)
    provider.fallbackModels = section.strings("fallback_models")
    provider.headers = section.strings("headers")
    for line in provider.headers {
      let name = line.prefix { $0 != ":" }.lowercased()
      if !line.contains(":") || name.isEmpty || name.contains(" ") || line.contains(where: \.isNewline) {
        section.reject("headers", "expected lines \"Name: value\"")
      } else if ["authorization", "api-key", "x-api-key"].contains(name) {
        section.reject("headers", "a key belongs into OPENAI_API_KEY or a file that OPENAI_API_KEY_FILE names")
      }
    }
    provider.extraBody = section.string("extra_body", default: "", limit: 4000)
    if !provider.extraBody.isEmpty, ChatDialect.members(of: provider.extraBody) == nil {
      section.reject(
        "extra_body", "expected a JSON object as a text, without model, messages, response_format and stream")
    }
    provider.proxy = section.string("proxy", default: "")
    provider.authorityFile = section.string("ca_file", default: "")
    if !provider.authorityFile.isEmpty, !FileManager.default.isReadableFile(atPath: provider.authorityFile) {
      section.reject("ca_file", "\(provider.authorityFile) cannot be read. Check the path and its permissions.")
    }
    provider.isAbroad = section.bool("abroad", default: false)
    section.section("capabilities") { section in
      let standard = ModelCapabilities()
      provider.capabilities.jsonSchema = section.bool("json_schema", default: standard.jsonSchema)
      provider.capabilities.jsonObject = section.bool("json_object", default: standard.jsonObject)
      provider.capabilities.vision = section.bool("vision", default: standard.vision)
      provider.capabilities.moderation = section.bool("moderation", default: standard.moderation)
      provider.capabilities.moderationModel = section.string("moderation_model", default: standard.moderationModel)
      provider.capabilities.developerRole = section.bool("developer_role", default: standard.developerRole)
      provider.capabilities.tokenParameter = section.choice("token_parameter", default: standard.tokenParameter)
      provider.capabilities.thinkingTokens = section.int("thinking_tokens", default: 0, in: 0...100_000)
      provider.capabilities.imageMaximumSide = section.int(
        "image_maximum_side", default: standard.imageMaximumSide, in: 64...8192)
      provider.capabilities.contextTokens = section.int(
        "context_tokens", default: standard.contextTokens, in: 1000...10_000_000)
    }
  }

  /// `gpt-5-mini 0.25 0.025 2`: what a million tokens of each kind cost.
  private static func price(_ line: String) -> (String, ModelPrice)? {
    let words = line.split(whereSeparator: \.isWhitespace)
    let numbers = words.dropFirst().compactMap { Double($0) }.filter { (0...1_000_000).contains($0) }
    guard words.count == 4, numbers.count == 3, let name = words.first else { return nil }
    return (String(name), ModelPrice(input: numbers[0], cached: numbers[1], output: numbers[2]))
  }

  // MARK: Environment

  mutating func readModelEnvironment(_ variables: inout EnvironmentReader) {
    if let base = variables.text("OPENAI_BASE_URL") { model.primary.baseURL = base }
    if let key = variables.secret("OPENAI_API_KEY") { model.primary.key = key }
    if let name = variables.text("OPENAI_MODEL") { model.primary.model = name }
    if let key = variables.secret("OPENAI_FALLBACK_API_KEY") { model.second.key = key }
    for (name, key) in [("OPENAI_API_KEY", model.primary.key), ("OPENAI_FALLBACK_API_KEY", model.second.key)] {
      if let key, !key.revealed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
        variables.problems.append("\(name): expected a key in printable ASCII without spaces")
      }
    }
    if model.primary.baseURL.isEmpty, model.primary.key != nil { model.primary.baseURL = "https://api.openai.com/v1" }
    for provider in [\ModelSettings.primary, \.second] {
      while model[keyPath: provider].baseURL.hasSuffix("/") { model[keyPath: provider].baseURL.removeLast() }
    }
    if model.isEnabled { variables.problems += modelProblems() }
  }

  /// What does not go together, environment included.
  private func modelProblems() -> [String] {
    var problems: [String] = []
    let hasFirst = !model.primary.baseURL.isEmpty
    for (path, variables, provider) in [
      ("model", "OPENAI_", model.primary), ("model.second", "", model.second),
    ] where !provider.baseURL.isEmpty {
      let place = variables.isEmpty ? "\(path).base_url" : "\(path).base_url or OPENAI_BASE_URL"
      if !Self.isAddress(provider.baseURL) {
        problems.append(
          "\(place): expected an http(s) address without user name and query, such as https://api.openai.com/v1")
      } else if provider.baseURL.hasSuffix("/completions") {
        problems.append("\(place): leave /chat/completions out, it is added")
      }
      if provider.model.isEmpty {
        let also = variables.isEmpty ? "" : ", or OPENAI_MODEL, or model.enabled: false to do without"
        problems.append("\(path).model: an address or a key is given, but no name of a model; set it\(also)")
      }
      if model.timeouts.connect > model.timeouts.interactive {
        problems.append("model.timeouts.connect_ms: more than interactive_ms")
      }
    }
    if !hasFirst, !model.second.baseURL.isEmpty {
      problems.append("model.second.base_url: there is no first; set model.base_url or OPENAI_BASE_URL")
    }
    if hasFirst, model.second.baseURL == model.primary.baseURL {
      problems.append(
        "model.second.base_url: the same as model.base_url; another model there is one of fallback_models")
    }
    return problems
  }

  private static func isAddress(_ text: String) -> Bool {
    guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty else { return false }
    return ["http", "https"].contains(url.scheme) && url.user == nil && url.password == nil && url.query == nil
      && url.fragment == nil && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
