import Contracts
import PluginAPI

extension WeeklySummary {
  /// What is wrong with it, in English for the model's repair. Empty when a person may read it.
  /// - Parameter isTeen: told to be young.
  func problems(_ facts: WeekFacts, for reader: Reader, isTeen: Bool) -> [String] {
    if safety != "ok", category == nil { return ["safety is not one of its values"] }
    // Nothing else of such an answer is used.
    guard isUsable else { return [] }
    var problems: [String] = []
    if language != reader.language.rawValue { problems.append("language must be \(reader.language.rawValue)") }
    let all = texts.map(\.text)
    if !ForeignText.isWritten(all, in: reader.language) {
      problems.append("the texts must be written in \(reader.language.rawValue)")
    }
    let form = reader.address == .ty ? "«ты»" : "«вы»"
    for (name, text, limit) in texts {
      if ["headline", "win"].contains(name), UserText.clean(text, limit: 10).isEmpty {
        problems.append("\(name) is empty")
      }
      if text.count > limit { problems.append("\(name) has at most \(limit) characters") }
      if !ReplyText.isClean(text) {
        problems.append("\(name): no links, names with @, commands, telephone numbers or markup")
      }
      if ForeignText.addressesWrongly(text, reader) { problems.append("\(name) must address the person as \(form)") }
      let questions = text.count { $0 == "?" }
      if questions > (name == "question" ? 1 : 0) { problems.append("only question asks, and it asks once") }
    }
    if RefusedAim(all.joined(separator: "\n"), isTeen: isTeen) != nil {
      problems.append("nothing about weight, food, the body or medicine")
    }
    return problems + referenceProblems(facts) + numberProblems(facts)
  }

  private func referenceProblems(_ facts: WeekFacts) -> [String] {
    var problems: [String] = []
    let refs = facts.goals.map(\.ref)
    if let goal = facts.idea.goal {
      if experiment.goalRef != goal { problems.append("experiment.goal_ref must be \(goal)") }
    } else if !refs.contains(experiment.goalRef) {
      problems.append("experiment.goal_ref is one of \(refs.joined(separator: ", "))")
    }
    if let pattern, !facts.facts.contains(where: { $0.id == pattern.factID }) {
      problems.append("pattern.fact_id is one of \(facts.facts.map(\.id).joined(separator: ", "))")
    }
    return problems
  }

  /// Numbers, shares and days that code did not give.
  private func numberProblems(_ facts: WeekFacts) -> [String] {
    let told = StatedThings(facts.goals.flatMap { [$0.title, $0.plan ?? "", $0.minimum ?? ""] })
    let counted = facts.facts.reduce(into: Set<Double>()) { $0.formUnion($1.numbers) }
    let shares = facts.facts.compactMap { fact -> StatedThings.Share? in
      guard let done = fact.done, let due = fact.due else { return nil }
      return StatedThings.Share(part: Double(done), whole: Double(due))
    }
    let days = told.days.union(Weekday.allCases.filter { day in facts.facts.contains { $0.day == day.name } })
    var problems: [String] = []
    for (name, text, _) in texts {
      let stated = StatedThings(text)
      var known = counted
      // A pattern speaks of one fact.
      if name == "pattern.text" { known = facts.facts.first { $0.id == pattern?.factID }?.numbers ?? [] }
      let invented = stated.numbers.subtracting(known).subtracting(told.numbers)
      if !invented.isEmpty { problems.append("\(name) states numbers that no fact states; leave them out") }
      if !stated.shares.subtracting(told.shares).isSubset(of: shares) {
        problems.append("\(name) states \"x of y\" that is no fact's done and due")
      }
      if !stated.days.isSubset(of: days) { problems.append("\(name) names a day of the week that no fact names") }
    }
    return problems
  }
}
