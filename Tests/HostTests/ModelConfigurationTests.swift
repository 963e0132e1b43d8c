import Foundation
import Host
import PluginAPI
import Testing

private func read(_ yaml: String, _ environment: [String: String] = [:]) throws(PlanError) -> ModelSettings {
  try Deployment.read(yaml: yaml, name: "roost.yaml", environment: environment, registry: PluginRegistry([])).model
}

private func problems(_ yaml: String, _ environment: [String: String] = [:]) -> [String] {
  do throws(PlanError) {
    _ = try read(yaml, environment)
    return []
  } catch {
    return error.problems
  }
}

/// The section `model` and the variables that override it.
@Suite struct ModelConfigurationTests {
  @Test func withoutAddressAndKeyItIsOff() throws {
    for yaml in ["", "model: {}", "model: { model: alpha }", "model: { enabled: true }"] {
      let settings = try read(yaml)
      #expect(!settings.isOn && settings.abilities == nil && settings.summary.hasPrefix("off"))
    }
  }

  @Test func aKeyAndANameAreEnoughForOpenAI() throws {
    let settings = try read("", ["OPENAI_API_KEY": "sk-1", "OPENAI_MODEL": "gpt-x"])
    #expect(settings.isOn && settings.primary.baseURL == "https://api.openai.com/v1")
    #expect(settings.summary == "gpt-x at api.openai.com")
    #expect(settings.abilities == ModelAbilities(vision: false))
    // A server of one's own needs no key.
    let local = try read("model: { base_url: \"http://localhost:11434/v1/\", model: llama }")
    #expect(local.isOn && local.primary.baseURL == "http://localhost:11434/v1" && local.primary.key == nil)
  }

  @Test func theEnvironmentOverridesTheFile() throws {
    let yaml = "model: { base_url: \"https://file.example/v1\", model: file, capabilities: { vision: true } }"
    let settings = try read(
      yaml, ["OPENAI_BASE_URL": "https://environment.example/v1", "OPENAI_MODEL": "environment", "OPENAI_API_KEY": "k"])
    #expect(settings.primary.baseURL == "https://environment.example/v1" && settings.primary.model == "environment")
    #expect(settings.primary.key?.revealed == "k" && settings.abilities?.vision == true)
    #expect(try read("model: { enabled: false }", ["OPENAI_API_KEY": "k", "OPENAI_MODEL": "m"]).isOn == false)
  }

  @Test func everythingIsRead() throws {
    let settings = try read(
      """
      model:
        base_url: https://one.example/v1
        model: alpha
        fallback_models: [beta, gamma]
        headers: ["X-Title: Coach"]
        extra_body: '{"temperature": 0.4}'
        capabilities: { json_schema: false, developer_role: true, token_parameter: max_completion_tokens, thinking_tokens: 900 }
        second: { base_url: "https://two.example/v1", model: omega, capabilities: { vision: true, image_maximum_side: 768 } }
        prices: ["alpha 0.25 0.025 2", "omega 1 1 3.5"]
        limits: { person_calls: 5, person_cost: 0.05, purpose_calls: 0, calls: 7, cost: 0 }
        timeouts: { connect_ms: 1000, interactive_ms: 9000, background_ms: 30000 }
        concurrency: 3
      """, ["OPENAI_FALLBACK_API_KEY": "second-key"])
    #expect(settings.primary.fallbackModels == ["beta", "gamma"] && settings.concurrency == 3)
    #expect(settings.second.key?.revealed == "second-key")
    #expect(settings.prices["omega"] == ModelPrice(input: 1, cached: 1, output: 3.5))
    #expect(settings.limits.person == ModelLimits.Allowance(calls: 5, microCost: 50_000))
    #expect(settings.limits.purpose == ModelLimits.Allowance() && settings.limits.deployment.calls == 7)
    #expect(settings.limits.deployment.microCost == nil && settings.timeouts.interactive == .seconds(9))
    #expect(settings.abilities == ModelAbilities(vision: true, imageMaximumSide: 768))
    #expect(settings.summary == "alpha, beta, gamma at one.example, then omega at two.example")
  }

  @Test func faultsAreReportedAtOnceWithTheirPaths() {
    let found = problems(
      """
      model:
        base_ulr: x
        extra_body: '{"messages": []}'
        headers: ["Authorization: Bearer sk-in-the-file", "no colon"]
        capabilities: { json_schema: maybe, token_parameter: tokens, context_tokens: 1 }
        prices: ["alpha 1 2", "beta x y z"]
        limits: { cost: -1, person_calls: many }
        timeouts: { connect_ms: 1 }
        ca_file: /nowhere/ca.pem
        concurrency: 0
      """)
    for path in [
      "model.base_ulr: unknown key; did you mean \"base_url\"?", "model.extra_body: expected a JSON object",
      "model.headers: a key belongs into OPENAI_API_KEY", "model.headers: expected lines",
      "model.capabilities.json_schema: expected true or false", "model.capabilities.token_parameter: expected one of",
      "model.capabilities.context_tokens: expected an integer", "model.prices: expected",
      "model.limits.cost: expected a number",
      "model.limits.person_calls: expected an integer", "model.timeouts.connect_ms: expected",
      "model.ca_file: /nowhere/ca.pem",
      "model.concurrency: expected",
    ] {
      #expect(found.contains { $0.contains(path) }, "nothing was said about: \(path)\n\(found)")
    }
    #expect(!found.joined().contains("sk-in-the-file"))
  }

  @Test(arguments: [
    "api.openai.com/v1", "ftp://x/v1", "https://user:hidden@x.example/v1", "https://x.example/v1?key=hidden",
    "https://", "http://x y/",
  ])
  func anAddressIsAnAddress(_ url: String) {
    let found = problems("model: { model: m }", ["OPENAI_BASE_URL": url])
    #expect(found.count == 1 && found[0].hasPrefix("model.base_url or OPENAI_BASE_URL: expected an http(s) address"))
    #expect(!found.joined().contains("hidden"))
  }

  @Test func whatDoesNotGoTogetherIsSaid() {
    let found = problems("", ["OPENAI_API_KEY": "sk-hidden"])
    #expect(found.count == 1 && found[0].contains("model.model:") && found[0].contains("OPENAI_MODEL"))
    #expect(problems("model: { enabled: false }", ["OPENAI_API_KEY": "sk-hidden"]).isEmpty)
    #expect(
      problems("model: { base_url: \"https://x.example/v1/chat/completions\", model: m }").first?.contains(
        "leave /chat/completions out") == true)
    #expect(
      problems("model: { second: { base_url: \"https://x.example/v1\", model: m } }").first?.contains(
        "there is no first") == true)
    let twice =
      "model: { base_url: \"https://x.example/v1\", model: m, second: { base_url: \"https://x.example/v1\", model: n } }"
    #expect(problems(twice).first?.contains("fallback_models") == true)
    for key in ["with space", "ключ", "line\nbreak"] {
      let found = problems("", ["OPENAI_API_KEY": key, "OPENAI_MODEL": "m"])
      #expect(found.contains { $0.hasPrefix("OPENAI_API_KEY: expected") } && !found.joined().contains(key))
    }
  }

  @Test func keysAreReadFromFilesAndNeverPrinted() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("roost-key-\(UUID().uuidString)")
    try "sk-from-file\n".write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let settings = try read("", ["OPENAI_API_KEY_FILE": file.path, "OPENAI_MODEL": "m"])
    #expect(settings.primary.key?.revealed == "sk-from-file")
    var dumped = ""
    dump(settings, to: &dumped)
    #expect(!"\(settings) \(dumped) \(settings.summary)".contains("sk-from-file"))
  }
}
