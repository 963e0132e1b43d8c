import CivilTime
import TelegramBotAPI

extension World {
  /// One Bot API call from its parameters to its answer, faults and limits included.
  mutating func call(_ method: String, _ parameters: JSONValue, _ attachments: [String: Attachment]) -> EmulatorAnswer {
    let arguments = Arguments(values: parameters.object ?? [:], attachments: attachments)
    let effect = takeFault(method, arguments)
    var executed = false
    var answer: EmulatorAnswer
    switch effect {
    case .retryAfter(let seconds): answer = APIError.tooMany(seconds).answer
    case .refuse(let code, let text): answer = APIError(code: code, description: text).answer
    case .html(let status):
      let page = "<html><head><title>\(status)</title></head><body><h1>\(status)</h1><hr>nginx</body></html>"
      answer = .http(status: status, contentType: "text/html", body: Array(page.utf8))
    case .cutBefore: answer = .cut(executed: false)
    default:
      (answer, executed) = execute(method, parameters, arguments)
    }
    switch (effect, answer) {
    case (.truncated, .http(let status, let type, let body)):
      answer = .http(status: status, contentType: type, body: Array(body.prefix(body.count / 2)))
    case (.cutAfter, _): answer = .cut(executed: executed)
    case (.delay(let time), _): answer = .delayed(time, answer)
    default: break
    }
    history.add(.called(method: method, parameters: parameters, answer: answer, executed: executed), at: now)
    return answer
  }

  private mutating func execute(_ method: String, _ parameters: JSONValue, _ arguments: Arguments)
    -> (EmulatorAnswer, Bool)
  {
    guard let name = Schema.method(method) else {
      return (APIError(code: 404, description: "Not Found: method not found").answer, false)
    }
    do throws(APIError) {
      if loggedOut, name != "logOut" { throw APIError(code: 400, description: "Logged out") }
      guard let given = parameters.object else { throw .bad("can't parse JSON object") }
      let values = Schema.typed(given, attachments: arguments.attachments, of: name)
      let typed = Arguments(values: values, attachments: arguments.attachments)
      if configuration.enforceLimits { try limit(name, typed) }
      let result = try perform(name, typed, checking: values)
      return (.json(200, .object(["ok": .bool(true), "result": result])), true)
    } catch {
      return (error.answer, false)
    }
  }

  /// Telegram's own refusal comes first, for its words are what a bot's author will look for; what only the
  /// documentation forbids is refused after it, without effect.
  private mutating func perform(_ method: String, _ a: Arguments, checking values: Fields) throws(APIError) -> JSONValue
  {
    let problem = Schema.problem(values, of: method, rejectsUnknown: configuration.rejectsUnknownParameters)
    guard let problem else { return try perform(method, a) }
    let before = self
    defer { self = before }
    _ = try perform(method, a)
    throw .bad("wrong parameter: \(problem)")
  }

  private mutating func limit(_ method: String, _ a: Arguments) throws(APIError) {
    let counted =
      method.hasPrefix("send") && method != "sendChatAction" && method != "sendMessageDraft"
      || method.hasPrefix("edit")
      || method.hasPrefix("copyMessage") || method.hasPrefix("forwardMessage")
    guard counted, let id = a.integer("chat_id") else { return }
    if let wait = limits.take(chat: id, isGroup: id < 0, now: now) { throw .tooMany(wait) }
  }

  private mutating func perform(_ method: String, _ a: Arguments) throws(APIError) -> JSONValue {
    switch method {
    case "getMe": return me()
    case "logOut":
      loggedOut = true
      return .bool(true)
    case "close": return .bool(true)
    case "getUpdates": return try getUpdates(a)
    case "setWebhook": return try setWebhook(a)
    case "deleteWebhook": return deleteWebhook(a)
    case "getWebhookInfo": return webhookInfo()

    case "sendMessage": return try sendMessage(a)
    case "sendMessageDraft": return try sendMessageDraft(a)
    case "sendChatAction": return try sendChatAction(a)
    case "sendPhoto", "sendDocument", "sendVideo", "sendAnimation", "sendAudio", "sendVoice", "sendSticker",
      "sendVideoNote":
      return try sendMedia(a, MediaKind(method: method))
    case "sendMediaGroup": return try sendMediaGroup(a)
    case "sendLocation", "sendVenue": return try sendLocation(a, venue: method == "sendVenue")
    case "sendContact": return try sendContact(a)
    case "sendDice": return try sendDice(a)
    case "sendPoll": return try sendPoll(a)
    case "stopPoll": return try stopPoll(a)
    case "copyMessage": return try copyMessage(a)
    case "copyMessages": return try copyMessages(a)
    case "forwardMessage": return try forwardMessage(a)
    case "forwardMessages": return try forwardMessages(a)

    case "editMessageText": return try editMessageText(a)
    case "editMessageCaption": return try editMessageCaption(a)
    case "editMessageMedia": return try editMessageMedia(a)
    case "editMessageReplyMarkup": return try editMessageReplyMarkup(a)
    case "deleteMessage": return try deleteMessage(a)
    case "deleteMessages": return try deleteMessages(a)
    case "setMessageReaction": return try setMessageReaction(a)
    case "pinChatMessage": return try pinChatMessage(a)
    case "unpinChatMessage": return try unpinChatMessage(a)
    case "unpinAllChatMessages": return try unpinAllChatMessages(a)

    case "answerCallbackQuery": return try answerCallbackQuery(a)
    case "sendInvoice": return try sendInvoice(a)
    case "createInvoiceLink": return try createInvoiceLink(a)
    case "answerPreCheckoutQuery": return try answerPreCheckoutQuery(a)
    case "refundStarPayment": return try refundStarPayment(a)
    case "editUserStarSubscription": return try editUserStarSubscription(a)
    case "getStarTransactions": return try getStarTransactions(a)
    case "getMyStarBalance": return .object(["amount": .int(payments.botStars)])

    case "getFile": return try getFile(a)
    case "getUserProfilePhotos": return try getUserProfilePhotos(a)
    case "getChat": return try getChat(a)
    case "getChatMember": return try getChatMember(a)
    case "getChatMemberCount": return try getChatMemberCount(a)
    case "getChatAdministrators": return try getChatAdministrators(a)
    case "leaveChat": return try leaveChat(a)
    case "setChatTitle": return try setChatTitle(a)

    case "setMyCommands": return try setMyCommands(a)
    case "getMyCommands": return try getMyCommands(a)
    case "deleteMyCommands": return try deleteMyCommands(a)
    case "setMyName", "setMyDescription", "setMyShortDescription": return try setProfileText(method, a)
    case "getMyName", "getMyDescription", "getMyShortDescription": return profileText(method, a)
    case "setChatMenuButton": return try setChatMenuButton(a)
    case "getChatMenuButton": return try getChatMenuButton(a)
    default: return try unmodelled(method, a)
    }
  }

  /// Methods whose effect nobody sees here: checked, then answered as if done.
  private mutating func unmodelled(_ method: String, _ a: Arguments) throws(APIError) -> JSONValue {
    if let name = Schema.missing(a.values, of: method).first { throw .bad("\(name) is empty") }
    if a.has("chat_id") { _ = try chat(a) }
    guard Schema.answersTrue(method) else { throw .bad("\(method) is not supported by the sandbox") }
    return .bool(true)
  }

  private func me() -> JSONValue {
    var me = botUser
    me["can_join_groups"] = .bool(true)
    me["can_read_all_group_messages"] = .bool(!configuration.privacyMode)
    for name in [
      "supports_inline_queries", "supports_guest_queries", "can_connect_to_business", "has_main_web_app",
      "has_topics_enabled", "allows_users_to_create_topics", "can_manage_bots", "supports_join_request_queries",
    ] { me[name] = .bool(false) }
    return .object(me)
  }
}
