import TelegramBotAPI

extension World {
  mutating func sendPoll(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    let question = try formatted(
      a, "question", mode: "question_parse_mode", entities: "question_entities", limit: 300,
      tooLong: "poll question length must not exceed 300")
    guard !question.units.isEmpty else { throw .bad("poll question must be non-empty") }
    let given = try a.array("options") ?? []
    guard (1...12).contains(given.count) else { throw .bad("poll must have at least 1 and at most 12 options") }
    var options: [JSONValue] = []
    for (index, item) in given.enumerated() {
      let text = item.string ?? item["text"]?.string ?? ""
      guard !text.isEmpty else { throw .bad("poll options must be non-empty") }
      guard text.utf16.count <= 100 else { throw .bad("poll options length must not exceed 100") }
      options.append(
        .object(["persistent_id": .string(String(index)), "text": .string(text), "voter_count": .int(0)]))
    }
    let type = a.string("type") ?? "regular"
    guard type == "regular" || type == "quiz" else { throw .bad("unsupported poll type specified") }
    var poll: Fields = [
      "id": .string(String(UInt64.random(in: 1 << 60...(1 << 62), using: &random))),
      "question": .string(question.text), "options": .array(options), "total_voter_count": .int(0),
      "is_closed": .bool(a.flag("is_closed")),
      "is_anonymous": .bool(a.has("is_anonymous") ? a.flag("is_anonymous") : true),
      "type": .string(type), "allows_multiple_answers": .bool(a.flag("allows_multiple_answers")),
      "allows_revoting": .bool(a.has("allows_revoting") ? a.flag("allows_revoting") : type == "regular"),
      "members_only": .bool(a.flag("members_only")),
    ]
    if !question.entities.isEmpty { poll["question_entities"] = .array(question.json) }
    if type == "quiz" {
      let right = try a.array("correct_option_ids") ?? []
      guard !right.isEmpty, right.allSatisfy({ options.indices.contains(Int($0.int ?? -1)) }) else {
        throw .bad("wrong correct option ID specified")
      }
      poll["correct_option_ids"] = .array(right)
      poll.add("explanation", text: a.string("explanation"))
    }
    return try post(["poll": .object(poll)], to: chat, a)
  }

  mutating func stopPoll(_ a: Arguments) throws(APIError) -> JSONValue {
    let chat = try writableChat(a)
    guard let id = a.integer("message_id"), let message = chat.message(id), let index = chat.index(of: id),
      var poll = message.fields["poll"]?.object, message.author == .bot
    else { throw .bad("message with poll to stop not found") }
    guard poll["is_closed"]?.bool == false else { throw .bad("poll has already been closed") }
    poll["is_closed"] = .bool(true)
    chats[chat.id]?.messages[index].fields["poll"] = .object(poll)
    chats[chat.id]?.messages[index].fields["reply_markup"] =
      try Markup.read(a.structure("reply_markup"), inlineOnly: true)?.onMessage
    announce(id, in: chat.id)
    return .object(poll)
  }

  /// A person votes: the counts change and the bot is told.
  mutating func vote(_ personID: Int, chat chatID: Int, message id: Int, options chosen: [Int]) -> Bool {
    guard let person = people[personID], let chat = chats[chatID], let index = chat.index(of: id),
      var poll = chat.message(id)?.fields["poll"]?.object, poll["is_closed"]?.bool == false,
      var options = poll["options"]?.array, !chosen.isEmpty, chosen.allSatisfy(options.indices.contains)
    else { return false }
    for choice in chosen {
      guard var option = options[choice].object else { continue }
      option["voter_count"] = .int((option["voter_count"]?.int ?? 0) + 1)
      options[choice] = .object(option)
    }
    poll["options"] = .array(options)
    poll["total_voter_count"] = .int((poll["total_voter_count"]?.int ?? 0) + 1)
    chats[chatID]?.messages[index].fields["poll"] = .object(poll)
    if poll["is_anonymous"]?.bool == false {
      let answer: Fields = [
        "poll_id": poll["id"] ?? .null, "user": .object(person.user), "option_ids": .array(chosen.map { .int($0) }),
        "option_persistent_ids": .array(chosen.map { .string(String($0)) }),
      ]
      enqueue("poll_answer", .object(answer), lane: personID)
    }
    enqueue("poll", .object(poll), lane: chatID)
    announce(id, in: chatID)
    return true
  }
}
