import Contracts
import PluginAPI

extension GoalsPlugin {
  @ContributionBuilder var coaching: Contributions {
    Command("coach", "coach.command.summary", order: 15) { turn, arguments in
      guard !arguments.text.isEmpty else {
        turn.send(turn.text("coach.hello"))
        return
      }
      try await hear(arguments.text, replyTo: arguments.message.id, turn)
    }
    Callback(TakeProposal.self, handle: takeProposal)
    Callback(ShowBasis.self, handle: showBasis)
    Callback(QuickAnswer.self, handle: quickAnswer)
    Job(CoachTurn.self, handle: startCoachTurn)
    Job(SummariseTalk.self) { turn, _ in turn.start(ShortenTalk(asked: turn.now)) }
    Job(ForgetTalk.self) { turn, _ in forget(turn) }
    Schedule(ForgetTalk(), .daily(at: LocalTime(hour: 4, minute: 10) ?? .midnight))
    SlowWork(AnswerAsCoach.self, timeLimit: .seconds(60), maximumAttempts: 2, shows: .thinking, run: answer, then: take)
    SlowWork(ShortenTalk.self, timeLimit: .seconds(120), maximumAttempts: 2, run: shorten, then: keep)
    crisisAnswers
  }
}
