import Contracts
import PluginAPI
import Testing

@testable import Reminders

/// What code lets a model say of a week.
@Suite struct ProseRules {
  /// A week of two goals: 5 of 7, and 2 of 2; Tuesday is often missed.
  private func review(points: Int = 120) -> ReviewWeek {
    let (run, read) = (goal(1, minimum: "a walk of 10 minutes"), goal(2, .weekdays([.monday, .friday])))
    let days = (0..<35).map { monday.adding(days: $0 - 28) }
    let log =
      days.filter { $0.weekday != .tuesday && $0.weekday != .sunday }.map { entry(run, $0) }
      + days.filter { [.monday, .friday].contains($0.weekday) }.map { entry(read, $0) }
    let goalDays = GoalDays(log, pauses: [])
    func stats(_ strength: Double) -> GoalStats { GoalStats(streak: 1, best: 9, strength: strength, done: 1, due: 1) }
    return ReviewWeek(
      monday: monday, goals: [run, read], week: WeekSummary([run, read], goalDays, monday: monday),
      weekBefore: WeekSummary([run, read], goalDays, monday: monday.adding(days: -7)),
      experiment: .minimum(run, .tuesday), taken: nil, bestTime: nil, points: points, before: [run.id: stats(0.352)],
      after: [run.id: stats(0.41)])
  }

  private func facts() -> WeekFacts { WeekFacts(review()) }

  @Test func factsHaveIdsAndNumbers() {
    let facts = facts()
    #expect(facts.goals.map(\.ref) == ["g1", "g2"])
    #expect(facts.facts.map(\.id) == (1...facts.facts.count).map { "f\($0)" })
    #expect(
      facts.facts.map(\.fact) == [
        .goalWeek, .weekBefore, .strength, .goalWeek, .weekBefore, .allDone, .oftenMissed, .points,
      ])
    #expect(facts.facts[0] == WeekFact(id: "f1", fact: .goalWeek, goal: "g1", done: 5, due: 7))
    #expect(facts.facts[2] == WeekFact(id: "f3", fact: .strength, goal: "g1", before: 35, after: 41))
    #expect(facts.facts[2].numbers == [35, 41, 6])
    #expect(facts.facts[6].day == "tuesday" && facts.idea == WeekFacts.Idea(idea: .minimum, goal: "g1", day: "tuesday"))
    let context = WeekPrompt.context(facts)
    #expect(context.contains(#"{"done":5,"due":7,"fact":"goal_week","goal":"g1","id":"f1"}"#))
    // What the person wrote stands in the data alone.
    #expect(!context.contains("Run") && WeekPrompt.data(facts).contains(#""minimum":"a walk of 10 minutes""#))
  }

  static let stated: [(String, Set<Double>, Bool)] = [
    ("3 of 7", [3, 7], true), ("три из семи", [3, 7], true), ("2/5", [2, 5], true), ("5 out of 7 days", [5, 7], true),
    ("41 %, then 35,5 %.", [41, 35.5], false), ("вдвое больше, половина", [-1, 0.5], false),
    ("one small step, once", [], false), ("один шаг", [], false), ("٣ of ٧", [3, 7], true), ("½", [-1], false),
    ("третья неделя", [3], false), ("twenty-one", [20], false), ("5km", [5], false), ("в 7:30", [7, 30], false),
  ]
  @Test(arguments: stated)
  func numbersAreHeard(_ text: String, _ numbers: Set<Double>, _ isShare: Bool) {
    let stated = StatedThings(text)
    #expect(stated.numbers == numbers)
    #expect(stated.shares.isEmpty != isShare)
  }

  @Test func daysAreHeard() {
    #expect(StatedThings("Tuesdays, and on Friday").days == [.tuesday, .friday])
    #expect(StatedThings("По вторникам и в среду").days == [.tuesday, .wednesday])
    #expect(StatedThings("Средний день среди прочих, понедельный").days == [])
    #expect(StatedThings("воскресенье, субботы, пятница").days == [.sunday, .saturday, .friday])
  }

  private func problems(
    _ changes: [String: String], _ reader: Reader = Reader(language: .english), isTeen: Bool = false
  ) throws -> [String] {
    let plain = [
      "headline": #""A week with its own shape.""#, "win": #""Running happened.""#, "pattern": "null",
      "question": "null",
    ]
    let summary = try WeekScript.summary(reader.language, plain.merging(changes) { $1 })
    return summary.problems(facts(), for: reader, isTeen: isTeen)
  }

  static let good: [[String: String]] = [
    [:], ["win": #""5 of 7 runs, and strength went from 35 to 41 percent, 6 more.""#],
    ["obstacle": #""Tuesdays get in the way.""#], ["win": #""Five of seven.""#],
    ["experiment": #"{"goal_ref":"g1","change":"On Tuesday a walk of 10 minutes.","metric":"amount"}"#],
    ["pattern": #"{"text":"Strength is at 41 percent now.","fact_id":"f3"}"#], ["question": #""What helped?""#],
    ["win": #""120 points came together.""#],
  ]
  @Test(arguments: good) func whatCodeGaveMayBeSaid(_ changes: [String: String]) throws {
    #expect(try problems(changes) == [])
  }

  static let bad: [([String: String], String)] = [
    (["headline": #""9 days of running.""#], "headline states numbers"),
    (["headline": #""Six… eleven days of it.""#], "headline states numbers"),
    (["win": #""Double of the week before.""#], "states numbers"), (["win": #""Half of it.""#], "states numbers"),
    (["win": #""For the third week in a row.""#], "states numbers"), (["win": #""½ of the week.""#], "states numbers"),
    (["win": #""5 of 41 days.""#], "x of y"), (["win": #""2 of 7 days, that is something.""#], "x of y"),
    (["pattern": #"{"text":"It was 5 of 7.","fact_id":"f3"}"#], "pattern.text states numbers"),
    (["pattern": #"{"text":"True.","fact_id":"f77"}"#], "fact_id is one of f1"),
    (["obstacle": #""Mondays get in the way.""#], "day of the week"),
    (["experiment": #"{"goal_ref":"g2","change":"A walk.","metric":"amount"}"#], "goal_ref must be g1"),
    (["experiment": #"{"goal_ref":"g1","change":"20 minutes.","metric":"amount"}"#], "experiment.change states"),
    (["win": #""See https://evil.example now.""#], "no links"), (["win": #""Ask @someone about it.""#], "no links"),
    (["win": #""Press /premium now.""#], "no links"), (["win": #""**Well** done.""#], "no links"),
    (["win": #""<b>Well</b> done.""#], "no links"), (["question": #""Call +7 900 123 45 67?""#], "telephone"),
    (["win": #""Was it good?""#], "only question asks"), (["question": #""How? Why?""#], "only question asks"),
    (["headline": #""""#], "headline is empty"), (["language": #""ru""#], "language must be en"),
    (["headline": #""Неделя, в которой всё получилось так, как было задумано заранее.""#], "written in en"),
    (["headline": "\"\(String(repeating: "very ", count: 40))\""], "at most 140"),
    (["win": #""You lose weight, well done.""#], "nothing about weight"),
    (["win": #""Stop the pills for a week.""#], "medicine"), (["safety": #""splendid""#], "safety is not"),
  ]
  @Test(arguments: bad) func whatItMadeUpMayNot(_ changes: [String: String], _ problem: String) throws {
    let found = try problems(changes)
    #expect(found.contains { $0.contains(problem) }, "\(found)")
  }

  @Test func theFormOfAddressIsThePersons() throws {
    let (ty, vy) = (Reader(language: .russian, address: .ty), Reader(language: .russian, address: .vy))
    let russian = [
      "headline": #""Неделя прошла ровно.""#, "experiment": #"{"goal_ref":"g1","change":"x","metric":"amount"}"#,
    ]
    func with(_ win: String) -> [String: String] { russian.merging(["win": "\"\(win)\""]) { $1 } }
    #expect(try problems(with("У тебя получилось."), ty) == [])
    #expect(try problems(with("У вас получилось."), ty) == ["win must address the person as «ты»"])
    #expect(try problems(with("У вас получилось."), vy) == [])
    #expect(try problems(with("Это твоё."), vy) == ["win must address the person as «вы»"])
    #expect(try problems(with("Пять из семи."), vy) == [])
    #expect(try problems(with("Шесть из семи."), vy) == [#"win states "x of y" that is no fact's done and due"#])
  }

  @Test func theYoungAreKeptFromDiets() throws {
    let diet = ["win": #""The diet went well.""#]
    #expect(try problems(diet) == [])
    #expect(try problems(diet, isTeen: true) == ["nothing about weight, food, the body or medicine"])
  }

  @Test func onlyUsableAnswersAreChecked() throws {
    #expect(try problems(["safety": #""self_harm""#, "headline": #""""#]) == [])
    #expect(try WeekScript.summary(.english, ["safety": #""minor""#]).isUsable)
    #expect(try !WeekScript.summary(.english, ["safety": #""medical""#]).isUsable)
  }

  @Test func whereCodeNamesACommandItsWordsStay() throws {
    var facts = facts()
    let summary = try WeekScript.summary(.english)
    #expect(WeekProse(summary, facts).change == "Go out right after the morning tea.")
    for idea in [WeekFacts.Idea.Kind.plan, .keep] {
      facts.idea = WeekFacts.Idea(idea: idea)
      #expect(WeekProse(summary, facts).change == nil)
    }
  }
}
