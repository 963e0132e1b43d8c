import Contracts
import PluginAPI

extension RemindersPlugin {
  /// What a kind has to say on a date; nil when there is nothing.
  func card(_ kind: Kind, on date: LocalDate, template: Int, _ turn: Turn) async throws -> Card? {
    switch kind {
    case .morning: try await morningCard(on: date, template: template, turn)
    case .evening: try await eveningCard(on: date, template: template, turn)
    case .review:
      try await reviewWeek(of: turn.person, on: date, turn)
        .map { ReviewMessage(review: $0, template: template, prose: nil).card(turn) }
    case .goal, .comeback: nil
    }
  }

  private func openGoals(on date: LocalDate, _ turn: Turn) async throws -> [GoalSnapshot] {
    let person = turn.person.id
    let active = try await goals.goals(of: person, [.active], turn)
    guard !active.isEmpty else { return [] }
    let days = try await days(of: person, from: date.startOfWeek(), to: date, turn)
    return active.filter { days.isOpen($0, date) }
  }

  private func eveningCard(on date: LocalDate, template: Int, _ turn: Turn) async throws -> Card? {
    let open = try await openGoals(on: date, turn)
    guard let first = open.first else { return nil }
    var lines = [turn.text("evening.frame.\(template)"), Text()]
    lines += open.map { turn.text("list.goal", ["title": .string($0.title)]) }
    let why = Button(turn.string("why.button"), Why(slot: Slot(.evening)))
    guard open.count > 1 else {
      // The buttons belong to one goal; with several the card of the day has them all.
      let buttons = goals.checkInButtons(for: first, on: date, turn)
      return Card(.lines(lines), keyboard: Keyboard([buttons, [why]]))
    }
    lines += [Text(), turn.text("evening.hint")]
    return Card(.lines(lines), keyboard: Keyboard(row: [why]))
  }

  private func morningCard(on date: LocalDate, template: Int, _ turn: Turn) async throws -> Card? {
    let open = try await openGoals(on: date, turn)
    guard !open.isEmpty else { return nil }
    var lines = [turn.text("morning.frame.\(template)"), Text()]
    for goal in open {
      lines.append(turn.text("list.goal", ["title": .string(goal.title)]))
      if let plan = Plan.text(goal, turn) { lines.append(.quote(plan)) }
    }
    let why = Button(turn.string("why.button"), Why(slot: Slot(.morning)))
    return Card(.lines(lines), keyboard: Keyboard(row: [why]))
  }

  /// For somebody who fell silent: one goal, the smallest step, no guilt. Nil when nothing asks for them.
  func comebackCard(on date: LocalDate, template: Int, isLast: Bool, _ turn: Turn) async throws -> Card? {
    let open = try await openGoals(on: date, turn)
    guard let goal = open.first(where: { $0.minimum != nil }) ?? open.first else { return nil }
    var lines = [
      turn.text("comeback.frame.\(template)"), Text(), turn.text("goal.title", ["title": .string(goal.title)]),
    ]
    if let minimum = goal.minimum, !minimum.isEmpty {
      lines.append(turn.text("goal.minimum", ["minimum": .string(minimum)]))
    }
    if isLast { lines += [Text(), turn.text("comeback.last")] }
    let why = Button(turn.string("why.button"), Why(slot: Slot(.comeback)))
    return Card(.lines(lines), keyboard: Keyboard([goals.checkInButtons(for: goal, on: date, turn), [why]]))
  }
}
