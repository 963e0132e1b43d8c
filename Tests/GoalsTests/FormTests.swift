import Contracts
import PluginAPI
import Testing

@testable import Goals

@Suite struct FormTests {
  @Test func theQuestionsFollowTheAnswers() {
    var draft = GoalDraft(title: "Run")
    draft.rhythm = .weekdays
    #expect(draft.path == [.title, .why, .rhythm, .weekdays, .quantity, .cue, .reminder, .minimum])
    draft.rhythm = .perWeek
    draft.cue = "7:00"
    #expect(draft.path == [.title, .why, .rhythm, .times, .quantity, .cue, .action, .reminder, .minimum])
    draft.rhythm = .limit
    #expect(draft.path == [.title, .why, .rhythm, .quantity, .cue, .action, .reminder])
    draft.rhythm = .free
    #expect(draft.path == [.title, .why, .rhythm, .quantity, .cue, .action])
    draft.amount = 12
    #expect(draft.path == [.title, .why, .rhythm, .quantity, .start, .deadline, .cue, .action])
    #expect(draft.field(after: .action) == nil)
    #expect(draft.field(before: .title) == nil)
    #expect(draft.first(of: .minimum) == nil)
    draft.rhythm = .steps
    #expect(draft.path == [.title, .why, .rhythm, .steps, .deadline, .cue, .action])
    // Asked for only from the review.
    #expect(draft.first(of: .obstacle) == .obstacle && draft.first(of: .effort) == .effort)
    #expect(draft.field(after: .obstacle) == nil)
    draft.obstacle = "cosy"
    #expect(draft.field(after: .obstacle) == .coping)
  }

  @Test func answersToQuestionsNoLongerAskedAreDropped() {
    var draft = GoalDraft(title: "Read")
    draft.rhythm = .daily
    draft.minimum = "a page"
    draft.remindAt = .at(9)
    draft.dueDate = monday
    draft.unit = "pages"
    draft.action = "read"
    draft.tidy()
    #expect(draft.minimum == "a page")
    #expect(draft.dueDate == nil && draft.unit == nil && draft.action == nil)
    draft.rhythm = .free
    draft.tidy()
    #expect(draft.minimum == nil && draft.remindAt == nil)
    #expect(draft.kind == .open)
  }

  @Test(arguments: Rhythm.allCases)
  func aGoalGivesItsAnswersBack(rhythm: Rhythm) {
    var draft = GoalDraft(title: "Goal")
    draft.rhythm = rhythm
    if rhythm == .weekdays { draft.days = [.monday, .friday] }
    if rhythm == .perWeek { draft.times = 4 }
    draft.amount = 2
    draft.unit = "km"
    draft.cue = "7:00"
    draft.action = "go"
    draft.cueKind = .time
    draft.obstacle = "cosy"
    draft.coping = "clothes at the door"
    if rhythm == .steps { draft.steps = ["one", "two"] }
    if rhythm == .free { draft.start = 40 }
    draft.tidy()
    let goal = Goal(draft, id: id(1), status: .active, now: noon, today: monday)
    #expect(GoalDraft(goal) == draft)
    #expect(goal.snapshot.plan == "7:00 → go")
  }

  @Test func aLongTextBecomesTheReasonAndAsksForATitle() {
    #expect(NewGoalDialog.State(text: "Run").step == .field(.why))
    #expect(NewGoalDialog.State(text: "").step == .field(.title))
    let long = NewGoalDialog.State(text: String(repeating: "a", count: 81))
    #expect(long.step == .field(.title))
    #expect(long.draft.title.isEmpty)
    #expect(long.draft.why?.count == 81)
  }

  /// Forms that were open when the program was brought up to date.
  @Test func theFirstVersionIsRead() throws {
    let old = """
      {"draft":{"days":"","effort":2,"rhythm":"daily","times":3,"title":"Run"},"isRevising":false,
      "step":{"field":{"_0":"quantity"}}}
      """
    let state = try #require(try NewGoalDialog.migrate(old, from: 1))
    #expect(state.draft.title == "Run" && state.step == .field(.quantity) && state.isAssisted == nil)
    #expect(try NewGoalDialog.migrate(old, from: 0) == nil)
  }

  @Test func stateSurvivesStorage() throws {
    var state = NewGoalDialog.State(text: "Run")
    state.draft.rhythm = .weekdays
    state.draft.days = [.sunday]
    state.draft.remindAt = .at(6, 45)
    for step in [NewGoalDialog.State.Step.field(.quantity), .review, .menu, .thinking, .question] {
      state.step = step
      let json = try CanonicalJSON.text(state)
      #expect(try CanonicalJSON.decode(NewGoalDialog.State.self, from: json) == state)
    }
  }
}
