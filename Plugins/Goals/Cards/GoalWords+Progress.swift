import Contracts
import PluginAPI

/// How a goal gets on, in words.
extension GoalWords {
  private var language: Language { turn.reader.language }

  /// "🟩🟨⬜ …" with the same in words, for those who cannot see it; nil while there is nothing to show.
  func marks(_ marks: [Chart.DayShade]) -> Text? {
    let done = marks.count { $0 == .full || $0 == .minimum }
    guard marks.count > 1, marks.contains(where: { $0 != .none }) else { return nil }
    let squares = marks.map(GoalDays.square).joined()
    return turn.text(
      "goal.marks", ["squares": .string(squares), "done": .int(done), "days": .int(marks.count)])
  }

  /// Steps with a share of what is done; nil for goals without steps.
  func steps(_ goal: Goal) -> Text? {
    guard goal.snapshot.kind == .milestone, !goal.steps.isEmpty else { return nil }
    let (done, all) = (goal.steps.done, goal.steps.count)
    let share = Double(done) / Double(all)
    let head = turn.text(
      "goal.steps",
      [
        "bar": .string(ProgressBar.render(share: share)), "done": .int(done), "all": .int(all),
        "share": .string(NumberText.percent(share, language: language)),
      ])
    return .lines([head] + goal.steps.map { "\($0.isDone ? "✅" : "▫️") \(UserText.isolated($0.title))" })
  }

  /// Where a target stands, where it should be, and where it may end.
  func pace(_ pace: Pace, _ unit: String?) -> Text {
    let share = NumberText.percent(pace.share, language: language)
    var lines = [
      turn.text(
        pace.isCounted ? "pace.counted" : "pace.measured",
        [
          "bar": .string(ProgressBar.render(share: pace.share)), "value": .string(number(pace.value)),
          "target": .string(quantity(pace.goal, unit)), "share": .string(share),
        ])
    ]
    if pace.isReached {
      lines.append(turn.text("pace.reached"))
    } else if let standing = pace.standing, let expected = pace.expected {
      lines.append(turn.text("pace.\(standing.rawValue)", ["expected": .string(number(expected))]))
    }
    if let forecast = pace.forecast, let due = pace.dueDate, !pace.isReached {
      lines.append(turn.text("pace.forecast", ["date": .string(date(due)), "range": .string(range(forecast))]))
    } else if pace.dueDate == nil, let reached = pace.reached {
      lines.append(
        turn.text(
          reached.last == nil ? "pace.reach.from" : "pace.reach",
          ["first": .string(date(reached.first)), "last": .string(reached.last.map { date($0) } ?? "")]))
    }
    return .lines(lines)
  }

  /// "11–13": rounded to what the width of the range can bear.
  func range(_ range: ClosedRange<Double>) -> String {
    let (low, high) = (number(range.lowerBound), number(range.upperBound))
    return low == high ? low : "\(low)–\(high)"
  }

  private func number(_ value: Double) -> String {
    NumberText.decimal(value, digits: abs(value) >= 20 ? 0 : 1, language: language)
  }
}
