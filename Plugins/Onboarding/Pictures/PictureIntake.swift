import PluginAPI

/// Decides, from what Telegram says of a file, whether it can be a picture of the moodboard. Nothing is downloaded.
struct PictureIntake: Sendable {
  /// Photos come in several sizes; the largest one up to this many pixels on its longest side is taken.
  static let longestSide = 1280
  /// Of a document, in bytes.
  static let documentLimit = 10_000_000
  static let documentTypes: Set<String> = ["image/jpeg", "image/png", "image/webp"]

  /// Whether image documents can be read, which takes the media worker.
  let takesDocuments: Bool

  /// Nil when the message holds no file that can be used.
  func picture(in message: Message) -> Picture? {
    if let sizes = message.photo, let size = Self.size(among: sizes) {
      return Self.picture(size.fileID, size.fileUniqueID)
    }
    guard takesDocuments, let document = message.document, let type = document.mimeType?.lowercased(),
      Self.documentTypes.contains(type), let bytes = document.fileSize, bytes <= Self.documentLimit
    else { return nil }
    return Self.picture(document.fileID, document.fileUniqueID)
  }

  /// What tells a file from another, also of those that cannot be used.
  func uniqueID(in message: Message) -> String? {
    let id =
      message.photo?.last?.fileUniqueID ?? message.document?.fileUniqueID ?? message.video?.fileUniqueID
      ?? message.animation?.fileUniqueID
    return id.map { UserText.clean($0, limit: 100) }
  }

  private static func size(among sizes: [PhotoSize]) -> PhotoSize? {
    let fitting = sizes.filter { max($0.width, $0.height) <= longestSide }
    return fitting.max { $0.width * $0.height < $1.width * $1.height }
      ?? sizes.min { $0.width * $0.height < $1.width * $1.height }
  }

  /// Ids are short in fact; a long one is not Telegram's.
  private static func picture(_ fileID: String, _ uniqueID: String) -> Picture? {
    guard (1...300).contains(fileID.utf8.count), (1...100).contains(uniqueID.utf8.count) else { return nil }
    return Picture(fileID: fileID, uniqueID: uniqueID)
  }
}
