import Contracts
import PluginAPI

extension GoalAnalysis {
  static let areas: Set<String> = ["health", "work", "study", "money", "relations", "creativity", "order", "other"]

  /// What is wrong with the answer, in English for the model's repair. Empty when a goal can be made of it.
  /// - Parameters:
  ///   - canAsk: whether questions are left.
  func problems(in language: Language, today: LocalDate, canAsk: Bool) -> [String] {
    var problems: [String] = []
    if safety != "ok", SafetyCategory(rawValue: safety) == nil { problems.append("safety is not one of its values") }
    if self.language != language.rawValue { problems.append("language must be \(language.rawValue)") }
    // Nothing else of a refusal is used.
    guard safety == "ok", status == .ready || status == .needsClarification else { return problems }
    if !ForeignText.isWritten([title, minimumVersion] + plans.flatMap { [$0.cue, $0.action] }, in: language) {
      problems.append("the texts must be written in \(language.rawValue)")
    }
    if !texts.allSatisfy(ForeignText.isClean) { problems.append("no links, @names or markup anywhere") }
    if status == .needsClarification { problems += questionProblems(canAsk: canAsk) }
    return problems + textProblems() + numberProblems(today: today)
  }

  private func questionProblems(canAsk: Bool) -> [String] {
    // Without questions left, what there is is saved.
    guard canAsk else { return [] }
    var problems: [String] = []
    if !(1...2).contains(questions.count) { problems.append("needs_clarification takes one or two questions") }
    for question in questions {
      let text = UserText.clean(question.text, limit: 301)
      if text.isEmpty || text.count > 300 { problems.append("a question has 1 to 300 characters") }
      if question.quickAnswers.count > 4 { problems.append("at most 4 quick answers") }
      if question.quickAnswers.contains(where: { $0.isEmpty || $0.count > 24 }) {
        problems.append("a quick answer has 1 to 24 characters")
      }
    }
    return problems
  }

  private func textProblems() -> [String] {
    var problems: [String] = []
    let clean = UserText.clean(title, limit: Limits.title + 1)
    if clean.isEmpty || clean.count > Limits.title { problems.append("title has 1 to \(Limits.title) characters") }
    if why?.count ?? 0 > Limits.why { problems.append("why has at most \(Limits.why) characters") }
    if minimumVersion.count > Limits.minimum {
      problems.append("minimum_version: at most \(Limits.minimum) characters")
    }
    if plans.count > Plan.most { problems.append("at most \(Plan.most) plans") }
    for plan in plans where plan.cue.isEmpty || plan.cue.count > Limits.cue || plan.action.count > Limits.action {
      problems.append("a cue has 1 to \(Limits.cue) characters, an action at most \(Limits.action)")
    }
    if milestones.count > 7 { problems.append("at most 7 milestones") }
    if milestones.contains(where: { $0.isEmpty || $0.count > Limits.step }) {
      problems.append("a milestone has 1 to \(Limits.step) characters")
    }
    if obstacles.contains(where: { $0.count > Limits.obstacle + Limits.coping }) {
      problems.append("an obstacle is too long")
    }
    if !Self.areas.contains(area) { problems.append("area is not one of its values") }
    return problems
  }

  private func numberProblems(today: LocalDate) -> [String] {
    var problems: [String] = []
    if !(1...3).contains(effort) { problems.append("effort is 1, 2 or 3") }
    if let dueDate {
      let date = LocalDate(dueDate)
      if date.map({ $0 > today && $0 <= today.adding(months: 36) }) != true {
        problems.append("due_date is YYYY-MM-DD after \(today) and within three years, or null")
      }
    }
    if let time = schedule.localTime, LocalTime(hhmm: time) == nil { problems.append("local_time is HH:MM or null") }
    switch (type, schedule.kind) {
    case (.habit, .none): problems.append("a habit needs a schedule")
    case (.habit, .weekdays):
      let days = schedule.weekdays
      if days.isEmpty || !days.allSatisfy((1...7).contains) { problems.append("weekdays are numbers from 1 to 7") }
    case (.habit, .perWeek):
      if !(1...7).contains(schedule.timesPerWeek ?? 0) { problems.append("times_per_week is 1 to 7") }
    default: break
    }
    if let measure {
      let least = type == .limit ? 0 : 0.01
      if !(measure.target >= least && measure.target <= Limits.amount) { problems.append("target must be above 0") }
      if let start = measure.startValue, !(start >= 0 && start <= Limits.amount) {
        problems.append("start_value must be 0 or more, or null")
      }
      if type == .target, measure.startValue == measure.target { problems.append("start_value equals the target") }
      if measure.unit.count > Limits.unit { problems.append("unit has at most \(Limits.unit) characters") }
    } else if type == .target || type == .limit {
      problems.append("a \(type.rawValue) needs a measure")
    }
    return problems
  }
}

extension LocalTime {
  /// Exactly "HH:MM".
  init?(hhmm text: String) {
    guard text.utf8.count == 5, text.utf8.dropFirst(2).first == UInt8(ascii: ":") else { return nil }
    self.init(text)
  }
}
