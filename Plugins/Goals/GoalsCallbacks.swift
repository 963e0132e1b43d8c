import Contracts
import PluginAPI

extension GoalsPlugin {
  @ContributionBuilder var callbacks: Contributions {
    Callback(MarkGoal.self, handle: mark)
    Callback(AddAmount.self, handle: add)
    Callback(MarkAll.self, handle: markAll)
    Callback(UndoEntry.self, handle: undo)
    Callback(AskAmount.self) { turn, press in
      guard let goal = try await loggable(press.goal, on: press.date, turn) else { return }
      let isMeasured = goal.snapshot.kind == .target && goal.snapshot.start != nil
      let state = AmountDialog.State(
        goal: goal.id, date: press.date, title: goal.title, unit: goal.snapshot.unit,
        isMeasured: isMeasured ? true : nil)
      turn.begin(AmountDialog.self, state)
    }
    Callback(ShowDay.self, handle: showDay)
    Callback(WriteNote.self) { turn, press in try await askNote(turn, date: press.date, goal: press.goal) }
    Callback(ListGoals.self) { turn, press in turn.show(try await listCard(finished: press.finished, turn)) }
    Callback(OpenGoal.self) { turn, press in turn.show(try await goalCard(press.goal, turn)) }
    Callback(ActOnGoal.self, handle: act)
    Callback(PauseGoal.self, handle: pauseGoal)
    Callback(PauseAll.self) { turn, press in
      guard press.days == 0 || Limits.pauseDays.contains(press.days) else { return }
      turn.show(try await pauseAll(turn, days: press.days))
    }
    Callback(ResumeAll.self) { turn, _ in turn.show(try await resumeAll(turn)) }
    Callback(NewGoal.self) { turn, press in try await openForm(turn, asDraft: press.asDraft) }
    Callback(StartGoal.self) { turn, press in
      let isOpen = try await openForm(
        turn, text: UserText.clean(press.text, limit: NewGoalDialog.mostWords, multiline: true))
      if isOpen, let pressed = turn.pressed { turn.removeKeyboard(of: pressed) }
    }
    Callback(UseText.self, handle: useText)
    Callback(ChangeLoad.self, handle: changeLoad)
    Callback(OpenPlans.self) { turn, press in turn.show(try await plansCard(press.goal, turn)) }
    Callback(ActOnPlan.self, handle: actOnPlan)
    Callback(OpenSteps.self) { turn, press in
      turn.show(try await stepsCard(press.goal, isOrdering: press.isOrdering, turn))
    }
    Callback(ToggleStep.self, handle: toggleStep)
    Callback(MoveStep.self, handle: moveStep)
    Callback(AddSteps.self, handle: addSteps)
    Callback(ShowChart.self, handle: showChart)
  }

  private func showDay(_ turn: Turn, _ press: ShowDay) async throws {
    guard let date = press.date else {
      let day = try await CheckInStore.day(turn.today, today: turn.today, of: turn.person.id, turn)
      turn.send(dayCard(day, turn))
      return
    }
    let isNear = (0...Limits.backdate).contains(date.days(until: turn.today))
    if !isNear { turn.toast(turn.text("log.old.toast", ["days": .int(Limits.backdate)])) }
    let day = try await CheckInStore.day(isNear ? date : turn.today, today: turn.today, of: turn.person.id, turn)
    turn.show(dayCard(day, turn))
  }

  private func pauseGoal(_ turn: Turn, _ press: PauseGoal) async throws {
    guard press.days == 0 || Limits.pauseDays.contains(press.days),
      let goal = try await GoalStore.goal(press.goal, of: turn.person.id, turn), goal.status == .active
    else { return turn.show(try await goalCard(press.goal, turn)) }
    var facts = try await facts(goal, turn)
    let last = pause([goal], days: press.days > 0 ? press.days : nil, turn)
    facts.goal.snapshot.status = .paused
    facts.pause = StoredPause(id: goal.id, goal: goal.id, from: turn.today, to: last)
    turn.show(card(facts, turn))
  }

  private func act(_ turn: Turn, _ press: ActOnGoal) async throws {
    guard let goal = try await GoalStore.goal(press.goal, of: turn.person.id, turn) else {
      return turn.show(Card(turn.text("goal.gone")))
    }
    let isOpen = goal.isRunning || goal.status == .draft
    if press.act == .edit || press.act == .editPlan, try await isReadOnly(goal, turn) { return }
    switch press.act {
    case .edit where isOpen:
      turn.begin(EditGoalDialog.self, EditGoalDialog.State(goal: goal.id, draft: GoalDraft(goal)))
    case .editPlan where isOpen:
      turn.begin(EditGoalDialog.self, EditGoalDialog.State(goal: goal.id, draft: GoalDraft(goal), field: .cue))
    case .askPause where goal.status == .active: turn.show(GoalCard(turn: turn).askPause(goal))
    case .resume where goal.status == .paused: try await resume(goal, turn)
    case .achieve where goal.isRunning, .release where goal.isRunning:
      let state = FinishGoalDialog.State(goal: goal.id, title: goal.title, isAchieved: press.act == .achieve)
      turn.begin(FinishGoalDialog.self, state)
    case .askDelete where goal.status != .archived:
      turn.show(GoalCard(turn: turn).askDelete(goal, archiveDays: configuration.archiveDays))
    case .delete where goal.status != .archived: try await delete(goal, turn)
    case .restore where goal.status == .archived:
      turn.show(card(GoalFacts(goal: restore(goal, turn)), turn))
    case .start where goal.status == .draft: turn.show(try await start(goal, turn))
    default:
      // The card is older than the goal's state: show how it is now.
      turn.show(card(try await facts(goal, turn), turn))
    }
  }

  private func resume(_ goal: Goal, _ turn: Turn) async throws {
    var facts = try await facts(goal, turn)
    resume([goal], try await PauseStore.pauses(of: turn.person.id, turn), turn)
    facts.goal.snapshot.status = .active
    facts.pause = nil
    turn.show(card(facts, turn))
  }

  private func delete(_ goal: Goal, _ turn: Turn) async throws {
    close(goal, as: .archived, try await PauseStore.pauses(of: turn.person.id, turn), turn)
    turn.show(
      Card(
        turn.text("delete.done", ["title": .string(goal.title), "days": .int(configuration.archiveDays)]),
        keyboard: Keyboard(row: [
          Button(turn.string("goal.restore.button"), ActOnGoal(goal: goal.id, act: .restore)),
          Button(turn.string("goal.list.button"), ListGoals(finished: false)),
        ])))
  }
}
