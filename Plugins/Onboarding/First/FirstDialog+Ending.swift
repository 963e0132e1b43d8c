import Contracts
import PluginAPI

extension FirstDialog {
  /// The person says that it is right: now it is.
  func accept(_ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    // Both are there on the review; a state from elsewhere goes back to what it lacks.
    guard state.wish.isEnough else { return .show(state.move(to: .wish, isFixing: true, at: turn.now)) }
    guard let rhythm = state.rhythm else { return .show(state.move(to: .rhythm, isFixing: true, at: turn.now)) }
    let person = turn.person.id
    let before = try await store.profile(of: person, turn)
    let facts = try await memory.facts(of: person, now: turn.now, turn)
    let earliest = try await memory.nextExpiry(of: person, after: turn.now, turn)
    let profile = state.profile(rhythm: rhythm, obstacle: obstacle(state, turn), at: turn.now)
    turn.write(store.save(profile, of: person), expecting: .exactly(1))
    turn.write(store.dropProposal(of: person))
    remember(state, facts, earliest, turn)
    let rounds = [profile.moodboard].compactMap { $0 }
    turn.write(pictures.clearPictures(of: person, except: rounds))
    turn.write(pictures.clearLooks(of: person, except: rounds))
    turn.cancel(DropPictures.self, unique: DropPictures.key)
    if state.hasFallenBack, state.insight == nil, state.caution == nil {
      turn.enqueue(DescribeAgain(attempt: 1), .after(DescribeAgain.pauses[0]), unique: DescribeAgain.key)
    } else {
      turn.cancel(DescribeAgain.self, unique: DescribeAgain.key)
    }
    // What a coach must not plan is not handed on.
    let title = state.caution == nil || state.caution == .minor ? state.insight?.goal?.title : nil
    turn.publish(
      OnboardingCompleted(
        rhythm: rhythm, wish: profile.wish, isFirst: before == nil, path: state.path == .full ? "full" : "fast",
        firstGoal: title))
    return .finish(ending(state, title, turn))
  }

  private func ending(_ state: State, _ title: String?, _ turn: Turn) -> Card {
    let name: Argument = .string(turn.person.name)
    let first = title ?? UserText.clean(state.wish.text, limit: 200)
    let mayPlan = state.caution == nil || state.caution == .minor
    let button = mayPlan ? starter().startButton(title: turn.string("first.goal.button"), text: first) : nil
    guard let button else { return Card(turn.text("first.done", ["name": name])) }
    if let goal = state.insight?.goal, title != nil {
      let text = turn.text(
        "first.done.proposal", ["name": name, "title": .string(goal.title), "why": .string(goal.why)])
      return Card(text, keyboard: Keyboard(row: [button]))
    }
    return Card(turn.text("first.done.goal", ["name": name]), keyboard: Keyboard(row: [button]))
  }

  /// The limits and ways of talking that the review showed become facts.
  private func remember(_ state: State, _ known: [MemoryFact], _ earliest: Instant?, _ turn: Turn) {
    guard let insight = state.insight else { return }
    let facts =
      insight.constraints.map { (MemoryFact.Kind.constraint, $0) } + insight.notes.map { (.preference, $0) }
    var texts = Set(known.map(\.text))
    var expiries = [earliest].compactMap { $0 }
    for (kind, text) in facts.prefix(max(0, MemoryStore.capacity - known.count)) where texts.insert(text).inserted {
      let expiry = kind.lifetime.map { turn.now + $0 }
      let fact = MemoryFact(
        id: turn.newID(), kind: kind, text: text, language: turn.person.language, expiresAt: expiry)
      turn.write(memory.insert(fact, origin: "confirmed", at: turn.now, of: turn.person.id))
      if let expiry { expiries.append(expiry) }
    }
    turn.planForgetting(expiries.min())
  }
}
