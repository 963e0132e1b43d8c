import TelegramBotAPI

@testable import HTTPClient

/// Answers to calls, as Telegram or anything in between sends them, and their header fields.
func fuzzReplies(_ input: [UInt8]) {
  var reader = InputReader(input)
  let status = [200, 400, 401, 403, 404, 409, 429, 500, 502][Int(reader.byte()) % 9]
  let body = Array(reader.rest)
  let reply = BotAPIReply.parse(status: status, body: body)
  switch reply {
  case .success(let result):
    demand(result.range.upperBound <= result.base.count, "a result outside the answer")
    _ = try? BotAPIReply.decode(GetMe.self, from: result)
    _ = try? BotAPIReply.decode(SendMessage.self, from: result)
    _ = try? BotAPIReply.decode(GetUpdates.self, from: result)
    for update in (try? result.elements()) ?? [] { _ = try? SlimUpdate(update) }
  case .failure(let error):
    if case .tooManyRequests(let seconds) = error.kind {
      demand((1...86_400).contains(seconds), "a pause of \(seconds) s")
    }
    demand("\(error)".utf8.count < 4096, "a long error")
  }
  let headers = HTTPHeaders(lines: body)
  for field in headers.fields.prefix(50) {
    if field.name.utf8.allSatisfy({ $0 < 0x80 }) { demand(headers[field.name] != nil, "a field that is not found") }
    demand(!field.value.contains("\n") && !field.name.contains("\n"), "a field over two lines")
  }
}
