import TelegramBotAPI

extension World {
  mutating func sendMedia(_ a: Arguments, _ kind: MediaKind) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let file = try file(a.values[kind.rawValue], kind, attachments: a.attachments, field: kind.rawValue)
    var content: Fields = [kind.rawValue: mediaField(file)]
    if kind == .animation { content["document"] = documentField(file) }
    describe(kind, &content, a)
    if kind.hasCaption { try caption(a, &content) }
    return try post(content, to: chat, a)
  }

  mutating func sendMediaGroup(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let media = try a.array("media") ?? []
    guard (2...10).contains(media.count) else { throw .bad("wrong number of media items: must be 2-10") }
    let types = Set(media.compactMap { $0["type"]?.string })
    for type in ["document", "audio"] where types.contains(type) && types.count > 1 {
      throw .bad("\(type) can't be mixed with other media types")
    }
    guard types.isSubset(of: ["photo", "video", "document", "audio", "live_photo"]) else {
      throw .bad("unsupported media type in an album")
    }
    var contents: [Fields] = []
    for item in media {
      guard let fields = item.object else { throw .bad("can't parse InputMedia: expected an Object") }
      contents.append(try mediaContent(fields, attachments: a.attachments))
    }
    let group = albumID()
    var sent: [JSONValue] = []
    for var content in contents {
      content["media_group_id"] = .string(group)
      sent.append(try post(content, to: chat, a, markup: .inline([])))
    }
    return .array(sent)
  }

  mutating func albumID() -> String {
    defer { nextAlbum += 1 }
    return String(13_000_000_000_000_000 + nextAlbum)
  }

  /// An `InputMedia` as the fields of a message.
  mutating func mediaContent(_ fields: Fields, attachments: [String: Attachment]) throws(APIError) -> Fields {
    guard let type = fields["type"]?.string else { throw .bad("media type is empty") }
    guard let kind = MediaKind(rawValue: type), kind != .sticker, kind != .voice, kind != .videoNote else {
      throw .bad("type \"\(type)\" of InputMedia is not supported")
    }
    let file = try file(fields["media"], kind, attachments: attachments, field: "media")
    var content: Fields = [kind.rawValue: mediaField(file)]
    if kind == .animation { content["document"] = documentField(file) }
    let arguments = Arguments(values: fields, attachments: [:])
    describe(kind, &content, arguments)
    try caption(arguments, &content)
    return content
  }

  private func documentField(_ file: StoredFile) -> JSONValue {
    .object(file.json.filter { ["file_id", "file_unique_id", "file_size", "file_name", "mime_type"].contains($0.key) })
  }

  private func describe(_ kind: MediaKind, _ content: inout Fields, _ a: Arguments) {
    guard kind != .photo, var object = content[kind.rawValue]?.object else { return }
    for name in ["duration", "width", "height", "length"] where object[name] != nil {
      object.add(name, a.integer(name).map { .int($0) })
    }
    if kind == .audio {
      object.add("performer", text: a.string("performer"))
      object.add("title", text: a.string("title"))
    }
    if kind == .sticker { object.add("emoji", text: a.string("emoji")) }
    content[kind.rawValue] = .object(object)
  }

  /// The file a call names: one that is known by its id, or one that came with the call.
  mutating func file(_ value: JSONValue?, _ kind: MediaKind, attachments: [String: Attachment], field: String)
    throws(APIError) -> StoredFile
  {
    var attachment = attachments[field]
    if let text = value?.string, !text.isEmpty {
      if text.hasPrefix("attach://") {
        attachment = attachments[String(text.dropFirst(9))]
        if attachment == nil { throw .bad("can't find attached file \(text)") }
      } else if let known = files[text] {
        guard known.kind == kind || known.kind != .photo && kind == .document else {
          throw .bad("can't use file of type \(known.kind.rawValue) as \(kind.rawValue)")
        }
        return known
      } else if text.contains("://") {
        // There is no network in the sandbox.
        throw .bad("failed to get HTTP URL content")
      } else {
        throw .bad("wrong file identifier/HTTP URL specified")
      }
    }
    guard let attachment else { throw .bad("there is no \(field) in the request") }
    guard !attachment.bytes.isEmpty else { throw .bad("file must be non-empty") }
    guard attachment.bytes.count <= 50 << 20 else {
      throw APIError(code: 413, description: "Request Entity Too Large")
    }
    let size = PictureSize.read(attachment.bytes)
    if kind == .photo {
      guard let size else { throw .bad("IMAGE_PROCESS_FAILED") }
      guard attachment.bytes.count <= 10 << 20 else { throw .bad("too big photo for upload") }
      let (short, long) = (min(size.width, size.height), max(size.width, size.height))
      guard short > 0, short + long <= 10_000, long <= short * 20 else { throw .bad("PHOTO_INVALID_DIMENSIONS") }
    }
    return files.add(attachment, kind, size: size ?? (0, 0))
  }
}
