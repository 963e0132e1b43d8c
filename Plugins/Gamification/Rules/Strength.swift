import Foundation

/// How well a habit sits, 0…1: an exponential average that sinks slowly and never resets.
enum Strength {
  /// One step of the average.
  /// - Parameters:
  ///   - credit: what the day came to, 0…1.
  ///   - perDay: how often the goal is due, as times per calendar day.
  ///   - days: how many calendar days the step stands for.
  static func step(_ strength: Double, credit: Double, perDay frequency: Double, days: Double = 1) -> Double {
    let keep = pow(0.5, frequency.squareRoot() / 13 * days)
    return strength * keep + min(max(credit, 0), 1) * (1 - keep)
  }

  /// A due day of a goal that is due on some weekdays only. It stands for the calendar days up to the next due one, so
  /// that Monday, Wednesday and Friday weigh what three times a week weighs.
  static func dueDay(_ strength: Double, credit: Double, daysAWeek: Int) -> Double {
    let frequency = Double(min(max(daysAWeek, 1), 7)) / 7
    return step(strength, credit: credit, perDay: frequency, days: 1 / frequency)
  }

  /// A calendar day of a goal that is due so many times a week, whichever days: what counts is how the last 14 days went.
  /// - Parameter recent: the credits of up to 14 days, this one included; nil for a day that asked for nothing.
  static func weeklyDay(_ strength: Double, recent: [Double?], timesAWeek: Int) -> Double {
    let frequency = Double(min(max(timesAWeek, 1), 7)) / 7
    let counted = recent.compactMap(\.self)
    guard !counted.isEmpty else { return strength }
    let credit = counted.reduce(0, +) / (frequency * Double(counted.count))
    return step(strength, credit: credit, perDay: frequency)
  }
}
