import Logging
import PluginAPI

extension Pipeline {
  /// The way every update takes. Order matters; each line says why it stands where it does. Plugins cannot insert.
  static func standard(_ services: PipelineServices) -> Pipeline {
    Pipeline(layers: [
      TraceMiddleware(),  // outermost: names the update, so that every later line can
      LogMiddleware(logger: services.logger, clock: services.clock),  // sees every end, with its duration
      MetricsMiddleware(metrics: services.metrics, clock: services.clock),  // counts refusals too
      ThrottleMiddleware(limiter: services.limiter, rate: services.throttle),  // before any database read
      AuthenticateMiddleware(services: services),  // from here on there is a person, and a turn
      LocaleMiddleware(),  // before anything is said
      ErrorBoundaryMiddleware(services: services),  // innermost: what a handler throws stops here
    ])
  }
}

extension Pipeline {
  /// Each layer with its purpose, outermost first; pinned by a test against ``standard(_:)``.
  static let descriptions = [
    "TraceMiddleware: names the update for every later line of the log",
    "LogMiddleware: one line an update, with its end and duration; never what people wrote",
    "MetricsMiddleware: updates by kind, plugin and end",
    "ThrottleMiddleware: GCRA per person and group; payments and membership always pass",
    "AuthenticateMiddleware: the person, their role by numeric id, invitation, bans",
    "LocaleMiddleware: language, form of address and zone for every text that follows",
    "ErrorBoundaryMiddleware: a throw quarantines the update, apologises and may rest the plugin",
  ]
}

/// What the layers work with.
struct PipelineServices: Sendable {
  var logger: Logger
  var clock: any HostClock
  var metrics: HostMetrics
  var limiter: any Limiter
  var throttle: LimiterRate
  var people: PersonStore
  var environment: TurnEnvironment
  var access: AccessConfiguration
  var defaultZones: DefaultZones
  var breaker: Breaker
}

/// Who may use the bot.
package struct AccessConfiguration: Sendable, Hashable {
  package var owners: Set<Int64> = []
  package var admins: Set<Int64> = []
  package var banned: Set<Int64> = []
  /// Only these people, admins and owners are served; nil serves everybody.
  package var invited: Set<Int64>?
  package init() {}

  func role(of person: PersonID, stored: Role) -> Role {
    if owners.contains(person.rawValue) { return .owner }
    if banned.contains(person.rawValue) { return .banned }
    if admins.contains(person.rawValue) { return .admin }
    // Rights come from the configuration; a row cannot keep what the configuration took back.
    return stored == .banned ? .banned : .user
  }

  func admits(_ person: PersonID, _ role: Role) -> Bool {
    guard let invited else { return true }
    return role >= .admin || invited.contains(person.rawValue)
  }
}

/// The zone of somebody who has not said theirs.
struct DefaultZones: Sendable {
  var russian: Zone
  var english: Zone
  func zone(for language: Language) -> Zone { language == .russian ? russian : english }
}
