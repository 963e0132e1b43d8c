/// Gets an answer of the right form: by the highest rung that the model stands on, with one repair.
public struct Ladder: Sendable {
  /// An answer that is good, and how it was got.
  public struct Answer<Value: Sendable>: Sendable {
    public let value: Value
    /// Where the answer was found: ``ChatRung/text`` also when a higher rung was asked for and JSON stood amid words.
    public let rung: ChatRung
    public let isRepaired: Bool
    /// The rung that the provider turned out to refuse; nil when it took the first.
    public let refused: ChatRung?
  }

  /// Asks the model once; told whether it is for a repair.
  public typealias Ask = (ChatRequest, ChatRung, _ isRepair: Bool) async throws -> ChatReply

  private let first: ChatRung

  /// - Parameter first: the highest rung to try.
  public init(from first: ChatRung) { self.first = first }

  /// - Parameters:
  ///   - check: what is wrong with a decoded answer, in English.
  ///   - judged: told what became of each reply: `ok`, `refused`, `invalid` or `truncated`.
  /// - Throws: ``ChatFailure`` and whatever `ask` throws.
  public func climb<Value: Decodable & Sendable>(
    _ request: ChatRequest, as type: Value.Type = Value.self, ask: Ask, check: (Value) -> [String],
    judged: (_ outcome: String) async -> Void = { _ in }
  ) async throws -> Answer<Value> {
    var (rung, reply, refused) = try await descend(request, ask)
    var request = request
    var isRepair = false
    while true {
      if let refusal = reply.refusal {
        await judged("refused")
        throw ChatFailure.refused(String(refusal.prefix(500)))
      }
      let reading = AnswerReading(reply, rung: rung, check: check)
      switch reading {
      case .good(let value, let found):
        await judged("ok")
        return Answer(value: value, rung: found, isRepaired: isRepair, refused: refused)
      case .bad(let problems):
        await judged(problems.isTruncated ? "truncated" : "invalid")
        if isRepair { throw ChatFailure.invalid(problems.list) }
        isRepair = true
        request.repair = ChatRepair(answer: problems.isTruncated ? "" : reply.text, problems: problems.list)
        if problems.isTruncated { request.maximumOutputTokens *= 2 }
        (rung, reply, refused) = try await descend(request, from: rung, refused: refused, isRepair: true, ask)
      }
    }
  }

  /// What is wrong with an answer.
  public struct Problems: Sendable, Hashable {
    public var list: [String]
    public var isTruncated = false
  }

  private func descend(_ request: ChatRequest, _ ask: Ask) async throws -> (ChatRung, ChatReply, ChatRung?) {
    try await descend(request, from: first, refused: nil, isRepair: false, ask)
  }

  /// Steps down while the provider refuses the request as it is: many say 400 to a `response_format` that they do not
  /// know. That it was the format is known once the same question goes through without it.
  private func descend(
    _ request: ChatRequest, from start: ChatRung, refused before: ChatRung?, isRepair: Bool, _ ask: Ask
  ) async throws -> (ChatRung, ChatReply, ChatRung?) {
    var rung = start
    var refused = before
    while true {
      do {
        return (rung, try await ask(request, rung, isRepair), refused)
      } catch let failure as ChatFailure {
        guard case .rejected(let status, _) = failure, [400, 415, 422, 501].contains(status), let below = rung.below
        else { throw failure }
        refused = rung
        rung = below
      }
    }
  }
}
