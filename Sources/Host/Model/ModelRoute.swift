import HTTPClient
package import LanguageModel

/// One model at one provider, as it is asked.
struct ModelRoute: Sendable {
  /// Of the provider: host and port.
  let provider: String
  let dialect: ChatDialect
  let capabilities: ModelCapabilities
  let price: ModelPrice?
  let transport: any ChatTransport
  let gate: ModelGate

  var model: String { dialect.model }

  /// For what is remembered of it.
  var name: String { "\(provider) \(model)" }
}

/// Makes the way to a provider.
package typealias ModelConnecting = (ModelProvider) throws -> any ChatTransport

extension ModelSettings {
  /// In the order in which they are asked: the primary provider's models, then the second's.
  func routes(clock: any HostClock, connect: ModelConnecting) throws -> [ModelRoute] {
    var routes: [ModelRoute] = []
    for provider in providers {
      let transport = try connect(provider)
      let gate = ModelGate(limit: concurrency, activity: clock.activity)
      for model in [provider.model] + provider.fallbackModels {
        let capabilities = provider.capabilities
        let dialect = ChatDialect(
          model: model, instructionRole: capabilities.developerRole ? .developer : .system,
          tokenParameter: capabilities.tokenParameter, thinkingTokens: capabilities.thinkingTokens,
          extraMembers: ChatDialect.members(of: provider.extraBody) ?? "")
        routes.append(
          ModelRoute(
            provider: provider.label, dialect: dialect, capabilities: capabilities, price: prices[model],
            transport: transport, gate: gate))
      }
    }
    return routes
  }
}

/// The connections to providers, each with a client of its own.
package final class ModelConnections: Sendable {
  private let clients: [String: HTTPClient]
  private let timeouts: ModelTimeouts

  /// - Throws: `HTTPError` when a client cannot be started.
  package init(_ settings: ModelSettings) throws {
    timeouts = settings.timeouts
    var clients: [String: HTTPClient] = [:]
    for provider in settings.isOn ? settings.providers : [] {
      // Twice as many: moderations take no place, and should not wait for one.
      clients[provider.baseURL] = try HTTPClient(
        configuration: HTTPClient.Configuration(
          certificateAuthorityFile: provider.authorityFile.isEmpty ? nil : provider.authorityFile,
          proxy: provider.proxy.isEmpty ? nil : provider.proxy, userAgent: "roost",
          maximumConnectionsPerHost: settings.concurrency * 2))
    }
    self.clients = clients
  }

  /// The way to one of the settings' providers.
  package func connect(_ provider: ModelProvider) throws -> any ChatTransport {
    guard let client = clients[provider.baseURL] else {
      throw HostError("There is no connection to the model at \(provider.label).")
    }
    return ChatEndpoint(
      base: provider.baseURL, key: provider.key?.revealed ?? "", headers: provider.headerFields, client: client,
      connectTimeout: timeouts.connect)
  }

  /// Ends what is under way.
  package func close() async {
    for client in clients.values { await client.shutdown() }
  }
}

extension ModelProvider {
  var headerFields: [(String, String)] {
    headers.compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (String(line[..<colon]), String(line[line.index(after: colon)...]).trimmingWhitespace())
    }
  }
}
