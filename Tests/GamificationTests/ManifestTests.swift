import Contracts
import PluginAPI
import Testing

@testable import Gamification

@Suite struct ManifestTests {
  @Test func textsAreComplete() throws {
    let manifest = GamificationPlugin.manifest
    #expect(try Catalogue(plugin: manifest.id.rawValue, files: manifest.texts).verify() == [])
  }

  @Test func buttonsFitIntoTelegramsBytes() throws {
    for mode in GamificationMode.allCases {
      #expect(try CompactEncoder().encode(SetMode(mode: mode)).count <= 37)
    }
    #expect(try CompactEncoder().encode(ShowFreezes()).count <= 37)
  }

  @Test func factsSurviveTheirStorage() throws {
    let event = recorded(entry(1, goal(target: 2), monday, .amount, amount: 1), goal(target: 2), amountOfDay: 1)
    let json = try CanonicalJSON.text(Happened(fact: .checkIn(event)))
    guard case .checkIn(let back) = try CanonicalJSON.decode(Happened.self, from: json).fact else {
      Issue.record("another fact came back")
      return
    }
    #expect(back.entry == event.entry)
    #expect(back.goal == event.goal)
  }

  @Test func termsChangeOnlyWhenTheyDo() {
    let today = monday.adding(days: 2)
    var renamed = goal()
    renamed.title = "Walk"
    #expect(TermsStore.change(GoalRevised(before: goal(), after: renamed), today: today) == nil)
    let daily = TermsStore.change(GoalRevised(before: goal(), after: goal(1, .perWeek(3))), today: today)
    #expect(daily == TermsChange(goal: rowID(1), through: today.adding(days: -1), terms: Terms(goal())))
    // A week that runs keeps its terms, one that begins does not.
    let weekly = TermsStore.change(GoalRevised(before: goal(1, .perWeek(3)), after: goal()), today: today)
    #expect(weekly?.through == monday.adding(days: 6))
    let atOnce = TermsStore.change(GoalRevised(before: goal(1, .perWeek(3)), after: goal()), today: monday)
    #expect(atOnce?.through == monday.adding(days: -1))
    let ended = TermsStore.change(GoalStatusChanged(goal: goal(status: .released), before: .active), today: today)
    #expect(ended == TermsChange(goal: rowID(1), through: today, terms: Terms(goal())))
    let back = TermsStore.change(GoalStatusChanged(goal: goal(), before: .archived), today: today)
    #expect(back == TermsChange(goal: rowID(1), through: today.adding(days: -1), terms: nil))
    #expect(TermsStore.change(GoalActivated(goal: goal(), ordinal: 3), today: today) == back)
    #expect(TermsStore.change(GoalActivated(goal: goal(), ordinal: 3), today: monday) == nil)
    #expect(TermsStore.change(GoalStatusChanged(goal: goal(status: .paused), before: .active), today: today) == nil)
  }

  @Test func theHeatmapShowsWeeksUpToToday() {
    let goal = goal()
    let replay = fold([goal], entries("fm.sffff", goal), through: monday.adding(days: 7))
    let map = Heatmap(goal, replay.outcomes, weeks: 5)
    #expect(map.rows == ["🟩🟨⬜🟦🟩🟩🟩", "🟩⬜"])
    #expect(map.done == 6)
    #expect(Heatmap(goal, replay.outcomes, weeks: 1).rows == ["🟩⬜"])
    #expect(Heatmap(goal, [], weeks: 5).rows == [])
  }
}
