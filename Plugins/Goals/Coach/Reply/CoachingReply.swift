import Contracts

/// What a model answers to a person: by `coaching_reply.json`, decoded and not yet believed.
struct CoachingReply: Codable, Sendable, Hashable {
  struct Proposal: Codable, Sendable, Hashable {
    enum Operation: String, Codable, Sendable, CaseIterable {
      case logCheckin = "log_checkin"
      case pauseGoal = "pause_goal"
      case makeEasier = "make_easier"
      case makeHarder = "make_harder"
      case revisePlan = "revise_plan"
      case createGoal = "create_goal"
      case setReminder = "set_reminder"
      case finishGoal = "finish_goal"
      case releaseGoal = "release_goal"
    }
    enum Status: String, Codable, Sendable { case full, min, skip, miss }

    var op: Operation
    var goalRef: String?
    var status: Status?
    var amount: Double?
    var dayOffset: Int
    var text: String?
    var localTime: String?
    var confidence: Double
    var evidence: String

    private enum CodingKeys: String, CodingKey {
      case op, status, amount, text, confidence, evidence
      case goalRef = "goal_ref"
      case dayOffset = "day_offset"
      case localTime = "local_time"
    }
  }

  struct Fact: Codable, Sendable, Hashable {
    var kind: MemoryFact.Kind
    var text: String
  }

  enum Intent: String, Codable, Sendable {
    case checkin, update, obstacle, question, newGoal = "new_goal", changeGoal = "change_goal", reminder, smalltalk
    case feedback, offTopic = "off_topic", unclear
  }

  var safety: String
  var language: String
  var intent: Intent
  var reply: String
  var question: String?
  var quickAnswers: [String]
  var proposals: [Proposal]
  var memory: [Fact]
  var tone: String

  private enum CodingKeys: String, CodingKey {
    case safety, language, intent, reply, question, proposals, memory
    case quickAnswers = "quick_answers"
    case tone = "tone_check"
  }

  /// Nil for `ok`.
  var category: SafetyCategory? { SafetyCategory(rawValue: safety) }
}
