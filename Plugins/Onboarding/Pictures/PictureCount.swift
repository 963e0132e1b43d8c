import PluginAPI

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

extension Message {
  /// What tells a file from another, also of those that cannot be used.
  var fileUniqueID: String? {
    let id = photo?.last?.fileUniqueID ?? document?.fileUniqueID ?? video?.fileUniqueID ?? animation?.fileUniqueID
    return id.map { UserText.clean($0, limit: 100) }
  }
}
