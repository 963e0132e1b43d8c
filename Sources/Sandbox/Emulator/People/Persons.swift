import CivilTime
import TelegramBotAPI

/// A person who uses the emulated Telegram.
public struct Person: Sendable, Hashable, Identifiable {
  /// The Telegram user id, also the id of the private chat with the bot.
  public var id: Int
  public var firstName: String
  public var lastName: String?
  /// Without `@`.
  public var username: String?
  /// An IETF language tag, such as `ru`.
  public var languageCode: String?
  /// Telegram Stars the person owns.
  public var stars: Int
  /// Whether the person has blocked the bot.
  public var hasBlockedBot: Bool
  /// Whether the account was deleted.
  public var isDeactivated: Bool
}

extension World {
  func person(_ id: Int) -> Person? {
    people[id].map {
      Person(
        id: $0.id, firstName: $0.firstName, lastName: $0.lastName, username: $0.username,
        languageCode: $0.languageCode, stars: $0.stars, hasBlockedBot: $0.blocked, isDeactivated: $0.deactivated)
    }
  }

  mutating func addPerson(_ record: PersonRecord) {
    people[record.id] = record
    nextPersonID = max(nextPersonID, record.id) + 1
    openPrivateChat(record.id)
    announcePerson(record.id)
  }

  mutating func openPrivateChat(_ id: Int) {
    if chats[id] == nil { chats[id] = ChatRecord(id: id, kind: .private) }
  }

  mutating func announcePerson(_ id: Int) {
    if let person = people[id] { events.append(.person(pagePerson(person))) }
  }

  /// Blocks or unblocks the bot, which is told.
  mutating func setBlocked(_ blocked: Bool, by id: Int) {
    guard let person = people[id], person.blocked != blocked, let chat = chats[id] else { return }
    people[id]?.blocked = blocked
    let (before, after) = blocked ? ("member", "kicked") : ("kicked", "member")
    if person.started { reportMembership(chat, by: person.user, old: membership(before), new: membership(after)) }
    announcePerson(id)
  }

  mutating func setLanguage(_ code: String?, of id: Int) {
    guard people[id] != nil else { return }
    people[id]?.languageCode = code
    announcePerson(id)
    if let chat = chats[id] { events.append(.chat(id, ["commands": pageCommands(chat)])) }
  }

  // MARK: - Groups

  mutating func createGroup(_ title: String, members: [Int], supergroup: Bool, administrator: Bool) -> Int? {
    guard let creator = members.first.flatMap({ people[$0] }) else { return nil }
    let id = supergroup ? nextGroupID &- 1_000_000_000_000 : nextGroupID
    nextGroupID -= 1
    var chat = ChatRecord(id: id, kind: supergroup ? .supergroup : .group, title: title)
    for member in members where people[member] != nil { chat.members[member] = .member }
    chat.members[creator.id] = .creator
    chat.members[botID] = .left
    chats[id] = chat
    addBot(to: id, by: creator.id, administrator: administrator)
    return id
  }

  mutating func addBot(to chatID: Int, by actor: Int, administrator: Bool) {
    changeBotMembership(of: chatID, to: administrator ? .administrator : .member, by: actor)
    let notice = store(
      ["new_chat_members": .array([.object(botUser)])], from: .service, in: chatID, sender: actor)
    if let notice { update(notice) }
  }

  mutating func removeBot(from chatID: Int, by actor: Int) {
    let notice = store(["left_chat_member": .object(botUser)], from: .service, in: chatID, sender: actor)
    if let notice { update(notice) }
    changeBotMembership(of: chatID, to: .kicked, by: actor)
  }

  /// A person enters or leaves a group.
  mutating func changeMember(_ personID: Int, of chatID: Int, joins: Bool) {
    guard let person = people[personID], let chat = chats[chatID], chat.kind != .private else { return }
    let old = member(personID, in: chat)
    chats[chatID]?.members[personID] = joins ? .member : .left
    let content: Fields =
      joins
      ? ["new_chat_members": .array([.object(person.user)])] : ["left_chat_member": .object(person.user)]
    let notice = store(content, from: .service, in: chatID, sender: personID)
    if let notice { update(notice) }
    guard chat.members[botID] == .administrator, let changed = chats[chatID] else { return }
    let report: Fields = [
      "chat": .object(chatFields(chat)), "from": .object(person.user), "date": .int(now.seconds),
      "old_chat_member": old ?? .null, "new_chat_member": member(personID, in: changed) ?? .null,
    ]
    enqueue("chat_member", .object(report), lane: chatID)
  }

  /// Turns a group into a supergroup: a new chat with a new id. Returns the new id.
  mutating func migrate(_ chatID: Int) -> Int? {
    guard let chat = chats[chatID], chat.kind == .group, chat.migratedTo == nil else { return nil }
    let id = chatID &- 1_000_000_000_000
    var successor = ChatRecord(id: id, kind: .supergroup, title: chat.title)
    successor.members = chat.members
    chats[id] = successor
    let actor = chat.members.first { $0.value == .creator }?.key ?? botID
    let leaving = store(["migrate_to_chat_id": .int(id)], from: .service, in: chatID, sender: actor)
    if let leaving { update(leaving) }
    chats[chatID]?.migratedTo = id
    let arriving = store(["migrate_from_chat_id": .int(chatID)], from: .service, in: id, sender: actor)
    if let arriving { update(arriving) }
    return id
  }
}
