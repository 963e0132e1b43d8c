import TelegramBotAPI
import Testing

@Suite struct ReplyTests {
  private func failure(_ status: Int, _ body: String) throws -> TelegramError {
    switch BotAPIReply.parse(status: status, body: body.bytes) {
    case .failure(let error): return error
    case .success: throw TelegramError(kind: .undecodable, code: 0, detail: "expected a failure")
    }
  }

  private func refusal(_ code: Int, _ description: String) throws -> TelegramError {
    try failure(code, #"{"ok":false,"error_code":\#(code),"description":"\#(description)"}"#)
  }

  @Test func resultsAreDecoded() throws {
    let reply = BotAPIReply.parse(
      status: 200,
      body: #"{"ok":true,"result":{"message_id":3,"date":1,"chat":{"id":42,"type":"private"},"text":"Hi"}}"#.bytes)
    #expect(try reply.result(of: SendMessage.self).messageID == 3)
    #expect(try reply.result(of: EditMessageText.self).message?.text == "Hi")
    let yes = BotAPIReply.parse(status: 200, body: #"{"result":true,"ok":true}"#.bytes)
    #expect(try yes.result(of: AnswerCallbackQuery.self))
    #expect(try yes.result(of: EditMessageText.self) == .done)
    let updates = BotAPIReply.parse(status: 200, body: #"{"ok":true,"result":[\#(Samples.callback)]}"#.bytes)
    #expect(try updates.result(of: GetUpdates.self).map(\.kind) == [.callbackQuery])
  }

  @Test func aResultOfAnotherShapeNamesTheFieldAndCountsAsExecuted() throws {
    let reply = BotAPIReply.parse(status: 200, body: #"{"ok":true,"result":{"date":1}}"#.bytes)
    let error = try #require(throws: TelegramError.self) { try reply.result(of: SendMessage.self) }
    #expect(error.kind == .undecodable)
    #expect(error.detail.contains("sendMessage: message_id"))
    #expect(error.execution == .executed)
    #expect(try failure(200, #"{"ok":true}"#).kind == .undecodable)
  }

  @Test func refusalsAreToldApart() throws {
    #expect(try refusal(401, "Unauthorized").kind == .unauthorized)
    #expect(try refusal(404, "Not Found").kind == .notFound)
    #expect(try refusal(403, "Forbidden: bot was blocked by the user").kind == .forbidden(.blocked))
    #expect(try refusal(403, "Forbidden: bot was kicked from the supergroup chat").kind == .forbidden(.kicked))
    #expect(try refusal(403, "Forbidden: bot is not a member of the channel chat").kind == .forbidden(.kicked))
    #expect(try refusal(403, "Forbidden: user is deactivated").kind == .forbidden(.deactivated))
    #expect(try refusal(403, "Forbidden: bot can't initiate conversation with a user").kind == .forbidden(.other))
    #expect(try refusal(400, "Bad Request: chat not found").kind == .chatNotFound)
    #expect(
      try refusal(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
      ).kind == .notModified)
    #expect(try refusal(400, "Bad Request: message to edit not found").kind == .messageNotFound)
    #expect(try refusal(400, "Bad Request: message to delete not found").kind == .messageNotFound)
    #expect(try refusal(400, "Bad Request: message to be replied not found").kind == .messageNotFound)
    #expect(try refusal(400, "Bad Request: message can't be edited").kind == .messageNotEditable)
    #expect(
      try refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid").kind
        == .queryTooOld)
    #expect(
      try refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot is running").kind
        == .conflict(.otherGetUpdates))
    #expect(
      try refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook").kind
        == .conflict(.webhookActive))
    let other = try refusal(400, "Bad Request: can't parse entities")
    #expect(other.kind == .badRequest)
    #expect(other.detail == "Bad Request: can't parse entities")
    #expect(other.code == 400)
    #expect(other.execution == .notExecuted)
  }

  @Test func limitsAndMigrationsCarryTheirNumbers() throws {
    let limited = try failure(
      429,
      #"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}"#
    )
    #expect(limited.kind == .tooManyRequests(retryAfter: 35))
    #expect(limited.execution == .notExecuted)
    #expect(try refusal(429, "Too Many Requests: retry after 7").kind == .tooManyRequests(retryAfter: 7))
    #expect(
      try failure(
        429, #"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":-5}}"#
      ).kind == .tooManyRequests(retryAfter: 1))
    let moved = try failure(
      400,
      #"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","#
        + #""parameters":{"migrate_to_chat_id":-1001234567890}}"#)
    #expect(moved.kind == .migrated(to: -1_001_234_567_890))
  }

  @Test(arguments: [
    "<html><head><title>502 Bad Gateway</title></head></html>", "", "[]", "7", "null", #"{"ok":"#, "{\"ok\":\"yes\"}",
    #"{"error":"no"}"#, "\u{0}",
  ])
  func whatIsNotTelegramsIsAmbiguous(_ body: String) throws {
    let error = try failure(502, body)
    #expect(error.kind == .server(status: 502))
    #expect(error.execution == .unknown)
    #expect(!error.detail.contains("html"))
    #expect(try failure(200, body).execution == .unknown)
    #expect(try failure(413, body).execution == .notExecuted)
    #expect(try failure(429, body).kind == .tooManyRequests(retryAfter: 60))
  }

  @Test func telegramsOwnFailuresAreAmbiguousButForARestart() throws {
    #expect(try refusal(500, "Internal Server Error: sent message was immediately deleted").execution == .unknown)
    #expect(try refusal(500, "Internal Server Error: restart").execution == .notExecuted)
  }

  @Test func detailsHoldNoSecretsAndNoFloods() throws {
    let token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9"
    let error = try refusal(400, "Bad Request: https://api.telegram.org/bot\(token)/x and 42:\(token.dropFirst(10))")
    #expect(!error.description.contains("AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9/"))
    #expect(error.detail.contains("bot<token>/x"))
    let encoded = try refusal(400, "bot123456789%3AAAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9")
    #expect(encoded.detail == "bot<token>")
    let short = try refusal(400, "at 12:30:45 failed")
    #expect(short.detail == "at 12:30:45 failed")
    let flood = try refusal(400, String(repeating: "é", count: 100_000))
    #expect(flood.detail.count == 300)
    #expect(try refusal(400, #"a\u0000\nb"#).detail == "a  b")
    let digits = try refusal(400, String(repeating: "1", count: 100_000))
    #expect(digits.detail.count == 300)
  }
}
