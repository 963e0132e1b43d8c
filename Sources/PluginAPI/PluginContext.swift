public import Logging

/// What a plugin gets when it is created. All a plugin may use is in these fields; there are no globals.
public struct PluginContext: Sendable {
  public let id: PluginID
  /// Labelled with the plugin's id. Handlers throw rather than log; the host logs a failure once.
  public let logger: Logger
  /// The services of other plugins, providers first.
  public let services: Services
  /// The bot's public name without `@`, for deep links.
  public let botUsername: String
  /// Zone rules by IANA name, for plugins that ask people where they are.
  public let zones: TimeZoneDatabase
  /// What the language model can do that slow work finds in its ``WorkContext``; nil where there is none.
  public let model: ModelAbilities?
  /// Whether slow work can change pictures and draw charts.
  public let hasMedia: Bool

  package init(
    id: PluginID, logger: Logger, services: Services, botUsername: String, zones: TimeZoneDatabase,
    model: ModelAbilities? = nil, hasMedia: Bool = false
  ) {
    self.id = id
    self.logger = logger
    self.services = services
    self.botUsername = botUsername
    self.zones = zones
    self.model = model
    self.hasMedia = hasMedia
  }
}
