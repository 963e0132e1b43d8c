import TelegramBotAPI

// What people send. `chat` defaults to the person's private chat with the bot; all return the id of the new message.
extension Emulator {
  private func write(_ content: Fields, _ person: Int, _ chat: Int?, replyTo: Int? = nil) async throws(PersonError)
    -> Int
  {
    let id = try world.write(content, by: person, in: chat ?? person, replyTo: replyTo)
    await flush()
    return id
  }

  /// Sends a text. Commands, links and mentions in it are marked as clients and server do.
  @discardableResult
  public func send(_ text: String, from person: Int, in chat: Int? = nil, replyTo: Int? = nil)
    async
    throws(PersonError) -> Int
  {
    begin()
    let formatted = try world.text(text)
    guard !formatted.units.isEmpty else { throw .empty }
    var content: Fields = [:]
    content.add(text: formatted)
    return try await write(content, person, chat, replyTo: replyTo)
  }

  /// Sends a photo. Bytes that are no picture count as one of 800 × 600.
  @discardableResult
  public func sendPhoto(
    _ bytes: [UInt8], caption: String = "", from person: Int, in chat: Int? = nil
  ) async throws(PersonError) -> Int {
    begin()
    let attachment = Attachment(filename: "photo.jpg", contentType: "image/jpeg", bytes: bytes)
    return try await write(try world.upload(attachment, .photo, caption: caption), person, chat)
  }

  /// Sends a file.
  @discardableResult
  public func sendDocument(
    _ bytes: [UInt8], filename: String, contentType: String = "application/octet-stream", caption: String = "",
    from person: Int, in chat: Int? = nil
  ) async throws(PersonError) -> Int {
    begin()
    let attachment = Attachment(filename: filename, contentType: contentType, bytes: bytes)
    return try await write(try world.upload(attachment, .document, caption: caption), person, chat)
  }

  /// Sends a voice message of this many seconds.
  @discardableResult
  public func sendVoice(_ bytes: [UInt8], seconds: Int = 1, from person: Int, in chat: Int? = nil)
    async
    throws(PersonError) -> Int
  {
    begin()
    let attachment = Attachment(filename: "voice.oga", contentType: "audio/ogg", bytes: bytes)
    var content = try world.upload(attachment, .voice, caption: "")
    if var voice = content["voice"]?.object {
      voice["duration"] = .int(seconds)
      content["voice"] = .object(voice)
    }
    return try await write(content, person, chat)
  }

  /// Sends several photos as an album: one message each, with a common `media_group_id`.
  @discardableResult
  public func sendAlbum(_ photos: [[UInt8]], caption: String = "", from person: Int, in chat: Int? = nil)
    async
    throws(PersonError) -> [Int]
  {
    begin()
    let group = world.albumID()
    var ids: [Int] = []
    for (index, bytes) in photos.enumerated() {
      let attachment = Attachment(filename: "photo\(index).jpg", contentType: "image/jpeg", bytes: bytes)
      var content = try world.upload(attachment, .photo, caption: index == 0 ? caption : "")
      content["media_group_id"] = .string(group)
      ids.append(try world.write(content, by: person, in: chat ?? person))
    }
    await flush()
    return ids
  }

  /// Sends a place, in degrees.
  @discardableResult
  public func sendLocation(latitude: Double, longitude: Double, from person: Int, in chat: Int? = nil)
    async
    throws(PersonError) -> Int
  {
    begin()
    guard abs(latitude) <= 90, abs(longitude) <= 180 else { throw .unusable("There is no such place on Earth.") }
    let place: Fields = ["latitude": .double(latitude), "longitude": .double(longitude)]
    return try await write(["location": .object(place)], person, chat)
  }

  /// Shares the person's own phone number.
  @discardableResult
  public func sendContact(phoneNumber: String, from person: Int, in chat: Int? = nil) async throws(PersonError) -> Int {
    begin()
    guard let record = world.people[person] else { throw .unknownPerson(person) }
    var contact: Fields = [
      "phone_number": .string(phoneNumber), "first_name": .string(record.firstName), "user_id": .int(person),
    ]
    contact.add("last_name", text: record.lastName)
    return try await write(["contact": .object(contact)], person, chat)
  }

  /// Forwards a message of a chat to the private chat with the bot, or to another chat.
  @discardableResult
  public func forward(_ message: Int, from person: Int, of source: Int, to chat: Int? = nil) async throws(PersonError)
    -> Int
  {
    begin()
    guard let original = world.chats[source]?.message(message) else { throw .unknownMessage(message) }
    return try await write(world.forwarded(original), person, chat)
  }

  /// Tells the bot of a message once more, in an update of its own number, as Telegram does at times.
  public func repeatUpdate(of message: Int, in chat: Int) async {
    begin()
    if let record = world.chats[chat]?.message(message) { world.update(record) }
    await flush()
  }

  /// Changes the text, or the caption, of the person's own message; the bot gets `edited_message`.
  public func edit(_ message: Int, to text: String, from person: Int, in chat: Int? = nil) async throws(PersonError) {
    begin()
    try world.edit(message, in: chat ?? person, by: person, text: text)
    await flush()
  }

  /// Sets or, with `nil`, removes the person's reaction. The bot is told only if it asked for `message_reaction`.
  public func react(_ emoji: String?, to message: Int, from person: Int, in chat: Int? = nil)
    async
    throws(PersonError)
  {
    begin()
    try world.react(emoji, to: message, in: chat ?? person, by: person)
    await flush()
  }

  /// Deletes a message for everybody. Bots are not told.
  public func delete(_ message: Int, from person: Int, in chat: Int? = nil) async throws(PersonError) {
    begin()
    guard world.chats[chat ?? person]?.message(message) != nil else { throw .unknownMessage(message) }
    world.remove(message, in: chat ?? person)
    await flush()
  }

  /// Votes in a poll; `false` if there is no such open poll or option.
  @discardableResult
  public func vote(_ options: [Int], in poll: Int, from person: Int, in chat: Int? = nil) async -> Bool {
    begin()
    let done = world.vote(person, chat: chat ?? person, message: poll, options: options)
    await flush()
    return done
  }
}
