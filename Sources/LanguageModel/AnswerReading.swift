import Foundation

/// A reply read as an answer, or what is wrong with it.
enum AnswerReading<Value: Decodable & Sendable> {
  case good(Value, ChatRung)
  case bad(Ladder.Problems)

  init(_ reply: ChatReply, rung: ChatRung, check: (Value) -> [String]) {
    if reply.isTruncated {
      self = .bad(
        Ladder.Problems(list: ["the answer was cut off because it was too long; be shorter"], isTruncated: true))
      return
    }
    let whole = reply.text.trimmingCharacters(in: .whitespacesAndNewlines)
    if whole.isEmpty {
      self = .bad(Ladder.Problems(list: ["the answer was empty"]))
      return
    }
    guard let object = JSONText.firstObject(in: whole) else {
      self = .bad(Ladder.Problems(list: ["there is no JSON object in the answer"]))
      return
    }
    do {
      let value = try JSONDecoder().decode(Value.self, from: Data(object.utf8))
      let problems = check(value)
      self = problems.isEmpty ? .good(value, object == whole ? rung : .text) : .bad(Ladder.Problems(list: problems))
    } catch {
      self = .bad(Ladder.Problems(list: [Self.problem(error)]))
    }
  }

  /// Where it is wrong and what was expected there, without quoting the answer.
  private static func problem(_ error: any Error) -> String {
    func place(_ path: [any CodingKey], _ key: (any CodingKey)? = nil) -> String {
      let keys = (path + [key].compactMap { $0 }).map {
        $0.intValue.map { "[\($0)]" } ?? String($0.stringValue.prefix(40))
      }
      return keys.isEmpty ? "the answer" : keys.joined(separator: ".")
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): return "\(place(context.codingPath, key)): required, but missing"
    case .valueNotFound(let type, let context): return "\(place(context.codingPath)): expected \(type), found null"
    case .typeMismatch(let type, let context):
      return "\(place(context.codingPath)): expected \(type), found another type"
    case .dataCorrupted(let context):
      return "\(place(context.codingPath)): not one of the values that the schema allows"
    default: return "the answer does not follow the schema"
    }
  }
}
