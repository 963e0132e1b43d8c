import Contracts
import PluginAPI

extension GoalsPlugin {
  func dayCard(_ day: Day, _ turn: Turn) -> Card {
    DayCard(turn: turn, undo: .minutes(configuration.undoMinutes)).card(day)
  }

  /// A date that can still be logged, with the goal; otherwise the person is told.
  func loggable(_ id: RowID, on date: LocalDate, _ turn: Turn) async throws -> Goal? {
    guard let goal = try await GoalStore.goal(id, of: turn.person.id, turn), goal.isRunning else {
      turn.toast(turn.text("log.closed.toast"))
      return nil
    }
    guard date <= turn.today else {
      turn.toast(turn.text("log.future.toast"))
      return nil
    }
    guard date >= turn.today.adding(days: -Limits.backdate) else {
      turn.toast(turn.text("log.old.toast", ["days": .int(Limits.backdate)]), alert: true)
      return nil
    }
    return goal
  }

  func mark(_ turn: Turn, _ press: MarkGoal) async throws {
    guard let goal = try await loggable(press.goal, on: press.date, turn) else {
      return dropButtons(press.surface, turn)
    }
    var day = try await CheckInStore.day(press.date, today: turn.today, of: turn.person.id, turn)
    let item = day.item(goal.id) ?? DayItem(goal: goal)
    let decision = CheckInRule.mark(press.mark.kind, on: item)
    let source: CheckInStore.Source = press.surface == .card ? .button : .reminder
    let entry = record(decision, item, &day, source, turn)
    switch press.surface {
    case .card:
      toast(decision, turn)
      turn.show(dayCard(day, turn))
    case .message:
      dropButtons(.message, turn)
      guard let entry else { return toast(decision, turn) }
      turn.send(confirmation(entry, goal, turn))
    }
  }

  func add(_ turn: Turn, _ press: AddAmount) async throws {
    guard let goal = try await loggable(press.goal, on: press.date, turn) else { return }
    var day = try await CheckInStore.day(press.date, today: turn.today, of: turn.person.id, turn)
    let item = day.item(goal.id) ?? DayItem(goal: goal)
    guard press.amount > 0 else { return }
    let decision = CheckInRule.amount(Double(press.amount), on: item)
    _ = record(decision, item, &day, .button, turn)
    toast(decision, turn)
    turn.show(dayCard(day, turn))
  }

  func markAll(_ turn: Turn, _ press: MarkAll) async throws {
    guard (0...Limits.backdate).contains(press.date.days(until: turn.today)) else {
      return turn.toast(turn.text("log.old.toast", ["days": .int(Limits.backdate)]), alert: true)
    }
    var day = try await CheckInStore.day(press.date, today: turn.today, of: turn.person.id, turn)
    let open = day.coveredByAllDone
    for item in open { _ = record(CheckInRule.mark(.full, on: item), item, &day, .button, turn) }
    turn.toast(turn.text(open.isEmpty ? "log.already.toast" : "log.all.toast"))
    turn.show(dayCard(day, turn))
  }

  func undo(_ turn: Turn, _ press: UndoEntry) async throws {
    guard let entry = try await CheckInStore.entry(press.entry, of: turn.person.id, turn),
      let goal = try await GoalStore.goal(entry.goal, of: turn.person.id, turn)
    else {
      turn.toast(turn.text("undo.gone.toast"))
      return dropButtons(press.surface, turn)
    }
    var day = try await CheckInStore.day(entry.date, today: turn.today, of: turn.person.id, turn)
    guard turn.now - entry.at <= .minutes(configuration.undoMinutes) else {
      turn.toast(turn.text("undo.late.toast", ["minutes": .int(configuration.undoMinutes)]))
      return press.surface == .card ? turn.show(dayCard(day, turn)) : dropButtons(.message, turn)
    }
    CheckInStore.undo(entry.id, turn)
    day.remove(entry)
    if goal.snapshot.kind == .milestone { day.replace(reopened(goal, by: entry.id, turn)) }
    turn.publish(CheckInUndone(entry: entry, goal: goal.snapshot))
    turn.toast(turn.text("undo.done.toast"))
    switch press.surface {
    case .card: turn.show(dayCard(day, turn))
    case .message:
      let buttons = StoredGoals(catalogue: catalogue, entitlements: entitlements).checkInButtons(
        for: goal.snapshot, on: entry.date, turn)
      turn.show(Card(turn.text("undo.done", ["title": .string(goal.title)]), keyboard: Keyboard(row: buttons)))
    }
  }

  /// Puts a decision on the turn: rows, and the event with all its facts.
  func record(
    _ decision: CheckInRule.Decision, _ item: DayItem, _ day: inout Day, _ source: CheckInStore.Source, _ turn: Turn
  ) -> CheckIn? {
    guard case .record(let kind, let amount, let replaced) = decision else { return nil }
    let entry = CheckIn(
      id: turn.newID(), goal: item.goal.id, kind: kind, date: day.date, amount: amount, at: turn.now,
      isBackdated: day.isBackdated)
    var after = item
    if let replaced {
      CheckInStore.supersede(replaced.id, turn)
      day.remove(replaced)
      after.remove(replaced.id)
    }
    CheckInStore.insert(entry, source: source, turn)
    day.add(entry)
    after.add(entry)
    turn.publish(
      CheckInRecorded(
        entry: entry, goal: item.goal.snapshot, replaced: replaced,
        amountOfDay: after.amounts.isEmpty ? nil : after.sum, stillOpen: day.stillOpen, due: day.due))
    return entry
  }

  /// Corrects what the amounts of a date come to: they are replaced by one entry, or by none.
  func correct(to sum: Double, _ item: DayItem, _ day: inout Day, _ turn: Turn) {
    guard sum != item.sum, sum <= Limits.amount else { return }
    let replaced = item.amounts
    for entry in replaced.dropLast() {
      CheckInStore.supersede(entry.id, turn)
      day.remove(entry)
    }
    var rest = item
    for entry in replaced.dropLast() { rest.remove(entry.id) }
    guard sum > 0 else {
      // Nothing is left of the day.
      guard let last = replaced.last else { return }
      CheckInStore.supersede(last.id, turn)
      day.remove(last)
      for entry in replaced { turn.publish(CheckInUndone(entry: entry, goal: item.goal.snapshot)) }
      return
    }
    _ = record(
      .record(.amount, amount: Quantity.rounded(sum), replacing: replaced.last ?? item.mark), rest, &day, .form, turn)
  }

  func confirmation(_ entry: CheckIn, _ goal: Goal, _ turn: Turn) -> Card {
    let key = goal.snapshot.kind == .limit && entry.kind == .full ? "logged.kept" : "logged.\(entry.kind.rawValue)"
    let undo = Button(turn.string("undo.button"), UndoEntry(entry: entry.id, surface: .message))
    return Card(turn.text(key, ["title": .string(goal.title)]), keyboard: Keyboard(row: [undo]))
  }

  private func toast(_ decision: CheckInRule.Decision, _ turn: Turn) {
    switch decision {
    case .record(let kind, _, _): turn.toast(turn.text("log.\(kind.rawValue).toast"))
    case .already: turn.toast(turn.text("log.already.toast"))
    case .overLimit: turn.toast(turn.text("log.over_limit.toast"), alert: true)
    }
  }

  private func dropButtons(_ surface: Surface, _ turn: Turn) {
    if surface == .message, let pressed = turn.pressed { turn.removeKeyboard(of: pressed) }
  }
}
