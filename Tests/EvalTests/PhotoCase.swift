import Contracts
import PluginAPI
import Testing

@testable import Goals

/// A photo: its caption, the person's goals, and what a model said of it.
struct PhotoCase: Decodable, Sendable, CustomTestStringConvertible {
  var id: String
  var language: Language
  var goals: [EvalGoal]
  var caption: String
  var answer: PhotoAnswer
  var accepted: Bool
  /// What the person reads of what the picture shows; nil where nothing is said of it.
  var shown: String?
  var expected: [EvalEntry]
  var testDescription: String { id }

  /// What the validation code makes of the answer, as the plugin does.
  var judged: (problems: [String], shown: String?, entries: [EvalEntry]) {
    let goals = goals.enumerated().map { $1.goal($0 + 1) }
    let refs = Dictionary(uniqueKeysWithValues: goals.enumerated().map { ("g\($0 + 1)", $1) })
    let problems = answer.problems(in: language, refs: Set(refs.keys))
    guard problems.isEmpty, answer.safety == "ok" else { return (problems, nil, []) }
    let today = LocalDate("2026-03-02") ?? .min
    let reading = CheckInReading(caption, running: goals, open: goals.map(\.id))
    let facts = ReplyFacts(language: language, told: "", message: caption, refs: Set(refs.keys))
    let review = ProposalReview(
      answer.reply(dayOffset: reading?.statement.dayOffset ?? 0), goals: refs, reading: reading, facts: facts)
    func entry(_ choice: PhotoChoice, _ how: String) -> EvalEntry {
      EvalEntry(
        goal: goals.first { $0.id == choice.goal }?.title ?? "?", kind: choice.kind, amount: choice.amount,
        day: today.days(until: choice.date), how: how)
    }
    if review.applied.count == 1 {
      let applied = review.applied.map { entry(PhotoChoice($0, today: today), "applied") }
      return (problems, answer.caption, applied)
    }
    let said = (reading?.goals ?? []).compactMap { reading?.entry(for: $0) }.map { PhotoChoice($0, today: today) }
    let found = answer.choices(among: refs, on: today).filter { choice in !said.contains { $0.goal == choice.goal } }
    return (problems, answer.caption, (said + found).map { entry($0, "offered") })
  }
}

extension OfflineEvals {
  @Test(arguments: Cases.photos) func photosAreJudged(_ photo: PhotoCase) {
    let judged = photo.judged
    #expect(judged.problems.isEmpty == photo.accepted, "\(judged.problems)")
    #expect(judged.shown == photo.shown)
    #expect(judged.entries == photo.expected)
  }
}
