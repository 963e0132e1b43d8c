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

  // MARK: Text

  private func text(_ day: Day) -> Text {
    let date = turn.words.date(day.date)
    let isToday = day.date == day.today
    var parts = [
      isToday
        ? turn.text("day.title.today", ["date": .string(date)])
        : turn.text("day.title.other", ["day": .string(turn.words.day(day.date, today: day.today)), "date": .string(date)])
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

  private func line(_ item: DayItem) -> Text {
    let line: Text = "\(icon(item)) \(UserText.isolated(item.goal.title))"
    return detail(item).map { "\(line) · \(Text.italic(Text($0)))" } ?? line
  }

  private func icon(_ item: DayItem) -> String {
    switch item.standing {
    case .open: item.section == .free ? "🌱" : "▫️"
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
    if let target = goal.target, goal.kind != .target || target > 0 {
      let sum = goal.kind == .target ? item.total : item.sum
      let done = NumberText.decimal(sum, language: turn.reader.language)
      return turn.string("day.state.amount", ["done": .string(done), "target": .string(turn.words.quantity(target, goal.unit))])
    }
    if case .perWeek(let times) = goal.schedule {
      let done = item.otherDaysDone + (item.standing == .done ? 1 : 0)
      return turn.string("day.state.week", ["done": .int(done), "times": .int(times)])
    }
    return nil
  }

  // MARK: Buttons

  private func buttons(_ item: DayItem, _ day: Day) -> [Button] {
    switch item.goal.snapshot.kind {
    case .open: return [Button("📝 " + title(item), WriteNote(date: day.date, goal: item.goal.id))]
    case .limit: return limitButtons(item, day)
    case .target:
      let isReached = item.total >= item.goal.snapshot.target ?? .infinity
      let reached = Button("🎉", ActOnGoal(goal: item.goal.id, act: .achieve))
      return amountButtons(item, day) + undoButton(item) + (isReached ? [reached] : [])
    case .habit, .milestone: break
    }
    switch item.standing {
    case .done: return undoButton(item, titled: true)
    case .minimum, .skipped, .missed: return [mark(.full, "✅ " + title(item), item, day)] + undoButton(item)
    case .open, .partial, .exceeded: break
    }
    if item.isCounted {
      let undo = undoButton(item)
      return amountButtons(item, day) + (undo.isEmpty && item.amounts.isEmpty ? [mark(.skip, "⏭", item, day)] : undo)
    }
    return [
      mark(.full, "✅ " + title(item), item, day), mark(.minimum, "🟡", item, day), mark(.skip, "⏭", item, day),
    ]
  }

  private func limitButtons(_ item: DayItem, _ day: Day) -> [Button] {
    let counts = (item.goal.snapshot.target ?? 0) > 0
    let add = AddAmount(goal: item.goal.id, date: day.date, amount: 1)
    switch item.standing {
    case .open where !counts:
      return [
        mark(.full, "✅ " + title(item), item, day), mark(.miss, "🔹", item, day), mark(.skip, "⏭", item, day),
      ]
    case .open, .partial:
      return [Button("+1 " + title(item), add), mark(.full, "✅", item, day)]
        + (item.amounts.isEmpty ? [mark(.skip, "⏭", item, day)] : undoButton(item))
    case .done where counts: return [Button("+1 " + title(item), add)] + undoButton(item)
    case .skipped, .missed: return [mark(.full, "✅ " + title(item), item, day)] + undoButton(item)
    case .done, .minimum, .exceeded: return undoButton(item, titled: true)
    }
  }

  private func amountButtons(_ item: DayItem, _ day: Day) -> [Button] {
    let steps = Quantity.steps(towards: item.goal.snapshot.target)
    let goal = item.goal.id
    return [
      Button("+\(steps.small) " + title(item), AddAmount(goal: goal, date: day.date, amount: steps.small)),
      Button("+\(steps.large)", AddAmount(goal: goal, date: day.date, amount: steps.large)),
      Button("✏️", AskAmount(goal: goal, date: day.date)),
    ]
  }

  private func mark(_ mark: Mark, _ title: String, _ item: DayItem, _ day: Day) -> Button {
    Button(title, MarkGoal(goal: item.goal.id, date: day.date, mark: mark, surface: .card))
  }

  private func undoButton(_ item: DayItem, titled: Bool = false) -> [Button] {
    guard let entry = item.last, turn.now - entry.at <= undo else { return [] }
    return [Button(titled ? "↩︎ " + title(item) : "↩︎", UndoEntry(entry: entry.id, surface: .card))]
  }

  private func title(_ item: DayItem) -> String { GoalWords.short(item.goal.title) }

  private func footer(_ day: Day) -> [[Button]] {
    var days: [Button] = []
    if day.date > day.today.adding(days: -Limits.backdate) { days.append(dayButton("« ", -1, "", day)) }
    if day.date < day.today { days.append(dayButton("", 1, " »", day)) }
    var actions = [Button(turn.string("day.note.button"), WriteNote(date: day.date, goal: nil))]
    if day.items.isEmpty { actions.append(Button(turn.string("list.new.button"), NewGoal(asDraft: false))) }
    if day.coveredByAllDone.count > 1 {
      actions.append(Button(turn.string("day.all.button"), MarkAll(date: day.date), style: .success))
    }
    return [days, actions]
  }

  private func dayButton(_ before: String, _ step: Int, _ after: String, _ day: Day) -> Button {
    let date = day.date.adding(days: step)
    let name = turn.words.day(date, today: day.today)
    return Button(before + name.prefix(1).uppercased() + name.dropFirst() + after, ShowDay(date: date))
  }
}
