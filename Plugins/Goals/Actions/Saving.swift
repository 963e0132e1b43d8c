import Contracts
import PluginAPI

extension GoalsPlugin {
  /// How many goals may run, and how many do.
  func room(_ turn: Turn) async throws -> (limit: Int, running: Int) {
    let limit = try await entitlements.limit(.activeGoals, of: turn.person.id, now: turn.now, turn)
    return (limit, try await GoalStore.running(of: turn.person.id, turn))
  }

  /// Makes a goal of the form's answers: active when there is room, else a draft that loses nothing.
  /// - Returns: what the person sees.
  func save(_ draft: GoalDraft, _ turn: Turn) async throws -> Card {
    var draft = draft
    draft.tidy()
    let (limit, running) = try await room(turn)
    let others = running < limit ? [] : try await GoalStore.goals(of: turn.person.id, [.active, .paused], turn)
    let ordinal = try await GoalStore.activated(by: turn.person.id, turn) + 1
    let status: GoalSnapshot.Status = running < limit ? .active : .draft
    let goal = Goal(draft, id: turn.newID(), status: status, now: turn.now, today: turn.today)
    GoalStore.insert(goal, turn)
    RevisionStore.insert(
      Revision(id: turn.newID(), goal: goal.id, effectiveDate: turn.today, load: goal.load), isApplied: true, turn)
    guard status == .active else {
      return limitCard(limit, others, saved: goal, turn)
    }
    announce(goal, ordinal: ordinal, turn)
    return activatedCard(goal, turn)
  }

  /// Makes a draft active, when there is room.
  func start(_ goal: Goal, _ turn: Turn) async throws -> Card {
    let (limit, running) = try await room(turn)
    guard running < limit else {
      let others = try await GoalStore.goals(of: turn.person.id, [.active, .paused], turn)
      return limitCard(limit, others, saved: goal, turn)
    }
    let ordinal = try await GoalStore.activated(by: turn.person.id, turn) + (goal.activatedAt == nil ? 1 : 0)
    var active = goal
    active.snapshot.status = .active
    if goal.activatedAt == nil { active.snapshot.startDate = turn.today }
    active.activatedAt = goal.activatedAt ?? turn.now
    GoalStore.update(active, from: goal.status, turn)
    announce(active, ordinal: ordinal, isFirstTime: goal.activatedAt == nil, turn)
    return activatedCard(active, turn)
  }

  /// The card that says there is no room: archive one, or have more.
  /// - Parameter saved: the draft that waits for room.
  func limitCard(_ limit: Int, _ others: [Goal], saved: Goal?, _ turn: Turn) -> Card {
    var rows = others.prefix(8).map { goal in
      [Button("🗂 " + GoalWords.short(goal.title), ActOnGoal(goal: goal.id, act: .askDelete))]
    }
    if let offer = entitlements.offerButton(title: turn.string("limit.offer.button")) { rows.append([offer]) }
    if let saved {
      rows.append([Button(turn.string("limit.start.button"), ActOnGoal(goal: saved.id, act: .start), style: .success)])
    } else {
      rows.append([Button(turn.string("limit.draft.button"), NewGoal(asDraft: true))])
    }
    let arguments: [String: Argument] = ["limit": .int(limit), "title": .string(saved?.title ?? "")]
    return Card(
      saved == nil ? turn.text("limit.full", arguments) : turn.text("limit.saved", arguments), keyboard: Keyboard(rows))
  }

  private func announce(_ goal: Goal, ordinal: Int, isFirstTime: Bool = true, _ turn: Turn) {
    if isFirstTime { GoalStore.countActivation(of: turn.person.id, turn) }
    turn.publish(GoalActivated(goal: goal.snapshot, ordinal: ordinal))
    if isFirstTime, goal.snapshot.plan != nil { turn.publish(PlanSaved(goal: goal.id, isRevision: false)) }
  }

  private func activatedCard(_ goal: Goal, _ turn: Turn) -> Card {
    var draft = GoalDraft(goal)
    draft.morePlans = goal.plans.filter { !$0.isActive }
    var text = turn.words.summary(draft) + "\n\n" + turn.text("saved")
    if goal.action != nil { text += "\n" + turn.text("saved.rehearse") }
    return Card(
      text,
      keyboard: Keyboard(row: [
        Button(turn.string("today.button"), ShowDay(date: nil), style: .primary),
        Button(turn.string("goal.open.button"), OpenGoal(goal: goal.id)),
      ]))
  }
}
