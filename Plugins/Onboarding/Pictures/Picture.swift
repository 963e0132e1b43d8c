import PluginAPI

/// A picture for the moodboard. Its bytes stay with Telegram; here is only what fetches them.
struct Picture: Codable, Sendable, Hashable {
  var fileID: String
  /// The same for the same picture, whoever sends it how often.
  var uniqueID: String
}

/// What came of a file that was sent for the moodboard.
enum PictureStatus: String, Sendable, SQLConvertible {
  case kept
  /// There were enough already.
  case surplus
  /// Not a picture that can be used.
  case refused
}

/// How many files came for a moodboard, by what became of them.
struct PictureCount: Codable, Sendable, Hashable {
  /// How many a moodboard has.
  static let limit = 6

  var kept = 0
  var surplus = 0
  var refused = 0
}
