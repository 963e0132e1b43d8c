import CivilTime
import Foundation
import Testing

@Suite struct LatePolicyTests {
  private let dayStart = LocalTime.at(3)

  private func isDue(_ policy: LatePolicy, _ meant: String, now: String, in id: String = "UTC") throws -> Bool {
    let zone = try zone(id)
    return policy.isDue(
      Occurrence(at: try local(meant), in: zone), now: try utc(now), zone: zone, dayStart: dayStart)
  }

  @Test(arguments: [LatePolicy.sendWithin(.minutes(30)), .sameLogicalDay, .always, .drop])
  func nothingIsDueBeforeItsTime(_ policy: LatePolicy) throws {
    #expect(try !isDue(policy, "2026-11-22T08:00", now: "2026-11-22T07:59:59"))
    #expect(try isDue(policy, "2026-11-22T08:00", now: "2026-11-22T08:00"))
    #expect(try isDue(policy, "2026-11-22T08:00", now: "2026-11-22T08:01"))
  }

  @Test func withinALimit() throws {
    #expect(try isDue(.sendWithin(.minutes(30)), "2026-11-22T08:00", now: "2026-11-22T08:30"))
    #expect(try !isDue(.sendWithin(.minutes(30)), "2026-11-22T08:00", now: "2026-11-22T08:30:01"))
    #expect(try isDue(.sendWithin(.seconds(Int64.max)), "2026-11-22T08:00", now: "9999-11-22T08:30:01"))
  }

  @Test func untilTheLogicalDayEnds() throws {
    #expect(try isDue(.sameLogicalDay, "2026-11-22T20:30", now: "2026-11-23T02:59:59"))
    #expect(try !isDue(.sameLogicalDay, "2026-11-22T20:30", now: "2026-11-23T03:00"))
    #expect(try isDue(.sameLogicalDay, "2026-11-22T02:00", now: "2026-11-22T02:30"))
    #expect(try !isDue(.sameLogicalDay, "2026-11-22T02:00", now: "2026-11-22T03:30"))
  }

  @Test func aTimeMovedOverMidnightIsStillDue() throws {
    // 23:30 of 27 March 2027 does not exist in Nuuk and moves to 00:30 of the 28th, 01:30 UTC.
    let zone = try zone("America/Nuuk")
    let occurrence = Occurrence(at: try local("2027-03-27T23:30"), in: zone)
    #expect(zone.date(at: occurrence.instant) == (try day("2027-03-28")))
    #expect(LatePolicy.sameLogicalDay.isDue(occurrence, now: occurrence.instant, zone: zone, dayStart: .midnight))
  }

  @Test func onTimeOnlyOrHoweverLate() throws {
    #expect(try !isDue(.drop, "2026-11-22T08:00", now: "2026-11-22T08:03"))
    #expect(try isDue(.always, "2026-11-22T08:00", now: "2036-11-22T08:03"))
  }

  @Test func textsRoundTrip() throws {
    for text in ["within:1800", "within:0", "same-day", "always", "drop"] {
      let policy = try #require(LatePolicy(text))
      #expect(policy.description == text)
      let json = try JSONEncoder().encode([policy])
      #expect(try JSONDecoder().decode([LatePolicy].self, from: json) == [policy])
    }
    for text in ["", "within:", "within:-1", "within:1 ", "within:9999999999", "Always", "within:1.5"] {
      #expect(LatePolicy(text) == nil, "\(text)")
    }
    #expect(LatePolicy.sendWithin(.seconds(Int64.max)).description == "within:315360000")
    #expect(LatePolicy.sendWithin(.seconds(-5)).description == "within:0")
  }
}
