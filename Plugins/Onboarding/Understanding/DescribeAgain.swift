import Contracts
import PluginAPI

/// Asks the model once more, for somebody whose own words had to do.
struct DescribeAgain: JobPayload {
  static let name = "onboarding.describe_again"
  static let key = "again"
  /// Before each attempt.
  static let pauses: [Duration] = [.hours(1), .hours(6), .days(1)]
  var attempt: Int
}

/// What to do with a better wording of the profile.
struct ProposalPress: CallbackPayload {
  enum Action: Int, Codable, Sendable { case show, accept, decline }
  static let name = "onboarding.proposal"
  var action: Action
}

extension OnboardingPlugin {
  func describeAgain(_ turn: Turn, _ job: DescribeAgain) async throws {
    guard model != nil, !turn.person.isLeaving,
      let profile = try await store.profile(of: turn.person.id, turn), profile.insight == nil,
      try await consents.grants(of: turn.person.id, turn).allow(.model, model)
    else { throw JobOutcome.cancel(reason: "there is nothing to describe, or no model that may") }
    turn.start(DescribeAgainRequest())
    // Should it fail again; an answer takes it back.
    guard DescribeAgain.pauses.indices.contains(job.attempt) else { return }
    turn.enqueue(
      DescribeAgain(attempt: job.attempt + 1), .after(DescribeAgain.pauses[job.attempt]), unique: DescribeAgain.key)
  }

  func offer(_ turn: Turn, _ request: DescribeAgainRequest, _ result: WorkResult<Description>) async throws {
    guard let insight = result.output?.insight, !turn.person.isLeaving,
      try await store.profile(of: turn.person.id, turn)?.insight == nil
    else { return }
    turn.cancel(DescribeAgain.self, unique: DescribeAgain.key)
    turn.write(store.propose(insight, at: turn.now, to: turn.person.id))
    let card = Card(
      turn.text("proposal.offer"),
      keyboard: Keyboard(row: [
        Button(turn.string("proposal.show.button"), ProposalPress(action: .show), style: .primary),
        Button(turn.string("proposal.decline.button"), ProposalPress(action: .decline)),
      ]))
    turn.send(card, options: SendOptions(priority: .bulk, whenAmbiguous: .drop, isSilent: true))
  }

  func proposal(_ turn: Turn, _ press: ProposalPress) async throws {
    let person = turn.person.id
    guard let insight = try await store.proposal(for: person, turn),
      var profile = try await store.profile(of: person, turn)
    else { return turn.toast(turn.text("outdated.toast")) }
    switch press.action {
    case .show:
      show(
        Card(
          insightText(insight, turn),
          keyboard: Keyboard(row: [
            Button(turn.string("proposal.accept.button"), ProposalPress(action: .accept), style: .success),
            Button(turn.string("proposal.keep.button"), ProposalPress(action: .decline)),
          ])), turn)
    case .decline:
      turn.write(store.dropProposal(of: person))
      show(Card(turn.text("proposal.declined")), turn)
    case .accept:
      profile.insight = insight
      profile.areas = insight.areas
      turn.write(store.dropProposal(of: person))
      turn.write(store.save(profile, of: person), expecting: .exactly(1))
      show(Card(turn.text("proposal.accepted")), turn)
    }
  }

  private func show(_ card: Card, _ turn: Turn) {
    if let pressed = turn.pressed { turn.edit(pressed, card) } else { turn.send(card) }
  }
}

/// The five lines of a profile that a model worded.
func insightText(_ insight: Insight, _ turn: Turn) -> Text {
  var lines = [
    turn.text("review.understood"), Text(""),
    turn.text("review.line.summary", ["text": .string(insight.summary)]),
  ]
  let parts: [(String, String)] = [
    ("areas", turn.areaNames(insight.areas)), ("motivation", insight.motivation),
    ("strengths", insight.strengths.joined(separator: ", ")),
    ("obstacles", insight.obstacles.joined(separator: ", ")),
  ]
  for (name, text) in parts where !text.isEmpty {
    lines.append(turn.text("review.line.\(name)", ["text": .string(text)]))
  }
  return .lines(lines)
}
