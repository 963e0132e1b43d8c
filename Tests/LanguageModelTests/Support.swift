import Foundation
import HTTPClient
import LanguageModel
import Synchronization

/// What tests ask for.
struct Plan: Codable, Sendable, Equatable {
  enum Mood: String, Codable { case calm, bold }
  var title: String
  var steps: [String]
  var mood: Mood
}

let planSchema = ChatSchema(
  name: "plan",
  json:
    #"{"type":"object","additionalProperties":false,"required":["title","steps","mood"],"properties":{"title":{"type":"string"},"steps":{"type":"array","items":{"type":"string"}},"mood":{"type":"string","enum":["calm","bold"]}}}"#
)
let goodPlan = #"{"title":"Run","steps":["shoes"],"mood":"calm"}"#

func question(_ data: String = "I want to run") -> ChatRequest {
  ChatRequest(
    prompt: "You plan.", schema: planSchema, style: "Be short.", context: #"{"today":"2026-11-22"}"#,
    summary: "They like mornings.", history: [ChatTurn(.user, "hi"), ChatTurn(.assistant, "hello")], data: data)
}

/// A body as JSON.
func json(_ body: [UInt8]) throws -> [String: Any] {
  try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
}

/// An answer of the API with this text of the model.
func completion(_ text: String, finish: String = "stop", extra: String = "") -> String {
  """
  {"id":"x","object":"chat.completion","choices":[{"index":0,"finish_reason":"\(finish)","message":{"role":"assistant","content":\(JSONText.quoted(text))\(extra)}}],"usage":{"prompt_tokens":120,"completion_tokens":30,"prompt_tokens_details":{"cached_tokens":64}}}
  """
}

/// A model that gives these replies in turn, and keeps what it was asked.
final class Replies: Sendable {
  private let rest: Mutex<[Result<ChatReply, ChatFailure>]>
  private let asked = Mutex<[(request: ChatRequest, rung: ChatRung, isRepair: Bool)]>([])

  init(_ replies: Result<ChatReply, ChatFailure>...) { rest = Mutex(replies) }

  var calls: [(request: ChatRequest, rung: ChatRung, isRepair: Bool)] { asked.withLock { $0 } }

  func next(_ request: ChatRequest, _ rung: ChatRung, _ isRepair: Bool) throws -> ChatReply {
    asked.withLock { $0.append((request, rung, isRepair)) }
    return try rest.withLock { $0.isEmpty ? .failure(.timedOut) : $0.removeFirst() }.get()
  }

  func climb(from rung: ChatRung = .schema, check: (Plan) -> [String] = { _ in [] }) async throws -> Ladder.Answer<Plan>
  {
    try await Ladder(from: rung).climb(question(), ask: { try self.next($0, $1, $2) }, check: check)
  }
}

extension Result where Success == ChatReply, Failure == ChatFailure {
  static func text(_ text: String) -> Self { .success(ChatReply(text: text)) }
  static func status(_ status: Int) -> Self {
    .failure(ChatFailure(status: status, headers: HTTPHeaders([]), body: []))
  }
}
