import Contracts
import PluginAPI

/// What the first conversation left behind.
struct Profile: Sendable, Hashable {
  /// Who put the profile into words.
  enum Source: String, Sendable, SQLConvertible { case manual }

  /// What the person wants, in their own words, cleaned.
  var wish: String
  var rhythm: CheckInRhythm
  var source = Source.manual
  var completedAt: Instant
}
