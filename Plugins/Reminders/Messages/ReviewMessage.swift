import Contracts
import PluginAPI

/// The card of the weekly review.
struct ReviewMessage: Sendable {
  let review: ReviewWeek
  let template: Int
  /// What a model said of the numbers; nil without one.
  let prose: WeekProse?

  func card(_ turn: Turn) -> Card {
    var parts = [head(turn)]
    if let prose { parts.append(Text(prose.headline)) }
    parts.append(.lines(review.week.lines.flatMap { lines($0, turn) }))
    let facts = facts(turn)
    if !facts.isEmpty { parts.append(.lines(facts)) }
    if let taken = review.taken { parts.append(taken.text(review, turn)) }
    let experiment = prose?.change.map { Text($0) } ?? review.experiment.text(turn)
    parts.append(turn.text("review.experiment", ["text": .text(experiment)]))
    parts.append((prose?.question).map { Text($0) } ?? turn.text("review.frame.\(template)"))
    return Card(
      parts.joined(separator: "\n\n"),
      keyboard: reviewKeyboard(review.monday, review.experiment, isAlone: false, turn))
  }

  private func head(_ turn: Turn) -> Text {
    let (language, monday) = (turn.reader.language, review.monday)
    let sunday = monday.adding(days: 6)
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
    if let now = review.after[line.goal], now.strength >= 0.01 {
      let change =
        Int((now.strength * 100).rounded()) - Int(((review.before[line.goal]?.strength ?? 0) * 100).rounded())
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
    if let prose {
      facts.append(turn.text("review.prose.win", ["text": .string(prose.win)]))
      if let text = prose.obstacle { facts.append(turn.text("review.prose.obstacle", ["text": .string(text)])) }
      if let text = prose.pattern { facts.append(turn.text("review.prose.pattern", ["text": .string(text)])) }
    } else if let win = review.week.win {
      facts.append(turn.text("review.win", ["title": .string(win.title)]))
    }
    if let day = review.week.bestDay {
      let name = DateText.weekday(day.rawValue, language: turn.reader.language)
      facts.append(turn.text("review.best", ["weekday": .string(name)]))
    }
    if let part = review.bestTime { facts.append(turn.text("review.best_time", ["part": .string(part.rawValue)])) }
    if review.points > 0 { facts.append(turn.text("review.points", ["points": .int(review.points)])) }
    return facts
  }
}

/// An experiment that was tried in the week of a review.
struct TakenExperiment: Sendable, Hashable {
  var experiment: Experiment

  /// What it was, and how often its goal, or all of them, happened before and now. Whether it worked is for the person to
  /// say.
  func text(_ review: ReviewWeek, _ turn: Turn) -> Text {
    let text = turn.text("review.taken", ["text": .text(experiment.text(turn))])
    guard let before = done(review.weekBefore), let now = done(review.week) else { return text }
    return text + " " + turn.text("review.taken.change", ["before": .int(before), "now": .int(now)])
  }

  private func done(_ week: WeekSummary) -> Int? {
    guard let goal = experiment.name.goal else { return week.done }
    return week.lines.first { $0.goal == goal }?.done
  }
}
