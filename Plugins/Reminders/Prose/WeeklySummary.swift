import Contracts
import PluginAPI

/// What a model says of a week: by `weekly_summary.json`, decoded and not yet believed.
struct WeeklySummary: Codable, Sendable, Hashable {
  struct Pattern: Codable, Sendable, Hashable {
    var text: String
    var factID: String
    private enum CodingKeys: String, CodingKey {
      case text
      case factID = "fact_id"
    }
  }

  struct Change: Codable, Sendable, Hashable {
    enum Metric: String, Codable, Sendable {
      case successRate = "success_rate"
      case amount
      case onTime = "on_time"
    }
    var goalRef: String
    var change: String
    var metric: Metric
    private enum CodingKeys: String, CodingKey {
      case change, metric
      case goalRef = "goal_ref"
    }
  }

  var safety: String
  var language: String
  var headline: String
  var win: String
  var obstacle: String?
  var pattern: Pattern?
  var experiment: Change
  var question: String?

  /// Nil for `ok`.
  var category: SafetyCategory? { SafetyCategory(rawValue: safety) }

  /// Whether its words may be shown.
  var isUsable: Bool { safety == "ok" || category == .minor }

  /// Its texts with their names and greatest lengths.
  var texts: [(name: String, text: String, limit: Int)] {
    var texts = [("headline", headline, 140), ("win", win, 180)]
    if let obstacle { texts.append(("obstacle", obstacle, 180)) }
    if let pattern { texts.append(("pattern.text", pattern.text, 180)) }
    texts.append(("experiment.change", experiment.change, 180))
    if let question { texts.append(("question", question, 140)) }
    return texts.map { (name: $0.0, text: $0.1, limit: $0.2) }
  }
}

/// The words that stand beside a week's numbers, checked and cleaned.
struct WeekProse: Codable, Sendable, Hashable {
  var headline: String
  var win: String
  var obstacle: String?
  var pattern: String?
  /// The experiment in words; nil where code's own words stand.
  var change: String?
  var question: String?

  /// - Parameter summary: one without problems.
  init(_ summary: WeeklySummary, _ facts: WeekFacts) {
    func clean(_ text: String?) -> String? {
      let text = UserText.clean(ReplyText.clean(text ?? ""), limit: 240)
      return text.isEmpty ? nil : text
    }
    headline = clean(summary.headline) ?? ""
    win = clean(summary.win) ?? ""
    obstacle = clean(summary.obstacle)
    pattern = clean(summary.pattern?.text)
    change = facts.idea.isWorded ? clean(summary.experiment.change) : nil
    question = clean(summary.question)
  }
}
