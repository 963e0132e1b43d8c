import Contracts
import PluginAPI

extension RemindersPlugin {
  /// The week in numbers, one experiment for the next. Nil when nothing was logged: emptiness is no review.
  func reviewCard(on date: LocalDate, template: Int, _ turn: Turn) async throws -> Card? {
    let person = turn.person
    let monday = date.startOfWeek()
    let active = try await goals.goals(of: person.id, [.active, .paused], turn)
    guard !active.isEmpty else { return nil }
    let days = try await days(of: person.id, from: monday.adding(days: -28), to: date, turn)
    let week = WeekSummary(active, days, monday: monday)
    guard week.done > 0 else { return nil }
    let message = ReviewMessage(
      monday: monday, week: week,
      experiment: Experiment(active.filter { $0.status == .active }, days, today: date),
      points: try await stats.points(of: person.id, from: monday, to: monday.adding(days: 6), turn),
      before: try await stats.stats(of: person, asOf: monday.adding(days: -1), turn),
      after: try await stats.stats(of: person, asOf: date, turn), template: template)
    return message.card(turn)
  }
}

/// The card of the weekly review.
struct ReviewMessage: Sendable {
  let monday: LocalDate
  let week: WeekSummary
  let experiment: Experiment
  let points: Int
  /// Stats at the ends of the week; empty without Gamification.
  let before: [RowID: GoalStats]
  let after: [RowID: GoalStats]
  let template: Int

  func card(_ turn: Turn) -> Card {
    var parts = [head(turn)]
    parts.append(.lines(week.lines.flatMap { lines($0, turn) }))
    let facts = facts(turn)
    if !facts.isEmpty { parts.append(.lines(facts)) }
    parts.append(turn.text("review.experiment", ["text": .text(experimentText(turn))]))
    parts.append(turn.text("review.frame.\(template)"))
    let done = Button(turn.string("review.done.button"), FinishReview(week: monday), style: .success)
    return Card(parts.joined(separator: "\n\n"), keyboard: Keyboard(row: [done]))
  }

  private func head(_ turn: Turn) -> Text {
    let (language, sunday) = (turn.reader.language, monday.adding(days: 6))
    return turn.text(
      "review.title",
      [
        "from": .string(DateText.dayMonth(day: monday.day, month: monday.month, language: language)),
        "to": .string(DateText.dayMonth(day: sunday.day, month: sunday.month, language: language)),
      ])
  }

  private func lines(_ line: WeekSummary.Line, _ turn: Turn) -> [Text] {
    var numbers = turn.text(
      line.due == nil ? "review.done.free" : "review.done",
      [
        "done": .int(line.done), "due": .int(line.due ?? 0),
      ])
    if let now = after[line.goal], now.strength >= 0.01 {
      let change = Int((now.strength * 100).rounded()) - Int(((before[line.goal]?.strength ?? 0) * 100).rounded())
      let sign = change > 0 ? "+\(change)" : "−\(-change)"
      numbers +=
        " · "
        + turn.text(
          change == 0 ? "review.strength" : "review.strength.changed",
          ["share": .double(now.strength), "change": .string(sign)])
    }
    return [
      turn.text("goal.title", ["title": .string(line.title)]), Text(WeekSummary.strip(line.cells)), numbers,
    ]
  }

  private func facts(_ turn: Turn) -> [Text] {
    var facts: [Text] = []
    if let win = week.win { facts.append(turn.text("review.win", ["title": .string(win.title)])) }
    if let day = week.bestDay {
      let name = DateText.weekday(day.rawValue, language: turn.reader.language)
      facts.append(turn.text("review.best", ["weekday": .string(name)]))
    }
    if points > 0 { facts.append(turn.text("review.points", ["points": .int(points)])) }
    return facts
  }

  private func experimentText(_ turn: Turn) -> Text {
    func onWeekday(_ day: Weekday) -> Argument {
      .string(DateText.onWeekday(day.rawValue, language: turn.reader.language))
    }
    switch experiment {
    case .minimum(let goal, let day):
      return turn.text(
        "experiment.minimum",
        ["title": .string(goal.title), "day": onWeekday(day), "minimum": .string(goal.minimum ?? "")])
    case .findMinimum(let goal, let day):
      return turn.text("experiment.find_minimum", ["title": .string(goal.title), "day": onWeekday(day)])
    case .plan(let goal): return turn.text("experiment.plan", ["title": .string(goal.title)])
    case .keep: return turn.text("experiment.keep")
    case .anchor: return turn.text("experiment.anchor")
    }
  }
}
