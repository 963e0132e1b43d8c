import CivilTime
import TelegramBotAPI

/// Kinds of files a message can carry. The raw value is the field of `Message`.
enum MediaKind: String, Sendable, CaseIterable {
  case photo, document, video, animation, audio, voice, sticker
  case videoNote = "video_note"

  init(method: String) {
    let name = method.dropFirst(4)
    self = name == "VideoNote" ? .videoNote : MediaKind(rawValue: name.lowercased()) ?? .document
  }

  var hasCaption: Bool { self != .sticker && self != .videoNote }
  var folder: String {
    switch self {
    case .photo: "photos"
    case .document: "documents"
    case .video, .videoNote: "videos"
    case .animation: "animations"
    case .audio: "music"
    case .voice: "voice"
    case .sticker: "stickers"
    }
  }
}

/// One stored file. The same bytes under several ids are several files, as at Telegram.
struct StoredFile: Sendable {
  var id: String
  var uniqueID: String
  var kind: MediaKind
  var name: String?
  var contentType: String
  var bytes: [UInt8]
  var width = 0
  var height = 0
  var path: String
  var linkExpires: Instant?
  /// The object of `Message`, such as `Document`.
  var json: Fields = [:]
}

/// All files people and the bot have sent.
struct FileStore: Sendable {
  private(set) var files: [String: StoredFile] = [:]
  private var random: StableRandom
  private var count = 0

  init(seed: UInt64) { random = StableRandom(seed: seed) }

  subscript(id: String) -> StoredFile? { files[id] }

  func file(path: String) -> StoredFile? { files.values.first { $0.path == path } }

  mutating func extendLink(_ id: String, until: Instant) { files[id]?.linkExpires = until }

  mutating func add(_ attachment: Attachment, _ kind: MediaKind, size: (width: Int, height: Int)) -> StoredFile {
    let prefix = kind == .photo ? "AgACAgIAAxkB" : "BQACAgIAAxkB"
    let known = attachment.filename.split(separator: ".").last.map(String.init)
    let suffix = kind == .photo ? "jpg" : attachment.filename.contains(".") ? known ?? "bin" : "bin"
    var file = StoredFile(
      id: prefix + random.identifier(48), uniqueID: "AQAD" + random.identifier(12), kind: kind,
      name: attachment.filename.isEmpty ? nil : attachment.filename, contentType: attachment.contentType,
      bytes: attachment.bytes, width: size.width, height: size.height, path: "\(kind.folder)/file_\(count).\(suffix)")
    count += 1
    file.json = Self.json(file)
    files[file.id] = file
    return file
  }

  private static func json(_ file: StoredFile) -> Fields {
    var json: Fields = [
      "file_id": .string(file.id), "file_unique_id": .string(file.uniqueID), "file_size": .int(file.bytes.count),
    ]
    switch file.kind {
    case .photo:
      json["width"] = .int(file.width)
      json["height"] = .int(file.height)
      return json
    case .video, .animation:
      json["width"] = .int(max(file.width, 320))
      json["height"] = .int(max(file.height, 240))
      json["duration"] = .int(1)
    case .videoNote:
      json["length"] = .int(240)
      json["duration"] = .int(1)
      return json
    case .audio, .voice: json["duration"] = .int(1)
    case .sticker:
      json["width"] = .int(512)
      json["height"] = .int(512)
      json["type"] = .string("regular")
      json["is_animated"] = .bool(false)
      json["is_video"] = .bool(false)
      return json
    case .document: break
    }
    if file.kind != .voice { json.add("file_name", text: file.name) }
    json["mime_type"] = .string(file.contentType)
    return json
  }
}

extension World {
  /// What a message says about a file: for a photo the list of its sizes.
  func mediaField(_ file: StoredFile) -> JSONValue {
    file.kind == .photo ? .array([.object(file.json)]) : .object(file.json)
  }

  mutating func getFile(_ a: Arguments) throws(APIError) -> JSONValue {
    guard let id = a.string("file_id"), !id.isEmpty else { throw .bad("file_id is empty") }
    guard let file = files[id] else { throw .bad("invalid file_id") }
    guard file.bytes.count <= 20 << 20 else { throw .bad("file is too big") }
    files.extendLink(id, until: now + configuration.fileLinkLifetime)
    return .object([
      "file_id": .string(file.id), "file_unique_id": .string(file.uniqueID), "file_size": .int(file.bytes.count),
      "file_path": .string(file.path),
    ])
  }

  /// The content behind a download link; `nil` when the link is wrong or has expired.
  func download(path: String) -> (bytes: [UInt8], contentType: String)? {
    guard let file = files.file(path: path), let expires = file.linkExpires, now < expires else { return nil }
    return (file.bytes, file.contentType)
  }

  func getUserProfilePhotos(_ a: Arguments) throws(APIError) -> JSONValue {
    guard let id = a.integer("user_id"), user(id) != nil else { throw .bad("user not found") }
    return .object(["total_count": .int(0), "photos": .array([])])
  }
}

/// Reads the size of a picture from its first bytes.
enum PictureSize {
  /// The media type of bytes that are a picture.
  static func contentType(_ bytes: [UInt8]) -> String {
    switch bytes.first {
    case 0x89: "image/png"
    case 0x47: "image/gif"
    case 0x52: "image/webp"
    default: "image/jpeg"
    }
  }

  static func read(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    func word(_ at: Int) -> Int { at + 1 < bytes.count ? Int(bytes[at]) << 8 | Int(bytes[at + 1]) : 0 }
    func little(_ at: Int) -> Int { at + 1 < bytes.count ? Int(bytes[at + 1]) << 8 | Int(bytes[at]) : 0 }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), bytes.count >= 24 {
      return (word(16) << 16 | word(18), word(20) << 16 | word(22))
    }
    if bytes.starts(with: Array("GIF8".utf8)), bytes.count >= 10 { return (little(6), little(8)) }
    if bytes.starts(with: Array("RIFF".utf8)), bytes.count >= 30, Array(bytes[8..<12]) == Array("WEBP".utf8) {
      switch Array(bytes[12..<16]) {
      case Array("VP8X".utf8):
        return (1 + little(24) + Int(bytes[26]) << 16, 1 + little(27) + Int(bytes[29]) << 16)
      case Array("VP8 ".utf8): return (little(26) & 0x3FFF, little(28) & 0x3FFF)
      default: return (1 + (little(21) & 0x3FFF), 1 + (little(22) >> 6) + (Int(bytes[24]) & 0x0F) << 10)
      }
    }
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var at = 2
    while at + 9 < bytes.count, bytes[at] == 0xFF {
      let marker = bytes[at + 1]
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) { return (word(at + 7), word(at + 5)) }
      at += 2 + max(2, word(at + 2))
    }
    return nil
  }
}
