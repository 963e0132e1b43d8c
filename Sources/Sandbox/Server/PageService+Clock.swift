import CivilTime
import TelegramBotAPI

extension PageService {
  /// `{"to":ms}`, `{"advance":seconds}`, `{"next":true}`, `{"local":"08:00","days":1,"zone":…}`, `{"dst":true,"zone":…}`.
  func move(_ a: Arguments) async -> WebResponse {
    do throws(ClockDriver.Refusal) {
      if a.flag("next") {
        try await driver.moveToNext()
      } else {
        try await driver.move(to: try target(a))
      }
      return .done
    } catch {
      return .failed(error.text)
    }
  }

  private func target(_ a: Arguments) throws(ClockDriver.Refusal) -> Instant {
    let limit = 100_000_000_000_000
    if let to = a.integer("to") {
      guard (0...limit).contains(to) else { throw .init(text: "This is no time.") }
      return Instant(microseconds: Int64(to) * 1000)
    }
    if let seconds = a.integer("advance") {
      guard (0...limit / 1000).contains(seconds) else { throw .init(text: "The clock cannot go back.") }
      return driver.now + .seconds(seconds)
    }
    let name = a.string("zone") ?? self.zone
    guard let zone = try? zones?.zone(name) else { throw .init(text: "There is no time zone \(name.prefix(60)).") }
    if a.flag("dst") {
      guard let change = zone.nextTransition(after: driver.now) else {
        throw .init(text: "No change of the clocks is ahead in \(name).")
      }
      return change.instant
    }
    guard let text = a.string("local"), let time = LocalTime(text) else {
      throw .init(text: "Expected to, advance, next, local or dst.")
    }
    let days = a.integer("days") ?? 0
    guard (0...800).contains(days) else { throw .init(text: "0 to 800 days.") }
    let date = zone.date(at: driver.now).adding(days: days)
    let target = zone.instant(of: LocalDateTime(date, time))
    // A time of today that is over means tomorrow's.
    return target > driver.now ? target : zone.instant(of: LocalDateTime(date.adding(days: 1), time))
  }
}
