import PluginAPI
import Testing

@testable import Goals

@Suite struct PayloadTests {
  /// What fits into a button beside the host's own bytes.
  private static let limit = 37

  private func check<Payload: CallbackPayload>(_ payload: Payload) throws {
    let bytes = try CompactEncoder().encode(payload)
    #expect(bytes.count <= Self.limit, "\(Payload.name) takes \(bytes.count) bytes")
    var decoder = CompactDecoder(bytes)
    let back = try decoder.decode(Payload.self)
    #expect(try CompactEncoder().encode(back) == bytes)
    #expect(Payload.name.hasPrefix("goals."))
  }

  @Test func everyButtonFitsAndComesBack() throws {
    let date = try #require(LocalDate("2035-12-31"))
    let goal = id(.max)
    try check(MarkGoal(goal: goal, date: date, mark: .miss, surface: .message))
    try check(AddAmount(goal: goal, date: date, amount: 5000))
    try check(AskAmount(goal: goal, date: date))
    try check(UndoEntry(entry: goal, surface: .message))
    try check(MarkAll(date: date))
    try check(ShowDay(date: date))
    try check(ShowDay(date: nil))
    try check(WriteNote(date: date, goal: goal))
    try check(WriteNote(date: date, goal: nil))
    try check(ListGoals(finished: true))
    try check(OpenGoal(goal: goal))
    try check(ActOnGoal(goal: goal, act: .start))
    try check(PauseGoal(goal: goal, days: 365))
    try check(PauseAll(days: 365))
    try check(ResumeAll())
    try check(NewGoal(asDraft: true))
    try check(UseText(text: goal, asGoal: true))
    try check(StartGoal(text: "short"))
    try check(ChangeLoad(goal: goal, isEasier: true, isSure: true))
    try check(OpenPlans(goal: goal))
    try check(ActOnPlan(goal: goal, plan: 9999, act: .drop))
    try check(OpenSteps(goal: goal, isOrdering: true))
    try check(ToggleStep(goal: goal, step: 9999, place: .day))
    try check(MoveStep(goal: goal, step: 9999))
    try check(AddSteps(goal: goal))
    try check(ShowChart(goal: goal, picture: .week))
  }

  @Test func dialogChoicesFit() throws {
    #expect(try CompactEncoder().encode(FormChoice(.pick, 1439)).count <= 35)
  }

  @Test func forgedNumbersAreRefused() throws {
    var bytes = try CompactEncoder().encode(MarkGoal(goal: id(1), date: monday, mark: .full, surface: .card))
    bytes[bytes.count - 2] = 0x7E
    #expect(throws: (any Error).self) {
      var decoder = CompactDecoder(bytes)
      _ = try decoder.decode(MarkGoal.self)
    }
  }
}
