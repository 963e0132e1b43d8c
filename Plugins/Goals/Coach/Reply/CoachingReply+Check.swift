import Contracts
import PluginAPI

extension CoachingReply {
  static let longestReply = 900
  static let longestAnswer = 24

  /// What is wrong with the answer, in English for the model's repair. Empty when a person may read it. Single
  /// proposals are not in it: those that are no good are left out.
  func problems(_ facts: ReplyFacts) -> [String] {
    if safety != "ok", category == nil { return ["safety is not one of its values"] }
    // Nothing else of such an answer is used.
    guard category == nil || category == .minor else { return [] }
    var problems: [String] = []
    if language != facts.language.rawValue { problems.append("language must be \(facts.language.rawValue)") }
    let text = text
    if text.isEmpty { problems.append("reply is empty") }
    if reply.count > Self.longestReply * 2 { problems.append("reply has at most \(Self.longestReply) characters") }
    if !ForeignText.isWritten([text], in: facts.language) {
      problems.append("reply must be written in \(facts.language.rawValue)")
    }
    let known = facts.numbers
    let invented = TextWords(text).numbers.filter { !facts.isKnown($0, known) }
    if !invented.isEmpty {
      problems.append("numbers that are not in NUMBERS: \(invented.prefix(3).map { "\($0)" }.joined(separator: ", "))")
    }
    return problems
  }

  /// The reply and its question as a person reads them: at most 900 characters, one question, no links, names,
  /// telephone numbers or markup.
  var text: String {
    var body = ReplyText.clean(reply)
    let question = ReplyText.clean(question ?? "")
    if !question.isEmpty {
      body = ReplyText.withoutQuestions(body)
      body = body.isEmpty ? question : body + "\n\n" + ReplyText.oneQuestion(question)
    } else {
      body = ReplyText.oneQuestion(body)
    }
    return ReplyText.cut(body, to: Self.longestReply)
  }

  /// Short answers to tap, those that fit a button.
  var answers: [String] {
    var seen: Set<String> = []
    return quickAnswers.map { ReplyText.clean($0) }
      .filter { !$0.isEmpty && $0.count <= Self.longestAnswer && seen.insert($0).inserted }.prefix(4).map(\.self)
  }

  /// What to remember, offered to the person.
  var facts: [Fact] {
    memory.prefix(2).compactMap { fact in
      let text = ReplyText.clean(fact.text)
      return text.count < 3 || text.count > 200 || !ForeignText.isClean(fact.text)
        ? nil : Fact(kind: fact.kind, text: text)
    }
  }
}
