import Contracts
import PluginAPI

/// The buttons of a day's card.
extension DayCard {
  func buttons(_ item: DayItem, _ day: Day) -> [Button] {
    switch item.goal.snapshot.kind {
    case .open: return [Button("📝 " + title(item), WriteNote(date: day.date, goal: item.goal.id))]
    case .limit: return limitButtons(item, day)
    case .target:
      let reached = Button("🎉", ActOnGoal(goal: item.goal.id, act: .achieve))
      return amountButtons(item, day) + undoButton(item) + (item.isReached ? [reached] : [])
    case .milestone: return stepButtons(item, day)
    case .habit: break
    }
    switch item.standing {
    case .done where item.isCounted: return Array(amountButtons(item, day).prefix(1)) + undoButton(item)
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

  /// The next step to close, today only: a step has the date of its press.
  private func stepButtons(_ item: DayItem, _ day: Day) -> [Button] {
    guard let next = item.goal.steps.next, !day.isBackdated else {
      return [Button("🪜 " + title(item), OpenSteps(goal: item.goal.id, isOrdering: false))] + undoButton(item)
    }
    return [
      Button(
        "✅ " + GoalWords.short(next.title), ToggleStep(goal: item.goal.id, step: next.id, place: .day)),
      Button("🪜", OpenSteps(goal: item.goal.id, isOrdering: false)),
    ] + undoButton(item)
  }

  private func amountButtons(_ item: DayItem, _ day: Day) -> [Button] {
    if item.isMeasured { return [Button("✏️ " + title(item), AskAmount(goal: item.goal.id, date: day.date))] }
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

  func footer(_ day: Day) -> [[Button]] {
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
