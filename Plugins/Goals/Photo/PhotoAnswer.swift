import Contracts
import PluginAPI

/// What a model says of a photo: by `photo_check_in.json`, decoded and not yet believed.
struct PhotoAnswer: Codable, Sendable, Hashable {
  struct Match: Codable, Sendable, Hashable {
    enum Status: String, Codable, Sendable { case full, min }
    var goalRef: String
    var status: Status
    var amount: Double?
    var confidence: Double
    var evidence: String?

    private enum CodingKeys: String, CodingKey {
      case status, amount, confidence, evidence
      case goalRef = "goal_ref"
    }
  }

  var safety: String
  var language: String
  var seen: String
  var people: Bool
  var textSeen: [String]
  var instructionsSeen: Bool
  var matches: [Match]

  private enum CodingKeys: String, CodingKey {
    case safety, language, seen, people, matches
    case textSeen = "text_seen"
    case instructionsSeen = "instructions_seen"
  }
}

extension PhotoAnswer {
  static let longestSeen = 150
  static let mostMatches = 3
  /// From here on a guess is worth a button.
  static let leastConfidence = 0.5

  /// Nil for "ok", and for what only pictures can be.
  var category: SafetyCategory? { SafetyCategory(rawValue: safety) }

  /// What is wrong with the answer, in English for the model's repair.
  func problems(in wanted: Language, refs: Set<String>) -> [String] {
    if safety != "ok", category == nil, !["sexual", "unreadable"].contains(safety) {
      return ["safety is not one of its values"]
    }
    // Nothing else of such an answer is used.
    guard safety == "ok" else { return [] }
    var problems: [String] = []
    if language != wanted.rawValue { problems.append("language must be \(wanted.rawValue)") }
    if seen.count > Self.longestSeen { problems.append("seen has at most 100 characters") }
    if !ForeignText.isWritten([seen], in: wanted) { problems.append("seen must be written in \(wanted.rawValue)") }
    if matches.count > Self.mostMatches { problems.append("matches has at most \(Self.mostMatches) items") }
    if matches.contains(where: { !refs.contains($0.goalRef) }) {
      problems.append("goal_ref must be one of \(refs.sorted().joined(separator: ", "))")
    }
    return problems
  }

  /// What the picture shows, for people to read. Nil where there is somebody in it: nothing is said of anybody's looks;
  /// and where somebody tries to order the model about.
  var caption: String? {
    guard safety == "ok", !people, !instructionsSeen else { return nil }
    let text = ReplyText.clean(seen).trimmingSuffix(while: { ".!…".contains($0) })
    return text.isEmpty ? nil : String(text)
  }

  /// What it takes for an entry: the goals that the picture may be about, checked against what they are.
  func choices(among goals: [String: Goal], on date: LocalDate) -> [PhotoChoice] {
    guard safety == "ok" else { return [] }
    var seen: Set<RowID> = []
    return matches.filter { (Self.leastConfidence...1).contains($0.confidence) }
      .sorted { $0.confidence > $1.confidence }.prefix(Self.mostMatches)
      .compactMap { match in
        guard let goal = goals[match.goalRef], goal.isRunning, seen.insert(goal.id).inserted else { return nil }
        let isCounted = goal.snapshot.target != nil && goal.snapshot.kind != .limit
        if isCounted, let amount = match.amount, amount > 0, amount <= Limits.amount {
          return PhotoChoice(goal: goal.id, kind: .amount, amount: Quantity.rounded(amount), date: date)
        }
        let isMinimum = match.status == .min && goal.snapshot.kind == .habit && !isCounted
        return PhotoChoice(goal: goal.id, kind: isMinimum ? .minimum : .full, date: date)
      }
  }

  /// The same as a reply of the coach, for the rule that decides what the person's own words log without a tap.
  func reply(dayOffset: Int) -> CoachingReply {
    let proposals = matches.compactMap { match in
      match.evidence.map {
        CoachingReply.Proposal(
          op: .logCheckin, goalRef: match.goalRef, status: match.status == .min ? .min : .full, amount: match.amount,
          dayOffset: dayOffset, text: nil, localTime: nil, confidence: match.confidence, evidence: $0)
      }
    }
    return CoachingReply(
      safety: "ok", language: language, intent: .checkin, reply: "", question: nil, quickAnswers: [],
      proposals: proposals, memory: [], tone: "")
  }
}

extension String {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var rest = self[...]
    while let last = rest.last, predicate(last) { rest.removeLast() }
    return rest
  }
}
