import Contracts
import PluginAPI
import Testing

@testable import Reminders

@Suite struct WeekTests {
  @Test func openIsWhatIsDueAndNotThere() {
    let (run, read) = (goal(1), goal(2, .weekdays([.tuesday])))
    let days = GoalDays([entry(run, monday, .skip)], pauses: [])
    #expect(!days.isOpen(run, monday))
    #expect(days.isOpen(run, monday.adding(days: 1)))
    #expect(!days.isOpen(read, monday))
    #expect(days.isOpen(read, monday.adding(days: 1)))
    #expect(!days.isOpen(goal(3, start: monday.adding(days: 1)), monday))
    let paused = GoalDays([], pauses: [GoalPause(goal: run.id, from: monday, to: nil)])
    #expect(!paused.isOpen(run, monday.adding(days: 300)))
  }

  @Test func aPartOfAQuantityStaysOpen() {
    let goal = goal(target: 4)
    #expect(GoalDays([entry(goal, monday, .amount, amount: 1)], pauses: []).isOpen(goal, monday))
    #expect(!GoalDays([entry(goal, monday, .amount, amount: 4)], pauses: []).isOpen(goal, monday))
    #expect(!GoalDays([entry(goal, monday, .minimum)], pauses: []).isOpen(goal, monday))
  }

  @Test func soManyTimesAWeekIsEnough() {
    let goal = goal(1, .perWeek(2))
    let one = GoalDays([entry(goal, monday)], pauses: [])
    #expect(one.isOpen(goal, monday.adding(days: 3)))
    let two = GoalDays([entry(goal, monday), entry(goal, monday.adding(days: 1), .minimum)], pauses: [])
    #expect(!two.isOpen(goal, monday.adding(days: 3)))
    #expect(two.isOpen(goal, monday.adding(days: 7)))
  }

  @Test func aGoalWithoutRhythmIsRemindedOfUntilItIsLogged() {
    let goal = goal(1, .none)
    #expect(!GoalDays([], pauses: []).isOpen(goal, monday))
    #expect(GoalDays([], pauses: []).wantsReminder(goal, monday))
    #expect(!GoalDays([entry(goal, monday)], pauses: []).wantsReminder(goal, monday))
  }

  @Test func theWeekInNumbers() {
    let (run, read, free) = (goal(1), goal(2, .weekdays([.monday, .friday])), goal(3, .none))
    let log = [
      entry(run, monday), entry(run, monday.adding(days: 1), .minimum), entry(run, monday.adding(days: 2), .skip),
      entry(run, monday.adding(days: 4)), entry(read, monday), entry(read, monday.adding(days: 4)),
      entry(free, monday), entry(goal(9), monday),
    ]
    let week = WeekSummary([run, read, free], GoalDays(log, pauses: []), monday: monday)
    #expect(week.lines.map(\.done) == [3, 2, 1])
    #expect(week.lines.map(\.due) == [6, 2, nil])
    #expect(WeekSummary.strip(week.lines[0].cells) == "✅ 🟡 ⏭ · ✅ · ·")
    #expect(week.win?.goal == read.id)
    #expect(week.bestDay == .monday)
    #expect(week.done == 6)
  }

  @Test func aWeekOfPauseAsksForNothing() {
    let days = GoalDays([], pauses: [GoalPause(goal: nil, from: monday, to: nil)])
    #expect(WeekSummary([goal()], days, monday: monday).lines == [])
  }

  @Test func theExperimentFollowsTheMissedWeekday() {
    let today = monday.adding(days: 27)
    func log(_ goal: GoalSnapshot, except weekday: Weekday?) -> GoalDays {
      let dates = (today.adding(days: -28)...today).filter { $0.weekday != weekday }
      return GoalDays(dates.map { entry(goal, $0) }, pauses: [])
    }
    let (plain, small) = (goal(1), goal(2, minimum: "Walk"))
    #expect(Experiment([plain], log(plain, except: .tuesday), today: today) == .findMinimum(plain, .tuesday))
    #expect(Experiment([small], log(small, except: .friday), today: today) == .minimum(small, .friday))
    #expect(Experiment([plain], log(plain, except: nil), today: today) == .keep)
    // What else there is, each once, and each found again by its name.
    let sad = GoalDays([], pauses: [])
    let goals = [plain, small, goal(3, plan: nil)]
    let all = Experiment.all(goals, sad, today: today)
    #expect(all.first == Experiment(goals, sad, today: today))
    #expect(all.count == 5 && Set(all).count == 5 && all.last == .anchor)
    for experiment in all { #expect(Experiment(experiment.name, goals) == experiment) }
    #expect(Experiment(ExperimentName(kind: .plan, goal: rowID(9)), goals) == nil)
    #expect(Experiment(ExperimentName(kind: .minimum, goal: plain.id, day: 8), goals) == nil)
    let unplanned = goal(3, plan: nil)
    #expect(Experiment([unplanned], log(unplanned, except: nil), today: today) == .plan(unplanned))
    #expect(Experiment([goal(4, .perWeek(2))], GoalDays([], pauses: []), today: today) == .anchor)
  }
}

@Suite struct ManifestTests {
  @Test func textsAreComplete() throws {
    let manifest = RemindersPlugin.manifest
    let catalogue = try Catalogue(plugin: manifest.id.rawValue, files: manifest.texts)
    #expect(catalogue.verify() == [])
    for kind in Kind.allCases {
      for template in 1...kind.templates { #expect(catalogue.contains("\(kind.rawValue).frame.\(template)")) }
      #expect(catalogue.contains("why.\(kind.rawValue).toast"))
      // Alerts hold 200 characters.
      for language in Language.allCases {
        let text = catalogue.string("why.\(kind.rawValue).toast", ["time": "00:00"], for: Reader(language: language))
        #expect(text.count <= 200)
      }
    }
  }

  @Test func buttonsFitIntoTelegramsBytes() throws {
    func size(_ value: some Encodable) throws -> Int { try CompactEncoder().encode(value).count }
    #expect(try size(Snooze(goal: rowID(1))) <= 37)
    #expect(try size(Why(slot: Slot(goal: rowID(1)))) <= 37)
    #expect(try size(EditSlot(slot: Slot(goal: rowID(1)))) <= 37)
    #expect(try size(EditSlot(slot: Slot(.evening))) <= 37)
    #expect(try size(Mute(days: 366)) <= 37)
    #expect(try size(FinishReview(week: monday)) <= 37)
    let name = ExperimentName(kind: .minimum, goal: rowID(1), day: 7)
    #expect(try size(TakeExperiment(week: monday, experiment: name)) <= 37)
    #expect(try size(OtherExperiment(week: monday, experiment: name, isAlone: true)) <= 37)
    #expect(try size(EditTimeDialog.Choice.at(1439)) <= 37)
    #expect(try size(EditTimeDialog.Choice.close) <= 37)
  }

  @Test func payloadsComeBack() throws {
    var decoder = CompactDecoder(try CompactEncoder().encode(EditSlot(slot: Slot(goal: rowID(7)))))
    #expect(try decoder.decode(EditSlot.self).slot == Slot(goal: rowID(7)))
    var choice = CompactDecoder(try CompactEncoder().encode(EditTimeDialog.Choice.at(435)))
    guard case .at(435) = try choice.decode(EditTimeDialog.Choice.self) else {
      Issue.record("another choice came back")
      return
    }
  }
}
