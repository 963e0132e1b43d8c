/// A unit of bot behaviour that a deployment can switch on or off.
///
/// The host: 1) reads ``manifest``; 2) decodes ``Configuration`` from `plugins.<id>`; 3) calls ``init(configuration:context:)``,
/// providers of services before their users; 4) reads ``contributions`` once and checks them against all other plugins;
/// 5) runs migrations; 6) starts to deliver updates, jobs and events.
///
/// A plugin is a value of constants. What changes lives in the database; what a handler decides, it puts on its ``Turn``.
public protocol Plugin: Sendable {
  /// The typed settings read from `plugins.<id>`.
  associatedtype Configuration: PluginConfiguration = NoConfiguration

  /// What the host must know before it creates the plugin. Pure data, read without configuration or database.
  static var manifest: PluginManifest { get }

  /// Creates the plugin. Fast and free of I/O; every service named in ``PluginManifest/requires`` can be resolved.
  init(configuration: Configuration, context: PluginContext) throws

  /// Everything the plugin adds to the host. Read once; equal on every reading.
  @ContributionBuilder var contributions: Contributions { get }
}

/// The name of a plugin: its configuration key, the prefix of its tables, jobs, events and log lines.
///
/// `[a-z][a-z0-9_]{0,23}`; the plan check refuses anything else.
public struct PluginID: RawRepresentable, Hashable, Sendable, Comparable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }
  public static func < (left: PluginID, right: PluginID) -> Bool { left.rawValue < right.rawValue }
}

/// What the host knows about a plugin before it exists.
public struct PluginManifest: Sendable {
  public var id: PluginID
  /// One sentence for operators, shown by `roost plugins`.
  public var summary: String
  /// Services the plugin resolves in its `init`. A service with a fallback may have no provider.
  public var requires: [AnyServiceKey]
  /// Services resolved when they are asked, with no order between the plugins. Each has a fallback.
  public var uses: [AnyServiceKey]
  /// Services the plugin exports with ``ServiceExport``.
  public var provides: [AnyServiceKey]
  /// Every table the plugin owns; export and erasure of a person's data are derived from it.
  public var tables: [Table]
  /// Forward-only, in order; never edited once released.
  public var migrations: [Migration]
  /// What people read, per language: MessageFormat catalogues as JSON.
  public var texts: [Language: [UInt8]]

  public init(
    id: PluginID, summary: String, requires: [AnyServiceKey] = [], uses: [AnyServiceKey] = [],
    provides: [AnyServiceKey] = [],
    tables: [Table] = [], migrations: [Migration] = [], texts: [Language: [UInt8]] = [:]
  ) {
    self.id = id
    self.summary = summary
    self.requires = requires
    self.uses = uses
    self.provides = provides
    self.tables = tables
    self.migrations = migrations
    self.texts = texts
  }
}
