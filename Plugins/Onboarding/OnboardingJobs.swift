import PluginAPI

/// Erases a person when the days of grace are over.
struct EraseJob: JobPayload {
  static let name = "onboarding.erase"
  static let key = "erase"
  var erasedAt: Instant
}

extension OnboardingPlugin {
  @ContributionBuilder var jobs: Contributions {
    Job(EraseJob.self, maximumAttempts: 25, handle: erase)
    Job(CountPictures.self, handle: firstDialog.countPictures)
    Job(DropPictures.self, handle: firstDialog.dropPictures)
    Job(StopThinking.self, handle: firstDialog.stopThinking)
    Job(DescribeAgain.self, handle: describeAgain)
    Job(ForgetFacts.self, handle: forget)
  }

  func erase(_ turn: Turn, _ job: EraseJob) async throws {
    // Whoever came back stays, also if the job could not be taken back in time.
    guard turn.person.isLeaving, let planned = try await store.erasure(of: turn.person.id, turn) else {
      throw JobOutcome.cancel(reason: "the person came back")
    }
    guard planned <= job.erasedAt else { throw JobOutcome.cancel(reason: "the erasure was planned anew") }
    turn.erasePerson()
  }
}
