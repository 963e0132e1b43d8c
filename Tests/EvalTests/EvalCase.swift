import Contracts
import Foundation
import PluginAPI
import Testing

@testable import Goals
@testable import Reminders

/// A goal as a case writes it.
struct EvalGoal: Decodable, Sendable {
  var title: String
  var kind: GoalSnapshot.Kind
  var target: Double?
  var unit: String?

  func goal(_ number: Int) -> Goal {
    Goal(
      snapshot: GoalSnapshot(
        id: RowID(high: UInt64(number), low: 1), title: title, kind: kind, status: .active, schedule: .daily,
        target: target, unit: unit, createdAt: Instant(unixSeconds: 1_772_442_000),
        startDate: LocalDate("2026-01-01") ?? .min))
  }
}

/// What is to be logged of a text, and how.
struct EvalEntry: Decodable, Sendable, Hashable {
  var goal: String
  var kind: CheckIn.Kind
  var amount: Double?
  var day: Int
  /// `applied` without a tap, or `offered` as a button.
  var how: String
}

/// A talk: what the person wrote and what a model answered.
struct TalkCase: Decodable, Sendable, CustomTestStringConvertible {
  var id: String
  var language: Language
  var goals: [EvalGoal]
  var message: String
  var answer: CoachingReply
  var expected: [EvalEntry]?
  var accepted: Bool?
  var mostQuestions: Int?
  var forbidden: [String]?
  private enum CodingKeys: String, CodingKey {
    case id, language, goals, message, answer, expected, accepted, forbidden
    case mostQuestions = "most_questions"
  }
  var testDescription: String { id }
}

struct WishCase: Decodable, Sendable, CustomTestStringConvertible {
  var id: String
  var language: Language
  var wish: String
  var answer: GoalAnalysis
  var accepted: Bool
  /// Refused by its words, whatever a model says.
  var refusedByCode: Bool
  private enum CodingKeys: String, CodingKey {
    case id, language, wish, answer, accepted
    case refusedByCode = "refused_by_code"
  }
  var testDescription: String { id }
}

struct SafetyCase: Decodable, Sendable, CustomTestStringConvertible {
  var id: String
  var language: Language
  var text: String
  var mustFire: Bool
  private enum CodingKeys: String, CodingKey {
    case id, language, text
    case mustFire = "must_fire"
  }
  var testDescription: String { id }
}

/// A week: what code found, and what a model said of it to somebody who is «вы».
struct WeekCase: Decodable, Sendable, CustomTestStringConvertible {
  var id: String
  var language: Language
  var told: WeekFacts
  var answer: WeeklySummary
  var accepted: Bool
  /// Said to be young.
  var teen: Bool?
  var testDescription: String { id }
}

/// The cases. Their answers are written by hand in the form of a model's.
enum Cases {
  static let extraction: [TalkCase] = read(PackageResources.extraction_json)
  static let coaching: [TalkCase] = read(PackageResources.coaching_json)
  static let injection: [TalkCase] = read(PackageResources.injection_json)
  static let safety: [SafetyCase] = read(PackageResources.safety_json)
  static let weeks: [WeekCase] = read(PackageResources.weekly_json)
  static let photos: [PhotoCase] = read(PackageResources.photo_check_in_json)
  static let wishes: [WishCase] = read(PackageResources.goal_analysis_json)

  private static func read<Case: Decodable>(_ bytes: [UInt8]) -> [Case] {
    (try? JSONDecoder().decode([Case].self, from: Data(bytes))) ?? []
  }

  /// The answers of a file as they stand there.
  static func answers(_ bytes: [UInt8]) -> [(id: String, answer: Any)] {
    let list = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [[String: Any]] ?? []
    return list.map { ($0["id"] as? String ?? "", $0["answer"] ?? NSNull()) }
  }
}

/// What the validation code makes of a talk, as the plugin does.
struct Judged {
  var problems: [String]
  var text: String
  var applied: [EvalEntry]
  var offered: [CoachProposal]
  var offeredEntries: [EvalEntry]

  init(_ talk: TalkCase, reply: CoachingReply? = nil) {
    let reply = reply ?? talk.answer
    let goals = talk.goals.enumerated().map { $1.goal($0 + 1) }
    let refs = Dictionary(uniqueKeysWithValues: goals.enumerated().map { ("g\($0 + 1)", $1) })
    let told = talk.goals.map { "\($0.title) \($0.target ?? 0) \($0.unit ?? "")" }.joined(separator: "\n")
    let facts = ReplyFacts(language: talk.language, told: told, message: talk.message, refs: Set(refs.keys))
    problems = reply.problems(facts)
    text = reply.text
    let reading = CheckInReading(talk.message, running: goals, open: goals.map(\.id))
    let isUsable = problems.isEmpty && (reply.category == nil || reply.category == .minor)
    let review = ProposalReview(isUsable ? reply : reply.withoutProposals, goals: refs, reading: reading, facts: facts)
    func entry(_ spoken: SpokenCheckIn, _ how: String) -> EvalEntry {
      EvalEntry(
        goal: goals.first { $0.id == spoken.goal }?.title ?? "?", kind: spoken.kind, amount: spoken.amount,
        day: spoken.dayOffset, how: how)
    }
    applied = review.applied.map { entry($0, "applied") }
    offered = review.offered
    offeredEntries = review.offered.compactMap {
      if case .log(let spoken) = $0 { entry(spoken, "offered") } else { nil }
    }
  }
}
