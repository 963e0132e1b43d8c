import Contracts
import PluginAPI

/// `/start`: the first conversation, short or long, resumable at any step.
struct FirstDialog: Dialog {
  static let name = "onboarding.first"
  static let version = 2
  typealias State = FirstState
  typealias Step = FirstStep

  enum Choice: Codable, Sendable {
    /// Begins, which is the consent.
    case agree(FirstPath)
    /// The same without a language model.
    case agreeWithoutModel
    case keepName
    case address(FormOfAddress)
    case zone(ZoneChoice)
    /// The place just chosen is not right.
    case wrongTime
    case area(Int), areasDone
    case wishDone, wishAnew
    case boardDone, boardAnew
    /// One of the obstacles on offer, by its number.
    case obstacle(Int)
    case skipObstacle
    case style(Int)
    case rhythm(CheckInRhythm)
    /// No more waiting for the model.
    case ownWords
    case accept, correct, byHand, back, anew
    case field(Step)
    case insight(InsightField)
    case emptyField
    case notTeen
    /// What the model reads may leave the country.
    case agreeAbroad
    case goOn
  }

  static let quickObstacles = 4

  let configuration: OnboardingConfiguration
  let store: ProfileStore
  let consents = ConsentStore()
  let pictures = PictureStore()
  let memory = MemoryStore()
  let asker: ZoneAsker
  let starter: LateService<any GoalStarter>
  /// What the deployment's model can do; nil without one.
  let model: ModelAbilities?
  let hasMedia: Bool
  let ear: CrisisEar

  static func migrate(_ json: String, from version: Int) throws -> FirstState? {
    version == 1 ? try FirstState.migrate(json) : nil
  }

  func hasUnsavedText(_ state: State) -> Bool { !state.wish.isEmpty }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch input {
    case .choice(let choice): return try await press(choice, state, turn)
    case .message(let message):
      var state = state
      // Who writes instead of pressing "go on" goes on.
      state.isResuming = false
      state.crisis = nil
      return try await write(message, state, turn)
    }
  }
}
