import Foundation
import PluginAPI

/// How many points an effort is worth. Whole numbers; what was given is never taken back but by an undo or a correction.
struct XPRules: Sendable, Hashable {
  /// Most points of one logical day; see ``XPReason/isCapped``.
  var dailyCap = 120
  /// How many goals score on one logical day.
  var goalsPerDay = 5

  static let onboarding = 50
  static let firstGoal = 50
  static let backdated = 5
  static let cleanDay = 5
  static let reflection = 5
  static let plan = 10
  static let weekReview = 25
  static let comeback = 15
  static let milestone = 30

  /// Characters of a reflection that counts.
  static let reflectionLength = 20
  static let plansPerWeek = 3
  /// Steps that score on one logical day: they know no cap, and twenty tiny ones are made in a minute.
  static let milestonesPerDay = 3
  /// A comeback counts once in so many days.
  static let daysBetweenComebacks = 14
  /// Due periods missed in a row before a success is a comeback.
  static let missesBeforeComeback = 3
  /// Younger goals score nothing: made and ticked off in one breath is no effort.
  static let youngestGoal: Duration = .hours(1)

  /// The bonus of a streak: 1.05 at 1, 1.25 at 31, never above 1.5, so that a long streak is no hoard to fear for.
  static func streakFactor(_ streak: Int) -> Double {
    min(1.5, 1 + 0.05 * log2(1 + Double(max(0, streak))))
  }

  /// The factor of an effort that the person chose, 1…3.
  static func effortFactor(_ effort: Int) -> Double {
    switch effort {
    case ...1: 1
    case 2: 1.25
    default: 1.5
    }
  }

  static func full(effort: Int, streak: Int) -> Int {
    Int((10 * effortFactor(effort) * streakFactor(streak)).rounded())
  }

  static func minimum(streak: Int) -> Int { Int((6 * streakFactor(streak)).rounded()) }

  /// A quantity earns its share of a full check-in. Without a target any amount is full.
  static func quantity(_ amount: Double, of target: Double?, effort: Int, streak: Int) -> Int {
    guard amount.isFinite, amount > 0 else { return 0 }
    let share = target.map { $0 > 0 ? min(1, amount / $0) : 1 } ?? 1
    return Int((10 * effortFactor(effort) * streakFactor(streak) * share).rounded())
  }

  /// For a goal reached, by how long it was carried: under one month, under three, or longer.
  static func goalReached(from start: LocalDate, to end: LocalDate) -> Int {
    if end < start.adding(months: 1) { return 100 }
    return end < start.adding(months: 3) ? 150 : 250
  }
}

/// Why points were given. Stored: never renamed.
enum XPReason: String, Sendable, Hashable, Codable, CaseIterable {
  case onboarding, firstGoal, full, minimum, amount, backdated, correction, cleanDay, reflection, plan, weekReview
  case goalReached, comeback, milestone

  /// Counts towards the cap of its logical day. What is given once in a life or for months of work does not.
  var isCapped: Bool {
    switch self {
    case .onboarding, .firstGoal, .goalReached, .milestone: false
    default: true
    }
  }

  /// Points of a log entry as such, of which a goal and date have one sum.
  var isCheckIn: Bool {
    switch self {
    case .full, .minimum, .amount, .backdated, .correction: true
    default: false
    }
  }
}
