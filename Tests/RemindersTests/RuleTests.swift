import Contracts
import PluginAPI
import Testing

@testable import Reminders

@Suite struct BackoffTests {
  private func days(_ backoff: inout Backoff, _ kind: Kind = .evening, from: Int = 0, count: Int) -> [Int] {
    (from..<from + count).filter {
      if case .send = backoff.fire(on: monday.adding(days: $0), kind: kind) { true } else { false }
    }
  }

  @Test func whoAnswersIsRemindedEveryDay() {
    var backoff = Backoff()
    for day in 0..<30 {
      #expect(backoff.fire(on: monday.adding(days: day), kind: .evening) == .send(announcing: nil))
      backoff.unanswered = 0
    }
  }

  @Test func silenceMakesItRarerAndThenStops() {
    var backoff = Backoff()
    #expect(days(&backoff, count: 3) == [0, 1, 2])
    #expect(backoff.fire(on: monday.adding(days: 3), kind: .evening) == .send(announcing: 1))
    #expect(days(&backoff, from: 4, count: 5) == [5, 7])
    #expect(backoff.fire(on: monday.adding(days: 9), kind: .evening) == .send(announcing: 2))
    #expect(days(&backoff, from: 10, count: 14) == [16, 23])
    #expect(backoff.fire(on: monday.adding(days: 30), kind: .evening) == .sayGoodbye)
    #expect(days(&backoff, from: 31, count: 60) == [])
    #expect(backoff.level == Backoff.off)
  }

  @Test func aWeeklyReviewGoesToEverySecondWeek() {
    var backoff = Backoff(level: 1, lastSent: monday)
    #expect(backoff.fire(on: monday.adding(days: 7), kind: .review) == .rest)
    #expect(backoff.fire(on: monday.adding(days: 14), kind: .review) == .send(announcing: nil))
  }
}

@Suite struct InputTests {
  @Test func lengths() {
    #expect(LengthInput.parse("1d") == .some(.hours(24)))
    #expect(LengthInput.parse("2W") == .some(.hours(336)))
    #expect(LengthInput.parse("3ч") == .some(.hours(3)))
    #expect(LengthInput.parse("forever") == .some(nil))
    for text in ["", "d", "0d", "-1d", "1y", "999d", "53w", "1d1", "99999999999d"] {
      #expect(LengthInput.parse(text) == nil)
    }
  }

  @Test func quietHours() throws {
    let night = try #require(QuietHours("22-8"))
    #expect(night == QuietHours(from: .at(22), to: .at(8)))
    #expect(QuietHours("22:30–7:15") == QuietHours(from: .at(22, 30), to: .at(7, 15)))
    #expect(QuietHours("off")?.isNone == true)
    for text in ["", "22", "22-25", "a-b", "1-2-3"] { #expect(QuietHours(text) == nil) }
    #expect(night.contains(.at(23)) && night.contains(.at(22)) && night.contains(.at(7, 59)))
    #expect(!night.contains(.at(8)) && !night.contains(.at(21, 59)))
    #expect(night.end(after: LocalDateTime(monday, .at(23))) == LocalDateTime(monday.adding(days: 1), .at(8)))
    #expect(night.end(after: LocalDateTime(monday, .at(3))) == LocalDateTime(monday, .at(8)))
    let noon = QuietHours(from: .at(12), to: .at(14))
    #expect(noon.contains(.at(13)) && !noon.contains(.at(14)) && !noon.contains(.at(3)))
    #expect(noon.end(after: LocalDateTime(monday, .at(13))) == LocalDateTime(monday, .at(14)))
    #expect(!QuietHours.none.contains(.midnight))
  }

  @Test func templatesDoNotRepeatSoon() {
    var recent: [Int] = []
    var used: [Int] = []
    for turn in 0..<40 {
      let template = TemplateChoice.pick(Array(1...6), recent: recent) { turn % $0 }
      #expect(!used.suffix(3).contains(template))
      used.append(template)
      recent = TemplateChoice.remember(template, recent)
    }
    #expect(Set(used) == Set(1...6))
    #expect(TemplateChoice.pick([2], recent: [2]) { _ in 0 } == 2)
    #expect(TemplateChoice.pick([], recent: []) { _ in 0 } == 1)
  }

  @Test func whatFitsAGoal() {
    #expect(GoalMessage.templates(for: goal()) == Array(1...6))
    #expect(GoalMessage.templates(for: goal(minimum: "Walk")) == Array(1...6) + [8])
  }

  @Test func titlesFitOnButtons() {
    let long = RemindersPlugin.short(String(repeating: "бег ", count: 20))
    #expect(("🎯 " + long).count <= 24)
    #expect(RemindersPlugin.short("Run") == "Run")
  }

  @Test func schedulesFollowTheGoal() {
    #expect(RemindersPlugin.recurrence(of: .perWeek(3), at: .at(7)) == .daily(at: .at(7)))
    #expect(RemindersPlugin.recurrence(of: .weekdays([]), at: .at(7)) == .daily(at: .at(7)))
    #expect(
      RemindersPlugin.recurrence(of: .weekdays([.friday, .monday]), at: .at(7))
        == Recurrence(.weekdays([.monday, .friday]), at: .at(7)))
  }
}
