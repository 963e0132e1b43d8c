/// Provides a service to other plugins. The key must be in the manifest's `provides`.
public struct ServiceExport: Sendable, ContributionConvertible {
  public let name: String
  package let service: any Sendable

  public init<Service: Sendable>(_ key: ServiceKey<Service>, _ service: Service) {
    name = key.name
    self.service = service
  }

  public var contribution: Contribution { .service(self) }
}

/// Work that runs as long as the host: started after the migrations, cancelled at shutdown, restarted with backoff
/// when it throws or ends.
public struct Background: Sendable, ContributionConvertible {
  public let name: String
  package let run: @Sendable () async throws -> Void

  public init(_ name: String, run: @escaping @Sendable () async throws -> Void) {
    self.name = name
    self.run = run
  }

  public var contribution: Contribution { .background(self) }
}
