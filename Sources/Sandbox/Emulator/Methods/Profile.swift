import TelegramBotAPI

/// What the bot says about itself: command menus, names, descriptions, menu buttons.
struct BotProfile: Sendable {
  /// Where a list of commands applies.
  struct Scope: Sendable, Hashable {
    var type: String
    var chat: Int?
    var user: Int?
    var language = ""
  }

  var commands: [Scope: [Fields]] = [:]
  var names: [String: String] = [:]
  var descriptions: [String: String] = [:]
  var shortDescriptions: [String: String] = [:]
  var menuButton: Fields = ["type": .string("commands")]
  var chatMenuButtons: [Int: Fields] = [:]
}

extension World {
  private func scope(_ a: Arguments) throws(APIError) -> BotProfile.Scope {
    var scope = BotProfile.Scope(type: "default")
    if let given = try a.object("scope") {
      let fields = Arguments(values: given, attachments: [:])
      scope.type = fields.string("type") ?? ""
      switch scope.type {
      case "default", "all_private_chats", "all_group_chats", "all_chat_administrators": break
      case "chat", "chat_administrators", "chat_member":
        let chat = try chat(fields)
        if scope.type != "chat", chat.kind == .private { throw .bad("can't use the scope in a private chat") }
        scope.chat = chat.id
        if scope.type == "chat_member" {
          guard let user = fields.integer("user_id") else { throw .bad("user_id is empty") }
          scope.user = user
        }
      default: throw .bad("unsupported type specified")
      }
    }
    scope.language = try language(a)
    return scope
  }

  private func language(_ a: Arguments) throws(APIError) -> String {
    let code = a.string("language_code") ?? ""
    guard code.isEmpty || code.utf8.count == 2 && code.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else {
      throw .bad("invalid language code specified")
    }
    return code
  }

  mutating func setMyCommands(_ a: Arguments) throws(APIError) -> JSONValue {
    let scope = try scope(a)
    guard let given = try a.array("commands") else { throw .bad("commands is empty") }
    guard given.count <= 100 else { throw .bad("BOT_COMMANDS_TOO_MUCH") }
    var commands: [Fields] = []
    for item in given {
      guard let fields = item.object else { throw .bad("expected an Object") }
      var name = fields["command"]?.string ?? ""
      if name.hasPrefix("/") { name.removeFirst() }
      guard (1...32).contains(name.utf8.count),
        name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
      else { throw .bad("BOT_COMMAND_INVALID") }
      let text = fields["description"]?.string ?? ""
      guard !text.isEmpty else { throw .bad("command description must be non-empty") }
      guard text.utf16.count <= 256 else { throw .bad("BOT_COMMAND_DESCRIPTION_INVALID") }
      commands.append(["command": .string(name), "description": .string(text)])
    }
    profile.commands[scope] = commands.isEmpty ? nil : commands
    announceMenus()
    return .bool(true)
  }

  func getMyCommands(_ a: Arguments) throws(APIError) -> JSONValue {
    .array((profile.commands[try scope(a)] ?? []).map { .object($0) })
  }

  mutating func deleteMyCommands(_ a: Arguments) throws(APIError) -> JSONValue {
    profile.commands[try scope(a)] = nil
    announceMenus()
    return .bool(true)
  }

  /// The menu a person sees in a chat: the first list found from the narrowest scope to the widest, in each the
  /// person's language before the list for all languages (https://core.telegram.org/bots/api#botcommandscope).
  func menu(of personID: Int, in chat: ChatRecord) -> [Fields] {
    let language = String((people[personID]?.languageCode ?? "").prefix(2))
    var scopes: [BotProfile.Scope] = []
    if chat.kind == .private {
      scopes = [.init(type: "chat", chat: chat.id), .init(type: "all_private_chats")]
    } else {
      let rank = chat.members[personID]
      let leads = rank == .administrator || rank == .creator
      scopes.append(.init(type: "chat_member", chat: chat.id, user: personID))
      if leads { scopes.append(.init(type: "chat_administrators", chat: chat.id)) }
      scopes.append(.init(type: "chat", chat: chat.id))
      if leads { scopes.append(.init(type: "all_chat_administrators")) }
      scopes.append(.init(type: "all_group_chats"))
    }
    scopes.append(.init(type: "default"))
    for scope in scopes {
      var own = scope
      own.language = language
      if let list = profile.commands[own] ?? profile.commands[scope] { return list }
    }
    return []
  }

  mutating func announceMenus() {
    for chat in chats.values.sorted(by: { $0.id < $1.id }) {
      events.append(.chat(chat.id, ["commands": pageCommands(chat)]))
    }
  }

  private static func field(_ method: String) -> (name: String, limit: Int) {
    if method.hasSuffix("ShortDescription") { return ("short_description", 120) }
    return method.hasSuffix("Description") ? ("description", 512) : ("name", 64)
  }

  mutating func setProfileText(_ method: String, _ a: Arguments) throws(APIError) -> JSONValue {
    let (name, limit) = Self.field(method)
    let text = a.string(name) ?? ""
    guard text.utf16.count <= limit else { throw .bad("bot \(name) is too long: at most \(limit) characters") }
    let code = try language(a)
    let value = text.isEmpty ? nil : text
    switch name {
    case "name": profile.names[code] = value
    case "description": profile.descriptions[code] = value
    default: profile.shortDescriptions[code] = value
    }
    return .bool(true)
  }

  func profileText(_ method: String, _ a: Arguments) -> JSONValue {
    let (name, _) = Self.field(method)
    let code = a.string("language_code") ?? ""
    let texts =
      name == "name" ? profile.names : name == "description" ? profile.descriptions : profile.shortDescriptions
    let fallback = name == "name" ? configuration.botName : ""
    return .object([name: .string(texts[code] ?? texts[""] ?? fallback)])
  }

  mutating func setChatMenuButton(_ a: Arguments) throws(APIError) -> JSONValue {
    let button = try a.object("menu_button") ?? ["type": .string("default")]
    let type = button["type"]?.string ?? ""
    guard ["commands", "web_app", "default"].contains(type) else { throw .bad("MenuButton has unsupported type") }
    if a.has("chat_id") {
      let chat = try chat(a)
      guard chat.kind == .private else { throw .bad("chat must be private") }
      profile.chatMenuButtons[chat.id] = type == "default" ? nil : button
    } else {
      profile.menuButton = button
    }
    return .bool(true)
  }

  func getChatMenuButton(_ a: Arguments) throws(APIError) -> JSONValue {
    guard a.has("chat_id") else { return .object(profile.menuButton) }
    return .object(profile.chatMenuButtons[try chat(a).id] ?? profile.menuButton)
  }
}
