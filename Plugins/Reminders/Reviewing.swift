import Contracts
import PluginAPI

/// The weekly review was read.
struct FinishReview: CallbackPayload {
  static let name = "reminders.finish_review"
  var week: LocalDate
}

/// The experiment is tried in the week after `week`.
struct TakeExperiment: CallbackPayload {
  static let name = "reminders.take_experiment"
  var week: LocalDate
  var experiment: ExperimentName
}

/// Another experiment than this one.
struct OtherExperiment: CallbackPayload {
  static let name = "reminders.other_experiment"
  var week: LocalDate
  var experiment: ExperimentName
  /// The button stands under an experiment of its own, not under the review.
  var isAlone: Bool
}

extension RemindersPlugin {
  @ContributionBuilder var reviewing: Contributions {
    Callback(FinishReview.self, handle: finishReview)
    Callback(TakeExperiment.self, handle: takeExperiment)
    Callback(OtherExperiment.self, handle: otherExperiment)
  }

  /// Monday to Sunday of a review, and the week after it.
  private func isOpen(_ week: LocalDate, _ turn: Turn) -> Bool {
    let today = turn.person.logicalDate(turn.now)
    return week == week.startOfWeek() && week <= today && today <= week.adding(days: 13)
  }

  private func finishReview(_ turn: Turn, _ press: FinishReview) async throws {
    let today = turn.person.logicalDate(turn.now)
    guard press.week == press.week.startOfWeek(), press.week <= today else { return }
    if let message = turn.pressed { turn.removeKeyboard(of: message) }
    guard try await finish(press.week, turn) else { return turn.toast(turn.text("review.again.toast")) }
    turn.send(turn.text("review.thanks"))
  }

  /// - Returns: false when the week was reviewed before.
  private func finish(_ week: LocalDate, _ turn: Turn) async throws -> Bool {
    guard try await !sent.isReviewed(week, of: turn.person.id, turn) else { return false }
    let old = turn.person.logicalDate(turn.now).adding(days: -90)
    turn.write(sent.review(week, of: turn.person.id, at: turn.now), expecting: .exactly(1))
    turn.write(sent.forget(before: old, of: turn.person.id))
    turn.write(experiments.forget(before: old, of: turn.person.id))
    turn.publish(WeekReviewed(week: week))
    return true
  }

  /// Who takes something along has read the review.
  private func takeExperiment(_ turn: Turn, _ press: TakeExperiment) async throws {
    guard isOpen(press.week, turn) else { return turn.toast(turn.text("experiment.late.toast")) }
    let running = try await goals.goals(of: turn.person.id, [.active, .paused], turn)
    guard let experiment = Experiment(press.experiment, running) else {
      return turn.toast(turn.text("goal.gone.toast"))
    }
    if let message = turn.pressed { turn.removeKeyboard(of: message) }
    turn.write(experiments.take(experiment.name, press.week, by: turn.person.id, at: turn.now))
    _ = try await finish(press.week, turn)
    turn.send(turn.text("experiment.taken"))
  }

  private func otherExperiment(_ turn: Turn, _ press: OtherExperiment) async throws {
    guard isOpen(press.week, turn) else { return turn.toast(turn.text("experiment.late.toast")) }
    let person = turn.person
    let date = min(press.week.adding(days: 6), person.logicalDate(turn.now))
    let active = try await goals.goals(of: person.id, [.active], turn)
    let days = try await days(of: person.id, from: press.week.adding(days: -28), to: date, turn)
    let all = Experiment.all(active, days, today: date)
    let index = all.firstIndex { $0.name == press.experiment } ?? all.count - 1
    let next = all[(index + 1) % all.count]
    guard next.name != press.experiment else { return turn.toast(turn.text("experiment.none.toast")) }
    let card = Card(
      turn.text("review.experiment", ["text": .text(next.text(turn))]),
      keyboard: reviewKeyboard(press.week, next, isAlone: true, turn))
    guard let message = turn.pressed else { return }
    if press.isAlone { return turn.edit(message, card) }
    // One card with these buttons, not one more with each tap.
    turn.removeKeyboard(of: message)
    turn.send(card)
  }
}

/// The buttons of a review, or of an experiment by itself.
func reviewKeyboard(_ week: LocalDate, _ experiment: Experiment, isAlone: Bool, _ turn: Turn) -> Keyboard {
  let name = experiment.name
  return Keyboard([
    [
      Button(
        turn.string("experiment.take.button"), TakeExperiment(week: week, experiment: name), style: .success),
      Button(
        turn.string("experiment.other.button"), OtherExperiment(week: week, experiment: name, isAlone: isAlone)),
    ],
    [Button(turn.string("review.done.button"), FinishReview(week: week))],
  ])
}
