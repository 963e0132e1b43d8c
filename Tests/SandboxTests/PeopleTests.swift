import CivilTime
import Sandbox
import TelegramBotAPI
import Testing

@Suite struct PeopleTests {
  @Test func blockingIsReported() async throws {
    let bench = await Bench()
    await bench.telegram.block(by: bench.alice.id)
    await #expect(throws: PersonError.blocked) { try await bench.telegram.send("x", from: bench.alice.id) }
    await bench.telegram.unblock(by: bench.alice.id)
    let updates = await bench.updates()
    #expect(updates.map { $0["my_chat_member"]?["new_chat_member"]?["status"]?.string } == ["kicked", "member"])
    #expect(updates.allSatisfy { BotAPISchema.problems(in: $0, ofType: "Update").isEmpty })
  }

  @Test func peopleEditTheirOwnMessages() async throws {
    let bench = await Bench()
    let id = try await bench.telegram.send("helo", from: bench.alice.id)
    try await bench.telegram.edit(id, to: "hello", from: bench.alice.id)
    let edited = await bench.updates().last?["edited_message"]
    #expect(edited?["text"] == .string("hello") && edited?["edit_date"] != nil)
    let ours = await bench.offer("A")
    await #expect(throws: PersonError.notTheirs) {
      try await bench.telegram.edit(ours, to: "x", from: bench.alice.id)
    }
    await #expect(throws: PersonError.tooLong(limit: 4096)) {
      try await bench.telegram.send(String(repeating: "x", count: 4097), from: bench.alice.id)
    }
    await #expect(throws: PersonError.empty) { try await bench.telegram.send("  ", from: bench.alice.id) }
  }

  @Test func aOneTimeKeyboardGoesWithTheNextMessage() async throws {
    let bench = await Bench()
    let keyboard: JSONValue = .object([
      "keyboard": .array([.array([.object(["text": .string("Yes")])])]), "one_time_keyboard": .bool(true),
    ])
    _ = await bench.say("Sure?", ["reply_markup": keyboard])
    #expect(await bench.telegram.replyKeyboard(in: bench.alice.id) == [["Yes"]])
    try await bench.telegram.send("Yes", from: bench.alice.id)
    #expect(await bench.telegram.replyKeyboard(in: bench.alice.id).isEmpty)
  }

  @Test func inGroupsTheBotSeesWhatIsMeantForIt() async throws {
    let bench = await Bench()
    let bob = await bench.telegram.addPerson("Bob")
    let members = [bench.alice.id, bob.id]
    let group = try #require(await bench.telegram.createGroup("Runners", members: members))
    let joined = await bench.updates()
    #expect(joined.first?["my_chat_member"]?["new_chat_member"]?["status"] == .string("member"))
    #expect(joined.last?["message"]?["new_chat_members"]?[0]?["is_bot"] == .bool(true))
    let offset = (joined.last?["update_id"]?.int ?? 0) + 1
    try await bench.telegram.send("hello all", from: bob.id, in: group)
    try await bench.telegram.send("/goal@roost_bot", from: bob.id, in: group)
    try await bench.telegram.send("/goal@other_bot", from: bob.id, in: group)
    try await bench.telegram.send("/goal", from: bob.id, in: group)
    let card = await bench.call("sendMessage", ["chat_id": .int(group), "text": .string("Who?")])
    try await bench.telegram.send("/me", from: bob.id, in: group)
    try await bench.telegram.send("I", from: bob.id, in: group, replyTo: card.result?["message_id"]?.int)
    let seen = await bench.updates(offset: offset).compactMap { $0["message"]?["text"]?.string }
    #expect(seen == ["/goal@roost_bot", "/me", "I"])
  }

  @Test func leavingAndBeingThrownOut() async throws {
    let bench = await Bench()
    let group = try #require(await bench.telegram.createGroup("G", members: [bench.alice.id], isSupergroup: true))
    func write() async -> String? {
      await bench.call("sendMessage", ["chat_id": .int(group), "text": .string("x")]).refusal
    }
    #expect(await write() == nil)
    await bench.telegram.removeBot(from: group, by: bench.alice.id)
    #expect(await write() == "Forbidden: bot was kicked from the supergroup chat")
    await bench.telegram.addBot(to: group, by: bench.alice.id)
    #expect(await bench.call("leaveChat", ["chat_id": .int(group)]).result == .bool(true))
    #expect(await write() == "Forbidden: bot is not a member of the supergroup chat")
    #expect(await bench.updates().last?["my_chat_member"]?["new_chat_member"]?["status"] == .string("left"))
  }

  @Test func aGroupThatBecameASupergroupSaysWhere() async throws {
    let bench = await Bench()
    let group = try #require(await bench.telegram.createGroup("G", members: [bench.alice.id]))
    let successor = try #require(await bench.telegram.migrate(group: group))
    let answer = await bench.call("sendMessage", ["chat_id": .int(group), "text": .string("x")])
    #expect(answer.status == 400)
    #expect(answer.json?["parameters"]?["migrate_to_chat_id"] == .int(successor))
    #expect(await bench.call("sendMessage", ["chat_id": .int(successor), "text": .string("x")]).status == 200)
    let updates = await bench.updates().compactMap { $0["message"] }
    #expect(updates.contains { $0["migrate_to_chat_id"] == .int(successor) })
    #expect(updates.contains { $0["migrate_from_chat_id"] == .int(group) })
  }

  @Test func commandMenusFollowScopeAndLanguage() async throws {
    let bench = await Bench()
    func set(_ name: String, _ more: [String: JSONValue] = [:]) async -> EmulatorAnswer {
      let command: JSONValue = .object(["command": .string(name), "description": .string("d")])
      return await bench.call("setMyCommands", ["commands": .array([command])].merging(more) { $1 })
    }
    func menu() async -> String? {
      await bench.telegram.commandMenu(of: bench.alice.id).first?["command"]?.string
    }
    let priv: JSONValue = .object(["type": .string("all_private_chats")])
    let chat: JSONValue = .object(["type": .string("chat"), "chat_id": bench.alice.chat])
    #expect(await set("default").result == .bool(true))
    #expect(await menu() == "default")
    _ = await set("default_ru", ["language_code": .string("ru")])
    #expect(await menu() == "default_ru")
    _ = await set("private", ["scope": priv])
    #expect(await menu() == "private")
    _ = await set("private_ru", ["scope": priv, "language_code": .string("ru")])
    #expect(await menu() == "private_ru")
    await bench.telegram.setLanguage("de", of: bench.alice.id)
    #expect(await menu() == "private")
    _ = await set("mine", ["scope": chat])
    #expect(await menu() == "mine")
    _ = await bench.call("deleteMyCommands", ["scope": chat])
    #expect(await menu() == "private")
    #expect(await bench.call("getMyCommands", ["scope": priv]).result?[0]?["command"] == .string("private"))
    #expect(await set("Upper").refusal == "Bad Request: BOT_COMMAND_INVALID")
    #expect(await set("x", ["language_code": .string("rus")]).status == 400)
    #expect(await set("x", ["scope": .object(["type": .string("planet")])]).status == 400)
  }

  @Test func namesAndDescriptionsFallBackToTheDefaultLanguage() async {
    let bench = await Bench()
    _ = await bench.call("setMyName", ["name": .string("Coach")])
    _ = await bench.call("setMyName", ["name": .string("Тренер"), "language_code": .string("ru")])
    #expect(await bench.call("getMyName", ["language_code": .string("ru")]).result?["name"] == .string("Тренер"))
    #expect(await bench.call("getMyName", ["language_code": .string("de")]).result?["name"] == .string("Coach"))
    #expect(await bench.call("getMyDescription").result?["description"] == .string(""))
    #expect(
      await bench.call("setMyShortDescription", ["short_description": .string(String(repeating: "x", count: 121))])
        .status == 400)
  }

  @Test func chatsAndMembersCanBeAskedFor() async {
    let bench = await Bench()
    let chat = await bench.call("getChat", ["chat_id": bench.alice.chat]).result ?? .null
    #expect(chat["first_name"] == .string("Alice"))
    #expect(BotAPISchema.problems(in: chat, ofType: "ChatFullInfo").isEmpty)
    let me = await bench.call("getMe").result ?? .null
    #expect(me["username"] == .string("roost_bot"))
    #expect(BotAPISchema.problems(in: me, ofType: "User").isEmpty)
    let member = await bench.call("getChatMember", ["chat_id": bench.alice.chat, "user_id": bench.alice.chat])
    #expect(BotAPISchema.problems(in: member.result ?? .null, ofType: "ChatMember").isEmpty)
  }

  @Test func observersSeeWhatThePageShows() async throws {
    let bench = await Bench()
    let events = await bench.telegram.events()
    try await bench.telegram.send("hi", from: bench.alice.id)
    _ = await bench.call("sendChatAction", ["chat_id": bench.alice.chat, "action": .string("typing")])
    _ = await bench.offer("A")
    var seen: [JSONValue] = []
    for await event in events {
      seen.append(event.json)
      if seen.count == 4 { break }
    }
    #expect(seen.map { $0["type"]?.string } == ["message", "chat", "message", "chat"])
    #expect(seen[0]["message"]?["from"] == .string("person"))
    #expect(seen[1]["typing"] == .bool(true) && seen[3]["typing"] == .bool(false))
    #expect(seen[2]["message"]?["keyboard"]?[0]?[0]?["kind"] == .string("callback"))
  }
}
