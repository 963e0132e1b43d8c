import Contracts
import PluginAPI

extension GoalsPlugin {
  /// Whether the person's words may be read by a model.
  func mayAnalyse(_ turn: Turn) async throws -> Bool {
    guard hasModel else { return false }
    return try await memory().hasAgreed(to: .model, turn.person.id, turn)
  }

  /// Shows what the model made of the wish. It only proposes: nothing is saved here.
  func propose(_ turn: Turn, _ request: AnalyseGoal, _ result: WorkResult<AnalyseGoal.Output>) async throws {
    // Cancelled, gone on by hand, or more was said meanwhile. That the card was shown again changes nothing.
    guard var state = try turn.dialogState(of: NewGoalDialog.self), state.step == .thinking, state.request == request
    else { return }
    guard case .analysis(let analysis) = result.output else {
      var reason = AnalyseGoal.Reason.silent
      if case .nothing(let known) = result.output { reason = known }
      state.goOnByHand(NewGoalDialog.State.Notice(rawValue: reason.rawValue))
      return turn.show(NewGoalDialog.self, state, .instead)
    }
    if analysis.safety != "ok" { return try await refuse(SafetyCategory(rawValue: analysis.safety) ?? .illegal, turn) }
    switch analysis.status {
    case .refuse: return try await refuse(.illegal, turn)
    case .notAGoal:
      state = NewGoalDialog.State(isAssisted: true)
      state.notice = .notAGoal
      return turn.show(NewGoalDialog.self, state, .instead)
    case .needsClarification where request.canAsk && !analysis.questions.isEmpty:
      state.questions = analysis.questions.prefix(2).map(Self.clean)
      state.step = .question
      return turn.show(NewGoalDialog.self, state, .instead)
    case .needsClarification, .ready: break
    }
    let draft = GoalDraft(analysis)
    let isTeen = try await isTeen(turn)
    if let category = Heard.category(of: draft.aim, isTeen: isTeen) ?? Heard.category(of: request.wish, isTeen: isTeen)
    {
      return try await refuse(category, turn)
    }
    state.draft = draft
    state.remark = analysis.notes.map { UserText.clean($0, limit: Limits.why) }.flatMap { $0.isEmpty ? nil : $0 }
    state.correction = nil
    state.questions = nil
    state.step = .review
    turn.show(NewGoalDialog.self, state, .instead)
  }

  private static func clean(_ question: GoalAnalysis.Question) -> GoalAnalysis.Question {
    GoalAnalysis.Question(
      text: UserText.clean(question.text, limit: 300),
      quickAnswers: question.quickAnswers.prefix(4).map { UserText.clean($0, limit: 24) }.filter { !$0.isEmpty })
  }

  /// Ends the form with words that people wrote, never the model.
  private func refuse(_ category: SafetyCategory, _ turn: Turn) async throws {
    turn.endDialog(deletesCard: true)
    turn.send(try await refusalCard(category, turn))
  }
}
