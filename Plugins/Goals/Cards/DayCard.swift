import Contracts
import PluginAPI

/// The card of a day: what is due, what was logged, and buttons for the rest.
struct DayCard {
  let turn: Turn
  /// How long an entry can be taken back.
  let undo: Duration

  func card(_ day: Day) -> Card {
    Card(text(day), keyboard: Keyboard(day.items.map { buttons($0, day) } + footer(day)))
  }

  private func text(_ day: Day) -> Text {
    let date = turn.words.date(day.date)
    let isToday = day.date == day.today
    var parts = [
      isToday
        ? turn.text("day.title.today", ["date": .string(date)])
        : turn.text("day.title.other", ["day": .string(name(day)), "date": .string(date)])
    ]
    if day.items.isEmpty { parts.append(turn.text("day.empty")) }
    for section in DayItem.Section.allCases {
      let items = day.items.filter { $0.section == section }
      if items.isEmpty { continue }
      let lines = items.map(line)
      parts.append(section == .day ? .lines(lines) : .lines([turn.text("day.section.\(section)")] + lines))
    }
    if day.due > 0, day.stillOpen == 0 { parts.append(turn.text("day.complete")) }
    return parts.joined(separator: "\n\n")
  }

  private func name(_ day: Day) -> String {
    DateText.relativeDay(day.today.days(until: day.date), language: turn.reader.language)
      ?? DateText.weekday(day.date.weekday.rawValue, language: turn.reader.language)
  }

  private func line(_ item: DayItem) -> Text {
    let line: Text = "\(icon(item)) \(UserText.isolated(item.goal.title))"
    return detail(item).map { "\(line) · \(Text.italic(Text($0)))" } ?? line
  }

  private func icon(_ item: DayItem) -> String {
    switch item.standing {
    case .open: item.section == .free ? "🌱" : item.isWeekDone ? "☑️" : "▫️"
    case .partial: "🔸"
    case .done: "✅"
    case .minimum: "🟡"
    case .skipped: "⏭"
    case .missed, .exceeded: "🔹"
    }
  }

  private func detail(_ item: DayItem) -> String? {
    let goal = item.goal.snapshot
    switch item.standing {
    case .skipped: return turn.string("day.state.skip")
    case .minimum: return turn.string("day.state.minimum")
    case .missed: return turn.string("day.state.miss")
    default: break
    }
    if goal.kind == .milestone, !item.goal.steps.isEmpty {
      return turn.string(
        "day.state.steps", ["done": .int(item.goal.steps.done), "all": .int(item.goal.steps.count)])
    }
    if let target = goal.target, goal.kind != .target || target > 0 {
      let sum = goal.kind == .target ? item.value : item.sum
      let done = NumberText.decimal(sum, language: turn.reader.language)
      return turn.string(
        "day.state.amount", ["done": .string(done), "target": .string(turn.words.quantity(target, goal.unit))])
    }
    if case .perWeek(let times) = goal.schedule {
      let done = item.otherDaysDone + (item.standing == .done ? 1 : 0)
      return turn.string("day.state.week", ["done": .int(done), "times": .int(times)])
    }
    return nil
  }
}
