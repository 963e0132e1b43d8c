public import PluginAPI
import Sandbox
import SandboxRuntime
import Synchronization

/// Somebody in a test, in the words of a chat.
public struct TestPerson: Sendable {
  let bot: TestBot
  /// Their Telegram id, which is their chat's too.
  public let id: Int
  public let name: String

  public var personID: PersonID { PersonID(Int64(id)) }

  // MARK: Doing

  /// Writes something.
  public func send(_ text: String) async throws {
    try await bot.runtime.emulator.send(text, from: id)
    await bot.runtime.settle()
  }

  /// Sends a photo.
  public func sendPhoto(_ jpeg: [UInt8] = [0xFF, 0xD8, 0xFF], caption: String = "") async throws {
    try await bot.runtime.emulator.sendPhoto(jpeg, caption: caption, from: id)
    await bot.runtime.settle()
  }

  /// Sends several photos as one album; the caption stands under the first.
  public func sendAlbum(_ photos: [[UInt8]], caption: String = "") async throws {
    _ = try await bot.runtime.emulator.sendAlbum(photos, caption: caption, from: id)
    await bot.runtime.settle()
  }

  /// Sends a file.
  public func sendDocument(
    _ bytes: [UInt8], filename: String, contentType: String, caption: String = ""
  ) async throws {
    try await bot.runtime.emulator.sendDocument(
      bytes, filename: filename, contentType: contentType, caption: caption, from: id)
    await bot.runtime.settle()
  }

  /// Sends a location.
  public func sendLocation(latitude: Double, longitude: Double) async throws {
    try await bot.runtime.emulator.sendLocation(latitude: latitude, longitude: longitude, from: id)
    await bot.runtime.settle()
  }

  /// Presses the newest button whose title contains this.
  /// - Returns: the toast or alert that came back, empty if none.
  @discardableResult
  public func press(_ title: String) async throws -> String {
    let messages = await bot.runtime.emulator.messages(in: id)
    for message in messages.reversed() {
      guard let button = message.buttons.first(where: { Fold.spaces($0.text).contains(Fold.spaces(title)) }) else {
        continue
      }
      return try await answer(
        await bot.runtime.emulator.startPress(row: button.row, column: button.column, of: message.id, from: id))
    }
    throw ConversationError("There is no button \"\(title)\" for \(name) to press.")
  }

  /// Presses a button of a message that was there earlier, by its callback data: a stale or forged press.
  @discardableResult
  public func pressForged(_ data: String) async throws -> String {
    guard let message = await bot.runtime.emulator.messages(in: id).last(where: { $0.author == .bot }) else {
      throw ConversationError("There is no message of the bot to press a button of.")
    }
    return try await answer(await bot.runtime.emulator.startForgedPress(data: data, of: message.id, from: id))
  }

  /// The callback data of the newest button with this title, to be pressed later by ``pressForged(_:)``.
  public func data(of title: String) async throws -> String {
    for message in await bot.runtime.emulator.messages(in: id).reversed() {
      if let data = message.buttons.first(where: { $0.text.contains(title) })?.callbackData { return data }
    }
    throw ConversationError("There is no button \"\(title)\" with callback data.")
  }

  private func answer(_ pending: Emulator.Pending<PressAnswer>) async throws -> String {
    await bot.runtime.settle()
    let answer: PressAnswer
    switch pending {
    case .settled(let settled): answer = settled
    case .asked(let press): answer = await bot.runtime.emulator.answer(toPress: press) ?? .unanswered
    }
    switch answer {
    case .toast(let text), .alert(let text): return Fold.spaces(text)
    case .acknowledged, .pay: return ""
    case .url(let url), .copied(let url), .other(let url): return url
    case .nothingToPress: throw ConversationError("The button is not there any more.")
    case .unanswered: throw ConversationError("The bot did not acknowledge the press.")
    }
  }

  /// Pays the newest invoice, or invoice link, in the chat.
  /// - Returns: the refusal, or nil when it was paid.
  @discardableResult
  public func pay() async throws -> String? {
    let emulator = bot.runtime.emulator
    var pending: Emulator.Pending<PaymentOutcome>?
    for message in await emulator.messages(in: id).reversed() {
      if let url = message.buttons.compactMap({ $0.json["url"]?.string }).first(where: {
        $0.contains("t.me/$") || $0.contains("t.me/invoice/")
      }) {
        pending = await emulator.startPayment(ofLink: url, from: id)
        break
      }
      if message.json["invoice"] != nil {
        pending = await emulator.startPayment(ofMessage: message.id, from: id)
        break
      }
    }
    await bot.runtime.settle()
    let outcome: PaymentOutcome
    switch pending {
    case nil: throw ConversationError("There is nothing to pay in the chat of \(name).")
    case .settled(let settled): outcome = settled
    case .asked(let id): outcome = await emulator.outcome(ofPayment: id) ?? .timedOut
    }
    switch outcome {
    case .paid: return nil
    case .refused(let text): return text
    default: return "\(outcome)"
    }
  }

  public func block() async {
    await bot.runtime.emulator.block(by: id)
    await bot.runtime.settle()
  }

  public func unblock() async {
    await bot.runtime.emulator.unblock(by: id)
    await bot.runtime.settle()
  }

  // MARK: Seeing

  /// Expects a message, new or changed, that contains this. The oldest one not yet looked at is taken.
  /// - Returns: its whole text.
  @discardableResult
  public func expect(_ text: String) async throws -> String {
    let unseen = await unseen()
    guard let next = unseen.first else {
      throw ConversationError("\(name) expected \"\(text)\", but nothing came.")
    }
    let found = Fold.spaces(next.text ?? "")
    guard found.contains(Fold.spaces(text)) else {
      throw ConversationError("\(name) expected \"\(text)\", but got \"\(found)\".")
    }
    await bot.markSeen(next)
    return found
  }

  /// Expects that nothing new or changed came.
  public func expectNothing() async throws {
    if let next = await unseen().first {
      throw ConversationError("\(name) expected nothing, but got \"\(next.text ?? "")\".")
    }
  }

  /// Takes note of everything that came, whatever it says.
  public func ignoreAll() async {
    for message in await unseen() { await bot.markSeen(message) }
  }

  /// The titles of the newest message with buttons, row by row.
  public func buttons() async -> [[String]] {
    guard let message = await bot.runtime.emulator.messages(in: id).last(where: { !$0.buttons.isEmpty }) else {
      return []
    }
    var rows: [[String]] = []
    for button in message.buttons {
      while rows.count <= button.row { rows.append([]) }
      rows[button.row].append(button.text)
    }
    return rows
  }

  /// Whether the chat shows "Thinking…".
  public func seesThinking() async -> Bool { await bot.runtime.emulator.draft(in: id) == "" }

  func unseen() async -> [EmulatedMessage] {
    let seen = await bot.seen(in: id)
    return await bot.runtime.emulator.messages(in: id).filter { message in
      message.author == .bot && message.text != nil && seen[message.id] != message.text
    }
  }
}

/// No-break and narrow spaces look like spaces: tests are written with plain ones.
enum Fold {
  static func spaces(_ text: String) -> String {
    text.replacing("\u{00A0}", with: " ").replacing("\u{202F}", with: " ")
      .replacing("\u{2068}", with: "").replacing("\u{2069}", with: "")
  }
}
