package import PluginAPI

/// The numbers and lists the host runs by, with their defaults.
package struct HostSettings: Sendable {
  package var access = AccessConfiguration()
  /// IANA zone of people who have not said theirs, by language.
  package var defaultZoneRussian = "Europe/Moscow"
  package var defaultZoneEnglish = "UTC"
  /// How many lanes this host works on at once.
  package var laneCapacity = 2000
  /// How many updates may wait in one lane.
  package var backlogLimit = 200
  /// With so many calls of a lane to be sent, its next item waits: it would only be answered behind them. Keeps a lane with
  /// a backlog from taking more than its part, and what it decides from being old when it is sent.
  package var unsentLimit = 20
  /// How long a lane stays this host's without a sign of life.
  package var leaseTime = Duration.seconds(15)
  /// After so many takeovers amid one item, the item counts as what brings hosts down, and is quarantined.
  package var takeoverLimit = 5
  /// Calls to Telegram a second at the most; 0 switches pacing off.
  package var sendRate = 30.0
  /// Calls to Telegram under way at once.
  package var sendWidth = 64
  /// One update each, in the long run, for each person…
  package var throttleInterval = Duration.seconds(1)
  /// …and so many at once.
  package var throttleBurst = 20
  /// The share of people, in percent, for plugins that are not for everybody.
  package var rollout: [PluginID: Int] = [:]
  /// Nobody else can hold the database, so whoever owned something before this start is dead.
  package var isOnlyHost = true
  /// How often the database is asked for what other hosts left to do; where nobody else can be, nobody asks.
  package var lookAroundEvery = Duration.seconds(1)
  var lookAround: Duration? { isOnlyHost ? nil : lookAroundEvery }

  package init() {}
}
