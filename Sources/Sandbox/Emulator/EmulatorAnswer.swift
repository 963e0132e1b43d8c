public import TelegramBotAPI

/// What became of one Bot API call.
public indirect enum EmulatorAnswer: Sendable, Hashable {
  /// Telegram answered with this HTTP status, content type and body.
  case http(status: Int, contentType: String, body: [UInt8])
  /// The connection was cut without an answer; `executed` says whether the call took effect before.
  case cut(executed: Bool)
  /// The answer comes only after a delay.
  case delayed(Duration, EmulatorAnswer)

  /// The HTTP status, `nil` if the connection was cut.
  public var status: Int? {
    switch self {
    case .http(let status, _, _): status
    case .cut: nil
    case .delayed(_, let answer): answer.status
    }
  }

  /// The parsed body, `nil` if there is none or it is not JSON.
  public var json: JSONValue? {
    switch self {
    case .http(_, _, let body): JSON.parse(body)
    case .cut: nil
    case .delayed(_, let answer): answer.json
    }
  }

  /// The `result` of a successful call.
  public var result: JSONValue? { json?["result"] }

  /// The `description` of a refused call.
  public var refusal: String? { json?["description"]?.string }

  static func json(_ status: Int, _ body: JSONValue) -> EmulatorAnswer {
    .http(status: status, contentType: "application/json", body: body.jsonBytes())
  }
}

/// A refusal in Telegram's words.
struct APIError: Error {
  var code: Int
  var description: String
  var parameters: Fields = [:]

  static func bad(_ text: String) -> APIError { APIError(code: 400, description: "Bad Request: \(text)") }
  static func forbidden(_ text: String) -> APIError { APIError(code: 403, description: "Forbidden: \(text)") }
  static func tooMany(_ seconds: Int) -> APIError {
    APIError(
      code: 429, description: "Too Many Requests: retry after \(seconds)", parameters: ["retry_after": .int(seconds)])
  }

  var answer: EmulatorAnswer {
    var body: Fields = ["ok": .bool(false), "error_code": .int(code), "description": .string(description)]
    if !parameters.isEmpty { body["parameters"] = .object(parameters) }
    return .json(code, .object(body))
  }
}
