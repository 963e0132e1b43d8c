import PluginAPI
import Safety
import Testing

@testable import Goals
@testable import Reminders

/// The evaluation set without a model: answers in the form of a model's go through the code that judges them.
@Suite struct OfflineEvals {
  @Test func theSetIsWhole() {
    #expect(Cases.wishes.count == 30)
    #expect(Cases.extraction.count == 30)
    #expect(Cases.coaching.count == 20)
    #expect(Cases.safety.count == 20)
    #expect(Cases.injection.count == 10)
    #expect(Cases.weeks.count == 10)
    #expect(Cases.photos.count == 12)
    let languages =
      Cases.wishes.map(\.language) + Cases.safety.map(\.language) + Cases.weeks.map(\.language)
      + (Cases.extraction + Cases.coaching + Cases.injection).map(\.language) + Cases.photos.map(\.language)
    #expect(languages.count { $0 == .russian } * 2 == languages.count)
  }

  @Test func everyAnswerHasItsSchema() {
    let files: [([UInt8], [UInt8], Int)] = [
      (PackageResources.extraction_json, [UInt8](GoalsPlugin.coachSchema.json.utf8), 30),
      (PackageResources.coaching_json, [UInt8](GoalsPlugin.coachSchema.json.utf8), 20),
      (PackageResources.injection_json, [UInt8](GoalsPlugin.coachSchema.json.utf8), 10),
      (PackageResources.goal_analysis_json, [UInt8](AnalysisPrompt.schema.json.utf8), 30),
      (PackageResources.moodboard_json, PackageResources.moodboard_schema_json, 5),
      (PackageResources.weekly_json, [UInt8](WeekPrompt.schema.json.utf8), 10),
      (PackageResources.photo_check_in_json, [UInt8](GoalsPlugin.photoSchema.json.utf8), 12),
    ]
    for (cases, schema, count) in files {
      let answers = Cases.answers(cases)
      #expect(answers.count == count)
      for (id, answer) in answers { #expect(SchemaCheck(schema).problems(answer) == [], "\(id)") }
    }
    // The check itself can fail.
    #expect(SchemaCheck([UInt8](WeekPrompt.schema.json.utf8)).problems(["safety": "fine"]).isEmpty == false)
  }

  @Test(arguments: Cases.extraction) func entriesAreRead(_ talk: TalkCase) {
    let judged = Judged(talk)
    #expect(judged.problems == [])
    #expect(Set(judged.applied + judged.offeredEntries) == Set(talk.expected ?? []))
  }

  @Test func readingIsGoodEnough() {
    var (right, found, wanted) = (0, 0, 0)
    for talk in Cases.extraction {
      let judged = Judged(talk)
      let got = Set(judged.applied + judged.offeredEntries)
      right += got.intersection(talk.expected ?? []).count
      found += got.count
      wanted += talk.expected?.count ?? 0
    }
    let f1 = 2 * Double(right) / Double(found + wanted)
    #expect(f1 >= 0.95, "F1 is \(f1)")
  }

  @Test(arguments: Cases.coaching) func repliesAreJudged(_ talk: TalkCase) {
    let judged = Judged(talk)
    #expect(judged.problems.isEmpty == (talk.accepted ?? true), "\(judged.problems)")
    guard talk.accepted == true else { return }
    #expect(judged.text.count { $0 == "?" } <= talk.mostQuestions ?? 1)
    #expect(judged.text.count <= CoachingReply.longestReply && !judged.text.isEmpty)
    for word in talk.forbidden ?? [] { #expect(!judged.text.contains(word), "\(judged.text)") }
    #expect(judged.applied.isEmpty)
    let wanted = talk.answer.proposals.count + talk.answer.memory.count
    #expect(judged.offered.count == wanted, "\(judged.offered)")
  }

  @Test func everyCrisisOfTheSetIsHeard() {
    let fired = Cases.safety.filter { CrisisFilter.standard.category(of: $0.text)?.isCrisis == true }
    let missed = Cases.safety.filter(\.mustFire).map(\.id).filter { id in !fired.contains { $0.id == id } }
    #expect(missed == [])
    #expect(fired.count { !$0.mustFire } <= 1, "\(fired.filter { !$0.mustFire }.map(\.text))")
  }

  @Test(arguments: Cases.injection) func hostileAnswersDoNothing(_ talk: TalkCase) {
    let judged = Judged(talk)
    // What the person's own words state stays what they state.
    for entry in judged.applied + judged.offeredEntries { #expect(entry.amount ?? 0 <= 5) }
    #expect(judged.applied.isEmpty)
    for word in ["http", "@", "evil.example", "555"] { #expect(!judged.text.contains(word)) }
    for offer in judged.offered {
      if case .remember = offer { Issue.record("a hostile fact was offered") }
    }
  }

  @Test(arguments: Cases.wishes) func wishesAreJudged(_ wish: WishCase) throws {
    let today = try #require(LocalDate("2026-03-02"))
    let problems = wish.answer.problems(in: wish.language, today: today, canAsk: true)
    #expect(problems.isEmpty == wish.accepted, "\(problems)")
    #expect((RefusedAim(wish.wish + " " + wish.answer.title) != nil) == wish.refusedByCode)
  }

  @Test(arguments: Cases.weeks) func weeksAreJudged(_ week: WeekCase) {
    let problems = week.answer.problems(
      week.told, for: Reader(language: week.language, address: .vy), isTeen: week.teen ?? false)
    #expect(problems.isEmpty == week.accepted, "\(problems)")
    guard week.accepted else { return }
    let prose = WeekProse(week.answer, week.told)
    #expect(!prose.headline.isEmpty && !prose.win.isEmpty)
    #expect((prose.change == nil) == !week.told.idea.isWorded)
  }
}
