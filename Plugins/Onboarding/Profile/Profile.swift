import Contracts
import PluginAPI

/// What the first conversation left behind.
struct Profile: Codable, Sendable, Hashable {
  /// Who put the profile into words.
  enum Source: String, Codable, Sendable, SQLConvertible {
    /// The person alone.
    case manual
    /// A language model, and the person agreed.
    case model = "llm"
  }

  /// What the person wants, in their own words, cleaned.
  var wish: String
  var rhythm: CheckInRhythm
  var style = CoachProfile.Style.soft
  var areas: [Area] = []
  /// What gets in the way, in their own words; empty on the short path.
  var obstacle = ""
  /// What a model understood and the person agreed to.
  var insight: Insight?
  /// The pictures that belong to it.
  var moodboard: RowID?
  var isTeen = false
  /// In which language the person wrote.
  var language: Language?
  var completedAt: Instant

  var source: Source { insight == nil ? .manual : .model }
}

extension Profile {
  /// As the coach is told.
  var forCoach: CoachProfile {
    CoachProfile(
      summary: insight?.summary ?? wish, areas: (insight?.areas ?? areas).map(\.rawValue),
      motivation: insight?.motivation ?? "",
      obstacles: insight?.obstacles ?? (obstacle.isEmpty ? [] : [obstacle]), strengths: insight?.strengths ?? [],
      style: style, isTeen: isTeen)
  }
}
