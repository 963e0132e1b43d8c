import Contracts
import PluginAPI

/// Does what the coach proposed.
struct TakeProposal: CallbackPayload {
  static let name = "goals.take_proposal"
  var proposal: RowID
}

/// Lists what a reply was based on.
struct ShowBasis: CallbackPayload {
  static let name = "goals.show_basis"
  var turn: RowID
}

/// One of the short answers under a reply.
struct QuickAnswer: CallbackPayload {
  static let name = "goals.quick_answer"
  var turn: RowID
  var index: Int
}

extension GoalsPlugin {
  /// Checks everything again: a lot may have happened between a proposal and its tap.
  func takeProposal(_ turn: Turn, _ press: TakeProposal) async throws {
    guard let proposal = try await ProposalStore.open(press.proposal, of: turn.person.id, turn) else {
      return turn.toast(turn.text("coach.taken.toast"))
    }
    if case .remember(let kind, let text) = proposal {
      ProposalStore.take(press.proposal, turn)
      turn.publish(MemoryConfirmed(kind: kind, text: text, language: turn.reader.language))
      return turn.toast(turn.text("coach.remembered.toast"))
    }
    if case .create(let text) = proposal {
      if try await openForm(turn, text: text) { ProposalStore.take(press.proposal, turn) }
      return
    }
    guard let id = proposal.goal, let goal = try await GoalStore.goal(id, of: turn.person.id, turn), goal.isRunning
    else {
      return turn.toast(turn.text("log.closed.toast"))
    }
    if case .log(let entry) = proposal { return try await takeLog(entry, goal, press.proposal, turn) }
    if try await isReadOnly(goal, turn) { return }
    ProposalStore.take(press.proposal, turn)
    try await change(goal, by: proposal, turn)
  }

  private func takeLog(_ entry: SpokenCheckIn, _ goal: Goal, _ proposal: RowID, _ turn: Turn) async throws {
    let date = entry.date ?? turn.today
    guard try await loggable(goal.id, on: date, turn) != nil else { return }
    var day = try await CheckInStore.day(date, today: turn.today, of: turn.person.id, turn)
    ProposalStore.take(proposal, turn)
    if !log(entry, goal, &day, turn) { turn.toast(turn.text("log.already.toast")) }
  }

  private func change(_ goal: Goal, by proposal: CoachProposal, _ turn: Turn) async throws {
    switch proposal {
    case .pause where goal.status == .active: turn.send(GoalCard(turn: turn).askPause(goal))
    case .easier:
      guard let load = goal.load.easier else { break }
      turn.send(askLoad(goal, load, ChangeLoad(goal: goal.id, isEasier: true, isSure: false), turn))
    case .harder:
      guard let load = goal.load.harder else { break }
      turn.send(askLoad(goal, load, ChangeLoad(goal: goal.id, isEasier: false, isSure: false), turn))
    case .plan(_, let cue, let action):
      var draft = GoalDraft(goal)
      draft.cue = cue
      draft.action = action
      try await revise(goal, draft, turn)
    case .remind(_, let time):
      var draft = GoalDraft(goal)
      draft.remindAt = time
      try await revise(goal, draft, turn)
    case .finish: turn.begin(FinishGoalDialog.self, .init(goal: goal.id, title: goal.title, isAchieved: true))
    case .release: turn.begin(FinishGoalDialog.self, .init(goal: goal.id, title: goal.title, isAchieved: false))
    case .pause, .log, .create, .remember: turn.send(try await goalCard(goal.id, turn))
    }
  }

  private func revise(_ goal: Goal, _ draft: GoalDraft, _ turn: Turn) async throws {
    var facts = try await facts(goal, turn)
    let (after, waiting) = revise(goal, to: draft, turn)
    facts.goal = after
    facts.waiting = waiting ?? facts.waiting
    turn.send(card(facts, turn))
  }

  func showBasis(_ turn: Turn, _ press: ShowBasis) async throws {
    guard let basis = try await CoachStore.basis(of: press.turn, person: turn.person.id, turn) else {
      return turn.toast(turn.text("coach.basis.gone.toast"))
    }
    turn.send(CoachCard(turn: turn).basis(basis))
  }

  func quickAnswer(_ turn: Turn, _ press: QuickAnswer) async throws {
    guard let basis = try await CoachStore.basis(of: press.turn, person: turn.person.id, turn),
      basis.quickAnswers.indices.contains(press.index)
    else { return turn.toast(turn.text("coach.basis.gone.toast")) }
    let answer = basis.quickAnswers[press.index]
    turn.toast(Text(answer))
    try await hear(answer, turn)
  }
}
