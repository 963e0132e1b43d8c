import Contracts
import PluginAPI

extension GoalsPlugin {
  @ContributionBuilder var services: Contributions {
    ServiceExport(.goals, StoredGoals(catalogue: catalogue, entitlements: entitlements) as any GoalReader)
    ServiceExport(.goalStarter, FormStarter() as any GoalStarter)
  }
}

/// Goals and their log as other plugins see them.
struct StoredGoals: GoalReader {
  let catalogue: Catalogue
  let entitlements: any Entitlements

  func goals(of person: PersonID, _ statuses: Set<GoalSnapshot.Status>, _ database: any DatabaseReading)
    async throws -> [GoalSnapshot]
  {
    try await GoalStore.goals(of: person, statuses, database).map(\.snapshot)
  }

  func goal(_ id: RowID, of person: PersonID, _ database: any DatabaseReading) async throws -> GoalSnapshot? {
    try await GoalStore.goal(id, of: person, database)?.snapshot
  }

  func checkIns(
    of person: PersonID, from first: LocalDate, to last: LocalDate, _ database: any DatabaseReading
  ) async throws -> [CheckIn] {
    try await CheckInStore.entries(of: person, from: first, to: last, database)
  }

  func pauses(of person: PersonID, _ database: any DatabaseReading) async throws -> [GoalPause] {
    try await PauseStore.pauses(of: person, database).map(\.pause)
  }

  func isReminded(of goal: RowID, _ person: PersonID, now: Instant, _ database: any DatabaseReading)
    async throws -> Bool
  {
    let limit = try await entitlements.limit(.activeGoals, of: person, now: now, database)
    guard try await GoalStore.running(of: person, database) > limit else { return true }
    let running = try await GoalStore.goals(of: person, [.active, .paused], database)
    return running.prefix(limit).contains { $0.id == goal }
  }

  func checkInButtons(for goal: GoalSnapshot, on date: LocalDate, _ turn: Turn) -> [Button] {
    func button(_ key: String, _ mark: Mark) -> Button {
      // Not `turn.text`: the turn is another plugin's and knows its texts only.
      Button(
        catalogue.string(key, for: turn.reader),
        MarkGoal(goal: goal.id, date: date, mark: mark, surface: .message),
        style: mark == .full ? .success : nil)
    }
    switch goal.kind {
    case .open:
      return [
        Button(catalogue.string("remind.note.button", for: turn.reader), WriteNote(date: date, goal: goal.id))
      ]
    case .limit:
      return [button("remind.kept.button", .full), button("remind.miss.button", .miss)]
    case .habit where goal.target == nil:
      return [
        button("remind.full.button", .full), button("remind.minimum.button", .minimum),
        button("remind.skip.button", .skip),
      ]
    case .milestone:
      return [
        Button(
          catalogue.string("goal.steps.button", for: turn.reader), OpenSteps(goal: goal.id, isOrdering: false))
      ]
    case .habit, .target:
      let amount = Button(
        catalogue.string("remind.amount.button", for: turn.reader), AskAmount(goal: goal.id, date: date))
      return goal.kind == .habit
        ? [button("remind.full.button", .full), amount, button("remind.skip.button", .skip)] : [amount]
    }
  }
}

/// Buttons of other plugins that open the form.
struct FormStarter: GoalStarter {
  func startButton(title: String, text: String) -> Button? {
    Button(title, StartGoal(text: UserText.clean(text, limit: Limits.why)), style: .primary)
  }
}
