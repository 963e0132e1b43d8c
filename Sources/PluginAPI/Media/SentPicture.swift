/// A picture that somebody sent, found in what Telegram says of a message; nothing is downloaded. Its bytes stay with
/// Telegram, here is only what fetches them.
public struct SentPicture: Codable, Sendable, Hashable {
  /// Fetches it, ``TelegramCalling/download(_:limit:)``.
  public var fileID: String
  /// The same for the same picture, whoever sends it how often.
  public var uniqueID: String

  /// Photos come in several sizes; the largest one up to this many pixels on its longest side is taken.
  public static let longestSide = 1280
  /// Bytes of a picture at the most, in decimal megabytes as people count them.
  public static let byteLimit = 10_000_000
  /// Of documents, as Telegram says; whether they are such is decided by their bytes.
  public static let documentTypes: Set<String> = ["image/jpeg", "image/png", "image/webp"]

  public init(fileID: String, uniqueID: String) {
    self.fileID = fileID
    self.uniqueID = uniqueID
  }

  /// Nil when the message holds no picture that can be used.
  /// - Parameter takesDocuments: whether picture documents can be read, which takes the media worker.
  public init?(in message: Message, takesDocuments: Bool) {
    if let sizes = message.photo, let size = Self.size(among: sizes) {
      self.init(checking: size.fileID, size.fileUniqueID)
      return
    }
    guard takesDocuments, let document = message.document, let type = document.mimeType?.lowercased(),
      Self.documentTypes.contains(type), let bytes = document.fileSize, bytes <= Self.byteLimit
    else { return nil }
    self.init(checking: document.fileID, document.fileUniqueID)
  }

  private static func size(among sizes: [PhotoSize]) -> PhotoSize? {
    let fitting = sizes.filter { max($0.width, $0.height) <= longestSide }
    return fitting.max { $0.width * $0.height < $1.width * $1.height }
      ?? sizes.min { $0.width * $0.height < $1.width * $1.height }
  }

  /// Ids are short in fact; a long one is not Telegram's.
  private init?(checking fileID: String, _ uniqueID: String) {
    guard (1...300).contains(fileID.utf8.count), (1...100).contains(uniqueID.utf8.count) else { return nil }
    self.init(fileID: fileID, uniqueID: uniqueID)
  }
}
