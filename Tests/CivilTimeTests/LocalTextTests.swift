import CivilTime
import Foundation
import Testing

@Suite struct LocalTextTests {
  @Test(arguments: [
    "", "2026-11-2", "2026-11-022", "26-11-22", "2026/11/22", "2026-11-22 ", " 2026-11-22", "+026-11-22", "2026-1１-22",
    "2026-11-22T", "2026-02-30", "0000-01-01", "2026-11-2\u{0}", "٢٠٢٦-11-22", "20261122", "2026-11-31", "12026-11-22",
  ])
  func refusesTextsThatAreNoDate(_ text: String) { #expect(LocalDate(text) == nil) }

  @Test(arguments: [
    "", "8:30", "08:3", "24:00", "08:60", "08:30:60", "08:30:", "-8:30", "08:30 ", "08.30", "008:30", "08:300",
  ])
  func refusesTextsThatAreNoTime(_ text: String) { #expect(LocalTime(text) == nil) }

  @Test(arguments: ["2026-11-22 08:30", "2026-11-22T8:30", "2026-11-22T08:30Z", "2026-11-22", "T08:30"])
  func refusesTextsThatAreNoMoment(_ text: String) { #expect(LocalDateTime(text) == nil) }

  @Test func printsWhatItParses() throws {
    for text in ["00:00", "08:30", "23:59:59", "12:00:01"] { #expect(LocalTime(text)?.description == text) }
    for text in ["2026-11-22T08:30", "0001-01-01T00:00", "9999-12-31T23:59:59"] {
      #expect(LocalDateTime(text)?.description == text)
    }
    #expect(LocalTime("08:30:00") == .at(8, 30))
  }

  @Test func timesAreChecked() {
    #expect(LocalTime(hour: 24, minute: 0) == nil)
    #expect(LocalTime(hour: 0, minute: -1) == nil)
    #expect(LocalTime(secondOfDay: 86_400) == nil)
    #expect(LocalTime.at(25, 70) == LocalTime(hour: 23, minute: 59))
    #expect(LocalTime(hour: 7, minute: 5, second: 9)?.secondOfDay == 25_509)
    #expect(LocalTime.at(8) < .at(8, 1))
  }

  @Test func encodesAsText() throws {
    struct Stored: Codable, Equatable {
      var date: LocalDate
      var time: LocalTime
      var moment: LocalDateTime
      var days: WeekdaySet
    }
    let stored = Stored(
      date: try day("2026-11-22"), time: .at(8, 30), moment: try local("2026-11-22T08:30"), days: [.sunday, .monday])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = try encoder.encode(stored)
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"date":"2026-11-22","days":"1,7","moment":"2026-11-22T08:30","time":"08:30"}"#)
    #expect(try JSONDecoder().decode(Stored.self, from: json) == stored)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([LocalDate].self, from: Data(#"["soon"]"#.utf8)) }
  }

  @Test func weekdaySetsAreSets() {
    var days: WeekdaySet = [.friday, .monday]
    #expect(Array(days) == [.monday, .friday])
    #expect(days.insert(.monday).inserted == false)
    #expect(days.remove(.friday) == .friday && days.remove(.friday) == nil)
    #expect(days.union(.weekend).description == "1,6,7")
    #expect(WeekdaySet.everyDay.subtracting(.weekend) == .workdays)
    #expect(WeekdaySet.everyDay.count == 7 && WeekdaySet().isEmpty)
    for text in ["1,1", "2,1", "0", "8", "1,", ",1", "1, 2", "12", "1.2"] {
      #expect(WeekdaySet(text) == nil, "\(text)")
    }
  }
}

@Suite struct InstantTextTests {
  @Test func instantsPrintInUTC() throws {
    let instant = try utc("2026-11-22T08:30")
    #expect(instant.description == "2026-11-22T08:30:00.000000Z")
    #expect((instant - .microseconds(1)).description == "2026-11-22T08:29:59.999999Z")
    #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59.999999Z")
    #expect(Instant(microseconds: .max).description == "9223372036854775807 µs")
  }
}
