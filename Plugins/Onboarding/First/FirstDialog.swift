import Contracts
import PluginAPI

/// `/start`: the first conversation, a minute long, resumable at any step.
struct FirstDialog: Dialog {
  static let name = "onboarding.first"

  /// The steps in their order; all but the first show how far it is.
  enum Step: Int, Codable, Sendable, CaseIterable {
    case welcome, address, zone, wish, rhythm, review

    static let count = allCases.count - 1
    var next: Step { Step(rawValue: rawValue + 1) ?? .review }
  }

  struct State: WordsOnly {
    var step: Step
    /// Back to the review after this step.
    var isFixing = false
    /// The review asks what to change.
    var isChoosing = false
    /// Asks whether to go on with the step.
    var isResuming = false
    /// When it last asked that.
    var offeredAt: Instant?
    var zone: ZoneStep
    /// The place that was chosen, which may have another name than the zone's city.
    var place: ZoneStep.Option?
    /// The place was chosen just now: this card says so.
    var hasNewZone = false
    var wish = WishDraft()
    var rhythm: CheckInRhythm?
    var refusedAt: Instant?

    init(_ step: Step, at now: Instant) {
      self.step = step
      zone = ZoneStep(shownAt: now)
    }

    /// The same, asking whether to go on.
    func resuming(at now: Instant) -> State {
      var next = self
      next.isResuming = true
      next.offeredAt = now
      return next
    }

    /// The name of the person's place, while their zone is the one that was chosen by it.
    func place(in zone: Zone) -> String? { place?.zone == zone.id ? place?.place : nil }

    /// After the present step.
    func advanced(at now: Instant) -> State {
      move(to: isFixing ? .review : step.next, isFixing: false, at: now)
    }

    func move(to step: Step, isFixing: Bool, at now: Instant) -> State {
      var next = self
      next.step = step
      next.isFixing = isFixing
      next.isChoosing = false
      next.isResuming = false
      next.refusedAt = nil
      next.hasNewZone = false
      next.zone = zone.askingForClock(at: now)
      return next
    }
  }

  enum Choice: Codable, Sendable {
    /// Begins, which is the consent.
    case agree
    case keepName
    case address(FormOfAddress)
    case zone(ZoneChoice)
    /// The place just chosen is not right.
    case wrongTime
    case wishDone, wishAnew
    case rhythm(CheckInRhythm)
    case accept, fix, back, anew
    case field(Step)
    case goOn
  }

  let configuration: OnboardingConfiguration
  let store: ProfileStore
  let asker: ZoneAsker
  let starter: any GoalStarter

  func hasUnsavedText(_ state: State) -> Bool { !state.wish.isEmpty }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch input {
    case .choice(let choice): return try await press(choice, state, turn)
    case .message(let message):
      var state = state
      // Who writes instead of pressing "go on" goes on.
      state.isResuming = false
      return write(message, state, turn)
    }
  }
}
