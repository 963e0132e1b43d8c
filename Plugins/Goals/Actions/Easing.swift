import Contracts
import PluginAPI

extension GoalsPlugin {
  /// A goal beyond the limit of the plan can be logged, paused and ended, not changed. The person is told.
  func isReadOnly(_ goal: Goal, _ turn: Turn) async throws -> Bool {
    guard goal.isRunning else { return false }
    let isExtra = try await extraGoals(of: turn.person.id, now: turn.now, turn).contains(goal.id)
    if isExtra { turn.toast(turn.text("goal.extra.toast"), alert: true) }
    return isExtra
  }

  /// Easier or harder by a notch: shows what it would be and from when, and does it when the answer is yes.
  func changeLoad(_ turn: Turn, _ press: ChangeLoad) async throws {
    guard let goal = try await GoalStore.goal(press.goal, of: turn.person.id, turn), goal.isRunning,
      let load = press.isEasier ? goal.load.easier : goal.load.harder
    else { return turn.show(try await goalCard(press.goal, turn)) }
    if try await isReadOnly(goal, turn) { return }
    guard press.isSure else { return turn.show(askLoad(goal, load, press, turn)) }
    var facts = try await facts(goal, turn)
    var draft = GoalDraft(goal)
    draft.take(load)
    let (after, waiting) = revise(goal, to: draft, turn)
    facts.goal = after
    facts.waiting = waiting
    turn.show(card(facts, turn))
  }

  func askLoad(_ goal: Goal, _ load: GoalLoad, _ press: ChangeLoad, _ turn: Turn) -> Card {
    let date = load.effectiveDate(replacing: goal.load, on: turn.today)
    let arguments: [String: Argument] = [
      "title": .string(goal.title), "before": .string(turn.words.measure(goal.load)),
      "after": .string(turn.words.measure(load)), "date": .string(turn.words.date(date)),
    ]
    let key = date > turn.today ? "load.ask.later" : press.isEasier ? "load.ask.easier" : "load.ask.harder"
    return Card(
      turn.text(key, arguments),
      keyboard: Keyboard([
        [
          Button(
            turn.string("load.yes.button"), ChangeLoad(goal: goal.id, isEasier: press.isEasier, isSure: true),
            style: .success)
        ],
        [Button(turn.string("load.own.button"), ActOnGoal(goal: goal.id, act: .edit))],
        [Button(turn.string("form.back.button"), OpenGoal(goal: goal.id))],
      ]))
  }
}
