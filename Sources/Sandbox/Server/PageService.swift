import CivilTime
import TelegramBotAPI

/// The chat page's API under `/sandbox/api`.
struct PageService: Sendable {
  static let prefix = "/sandbox/api/"

  let emulator: Emulator
  let driver: ClockDriver
  let zone: String
  let zones: TimeZoneDatabase?

  func respond(to request: WebRequest) async -> WebResponse {
    let name = String(request.path.dropFirst(Self.prefix.count))
    if request.method == "GET" { return await get(name) }
    guard request.method == "POST" else { return .notFound }
    if name == "upload" { return await run { try await upload(request) } }
    guard let json = request.json else { return .failed("Expected a JSON object.") }
    let arguments = Arguments(values: json)
    switch name {
    case "person": return await addPerson(arguments)
    case "clock": return await move(arguments)
    default: return await run { try await post(name, arguments) }
    }
  }

  private func run(_ action: () async throws -> Bool) async -> WebResponse {
    do {
      return try await action() ? .done : .notFound
    } catch let error as PersonError {
      return .failed(error.description)
    } catch {
      return .failed("This did not work.")
    }
  }

  // MARK: - Looking

  private func get(_ name: String) async -> WebResponse {
    switch name {
    case "state":
      var state = await emulator.pageState()
      state["now"] = .int(driver.now.milliseconds)
      state["zone"] = .string(zone)
      state["next_due"] = await driver.nextDue().map { .int($0.milliseconds) } ?? .null
      return .json(.object(state))
    case "events": return .events(await emulator.events())
    case _ where name.hasPrefix("file/"): return await file(String(name.dropFirst(5)))
    case _ where name.hasPrefix("invoice/"):
      guard let invoice = await emulator.pageInvoice(String(name.dropFirst(8))) else { return .notFound }
      return .json(.object(invoice))
    default: return .notFound
    }
  }

  private func file(_ id: String) async -> WebResponse {
    guard let file = await emulator.file(id) else { return .notFound }
    let isPhoto = PictureSize.read(file.bytes) != nil
    let type = isPhoto ? "image/*" : file.contentType.lowercased()
    let shown = [
      "image/*", "image/jpeg", "image/png", "image/gif", "image/webp", "audio/ogg", "audio/mpeg", "video/mp4",
    ]
    guard shown.contains(type) else {
      return .foreign(contentType: "application/octet-stream", body: file.bytes, isDownload: true)
    }
    let exact = isPhoto ? PictureSize.contentType(file.bytes) : type
    return .foreign(contentType: exact, body: file.bytes, isDownload: false)
  }

  // MARK: - Doing

  private func post(_ name: String, _ a: Arguments) async throws -> Bool {
    if name == "person/update" { return try await update(a) }
    guard let person = a.integer("person") else { throw PersonError.unusable("Say which person does this.") }
    let chat = a.integer("chat")
    func message() throws -> Int {
      guard let id = a.integer("message") else { throw PersonError.unusable("Say which message is meant.") }
      return id
    }
    switch name {
    case "send":
      try await emulator.send(a.string("text") ?? "", from: person, in: chat, replyTo: a.integer("reply_to"))
    case "location":
      guard let latitude = a.number("latitude"), let longitude = a.number("longitude") else {
        throw PersonError.unusable("A place has a latitude and a longitude.")
      }
      try await emulator.sendLocation(latitude: latitude, longitude: longitude, from: person, in: chat)
    case "contact":
      try await emulator.sendContact(phoneNumber: a.string("phone_number") ?? "+10000000000", from: person, in: chat)
    case "press":
      let (row, column) = (a.integer("row") ?? 0, a.integer("column") ?? 0)
      let pending = await emulator.startPress(row: row, column: column, of: try message(), from: person, in: chat)
      if pending == .settled(.nothingToPress) { throw PersonError.unusable("There is no such button.") }
    case "pay": try await pay(a, person, chat)
    case "edit": try await emulator.edit(try message(), to: a.string("text") ?? "", from: person, in: chat)
    case "react": try await emulator.react(a.string("emoji"), to: try message(), from: person, in: chat)
    case "delete": try await emulator.delete(try message(), from: person, in: chat)
    default: return false
    }
    return true
  }

  private func pay(_ a: Arguments, _ person: Int, _ chat: Int?) async throws {
    let pending: Emulator.Pending<PaymentOutcome>
    if let slug = a.string("slug") {
      pending = await emulator.startPayment(ofLink: slug, from: person)
    } else if let message = a.integer("message") {
      pending = await emulator.startPayment(ofMessage: message, from: person, in: chat)
    } else {
      throw PersonError.unusable("Say which message or link is paid.")
    }
    switch pending {
    case .settled(.notEnoughStars): throw PersonError.unusable("Not enough Stars.")
    case .settled(.nothingToPay): throw PersonError.unusable("There is nothing to pay.")
    default: return
    }
  }

  private func upload(_ request: WebRequest) async throws -> Bool {
    guard let person = request.query["person"].flatMap({ Int($0) }) else {
      throw PersonError.unusable("Say which person does this.")
    }
    var (bytes, type) = (request.body, request.contentType)
    var name = request.query["name"] ?? "file"
    if type.lowercased().hasPrefix("multipart/form-data") {
      guard let file = MultipartBody(bytes, contentType: type)?.files.first else { throw PersonError.empty }
      (bytes, type, name) = (file.bytes, file.contentType, request.query["name"] ?? file.filename)
    }
    let chat = request.query["chat"].flatMap { Int($0) }
    let caption = request.query["caption"] ?? ""
    switch request.query["kind"] {
    case "photo":
      guard PictureSize.read(bytes) != nil else { throw PersonError.unusable("This is no picture.") }
      try await emulator.sendPhoto(bytes, caption: caption, from: person, in: chat)
    case "voice": try await emulator.sendVoice(bytes, from: person, in: chat)
    default:
      let kind = type.isEmpty ? "application/octet-stream" : type
      try await emulator.sendDocument(
        bytes, filename: name, contentType: kind, caption: caption, from: person, in: chat)
    }
    return true
  }

  private func addPerson(_ a: Arguments) async -> WebResponse {
    guard let name = a.string("first_name"), (1...64).contains(name.count) else {
      return .failed("A name has 1 to 64 characters.")
    }
    let person = await emulator.addPerson(name, languageCode: a.string("language_code") ?? "en")
    return .json(.object(["ok": .bool(true), "person": await emulator.pagePerson(person.id)]))
  }

  private func update(_ a: Arguments) async throws -> Bool {
    guard let id = a.integer("id"), await emulator.person(id) != nil else {
      throw PersonError.unknownPerson(a.integer("id") ?? 0)
    }
    if let code = a.string("language_code") { await emulator.setLanguage(code, of: id) }
    if let stars = a.integer("stars") {
      guard (0...1_000_000_000).contains(stars) else { throw PersonError.unusable("0 to 1,000,000,000 Stars.") }
      await emulator.setStars(stars, of: id)
    }
    if a.has("blocked") {
      if a.flag("blocked") { await emulator.block(by: id) } else { await emulator.unblock(by: id) }
    }
    return true
  }
}
