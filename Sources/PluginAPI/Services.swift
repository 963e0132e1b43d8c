import Synchronization

/// Names a service that one plugin provides and others use, declared in `Contracts`.
///
/// A service answers a question now; an event states a fact. A key may carry a fallback for deployments in which
/// no enabled plugin provides the service.
public struct ServiceKey<Service: Sendable>: Sendable {
  public let name: String
  public let fallback: (@Sendable () -> Service)?

  public init(_ name: String, fallback: (@Sendable () -> Service)? = nil) {
    self.name = name
    self.fallback = fallback
  }
}

/// A ``ServiceKey`` without its type, for manifests.
public struct AnyServiceKey: Sendable, Hashable {
  public let name: String
  public let hasFallback: Bool

  public init<Service: Sendable>(_ key: ServiceKey<Service>) {
    name = key.name
    hasFallback = key.fallback != nil
  }

  public static func == (left: AnyServiceKey, right: AnyServiceKey) -> Bool { left.name == right.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A service that is resolved when it is asked, not when the plugin is made: for two plugins that use each other.
public struct LateService<Service: Sendable>: Sendable {
  private let shelf: ServiceShelf
  private let key: ServiceKey<Service>
  private let fallback: Service

  fileprivate init(_ shelf: ServiceShelf, _ key: ServiceKey<Service>, fallback: Service) {
    self.shelf = shelf
    self.key = key
    self.fallback = fallback
  }

  /// The provider's service, or the key's fallback. Complete once all plugins are made; ask in handlers, not in `init`.
  public func callAsFunction() -> Service { shelf.service(key.name) as? Service ?? fallback }
}

/// What the plugins provide, filled while they are made.
package final class ServiceShelf: Sendable {
  private let services = Mutex<[String: any Sendable]>([:])
  package init() {}
  package func put(_ service: any Sendable, as name: String) { services.withLock { $0[name] = service } }
  func service(_ name: String) -> (any Sendable)? { services.withLock { $0[name] } }
}

/// The services a plugin may resolve: those its manifest names in `requires`, nothing else.
public struct Services: Sendable {
  private let provided: [String: any Sendable]
  private let allowed: Set<String>
  private let shelf: ServiceShelf

  package init(provided: [String: any Sendable], allowed: Set<String>, shelf: ServiceShelf = ServiceShelf()) {
    self.provided = provided
    self.allowed = allowed
    self.shelf = shelf
  }

  /// A service of a plugin that may be made later, or that uses this one. The manifest names it in `uses`; the key has a
  /// fallback.
  /// - Throws: ``ServiceError`` when the manifest does not name it, or there is no fallback.
  public func later<Service: Sendable>(_ key: ServiceKey<Service>) throws(ServiceError) -> LateService<Service> {
    guard allowed.contains(key.name) else {
      throw ServiceError("The service \"\(key.name)\" is not in the manifest. Add it to `uses`.")
    }
    guard let fallback = key.fallback else {
      throw ServiceError("The service \"\(key.name)\" has no fallback, so it cannot be resolved late.")
    }
    return LateService(shelf, key, fallback: fallback())
  }

  /// The provider's service, or the key's fallback.
  /// - Throws: ``ServiceError`` when the manifest does not name the service, or nobody provides it.
  public func callAsFunction<Service: Sendable>(_ key: ServiceKey<Service>) throws(ServiceError) -> Service {
    guard allowed.contains(key.name) else {
      throw ServiceError("The service \"\(key.name)\" is not in the manifest. Add it to `requires`.")
    }
    if let service = provided[key.name] {
      guard let typed = service as? Service else {
        throw ServiceError("The provider of \"\(key.name)\" exports \(type(of: service)), expected \(Service.self).")
      }
      return typed
    }
    guard let fallback = key.fallback else {
      throw ServiceError("No enabled plugin provides \"\(key.name)\" and it has no fallback. Enable its provider.")
    }
    return fallback()
  }
}

/// A service that cannot be resolved: a fault of the plan, found before anything runs.
public struct ServiceError: Error, CustomStringConvertible {
  public let description: String
  package init(_ description: String) { self.description = description }
}
