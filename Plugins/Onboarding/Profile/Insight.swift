import PluginAPI

/// What a language model understood of a person, cleaned and within its limits. True only once the person said so.
struct Insight: Codable, Sendable, Hashable {
  /// What may become the first goal.
  struct FirstGoal: Codable, Sendable, Hashable {
    var title: String
    var why: String
  }

  /// Lengths in graphemes.
  static let summaryLimit = 400
  static let motivationLimit = 200
  static let itemLimit = 100
  static let items = 4

  var summary: String
  var motivation: String
  var areas: [Area]
  var values: [String]
  var strengths: [String]
  var obstacles: [String]
  var constraints: [String]
  /// How to talk to this person.
  var notes: [String]
  var goal: FirstGoal?
  var unclear: [String]
  /// Who answered, and to which version of the prompt.
  var model: String
  var prompt: String
}

/// A part of an insight that the person can put into their own words.
enum InsightField: Int, Codable, Sendable, CaseIterable {
  case summary, motivation, strengths, obstacles, constraints

  var isList: Bool { self == .strengths || self == .obstacles || self == .constraints }
}

extension Insight {
  /// The part as text, one line an item.
  func text(of field: InsightField) -> String {
    switch field {
    case .summary: summary
    case .motivation: motivation
    case .strengths: strengths.joined(separator: "\n")
    case .obstacles: obstacles.joined(separator: "\n")
    case .constraints: constraints.joined(separator: "\n")
    }
  }

  /// The same with a part as the person wrote it: lists by lines or semicolons, what is too long cut.
  func changing(_ field: InsightField, to raw: String) -> Insight {
    var next = self
    let items = raw.split { $0.isNewline || $0 == ";" }.map { UserText.clean(String($0), limit: Self.itemLimit) }
      .filter { !$0.isEmpty }.prefix(Self.items)
    switch field {
    case .summary: next.summary = UserText.clean(raw, limit: Self.summaryLimit)
    case .motivation: next.motivation = UserText.clean(raw, limit: Self.motivationLimit)
    case .strengths: next.strengths = Array(items)
    case .obstacles: next.obstacles = Array(items)
    case .constraints: next.constraints = Array(items)
    }
    return next
  }
}
