public import PluginAPI

/// `plugins.reminders` of the configuration: what holds for people who chose nothing else.
public struct RemindersConfiguration: PluginConfiguration {
  let morning: LocalTime
  let evening: LocalTime
  let review: LocalTime
  let reviewDay: Weekday
  /// Whether a language model words the review, where there is one.
  let wordsReview: Bool
  let comeback: LocalTime
  let quiet: QuietHours
  /// Messages a day of the bot's own accord.
  let budget: Int
  /// Reminders a day of all kinds.
  let ceiling: Int

  public init(from section: inout ConfigSection) {
    morning = section.time("morning_at", default: .at(8, 30))
    evening = section.time("evening_at", default: .at(20, 30))
    review = section.time("review_at", default: .at(18))
    reviewDay = Weekday(rawValue: section.int("review_day", default: 7, in: 1...7)) ?? .sunday
    wordsReview = section.bool("review_in_words", default: true)
    comeback = section.time("comeback_at", default: .at(11))
    let from = section.time("quiet_from", default: .at(22))
    quiet = QuietHours(from: from, to: section.time("quiet_to", default: .at(8)))
    budget = section.int("budget_per_day", default: 2, in: 0...20)
    ceiling = section.int("ceiling_per_day", default: 10, in: 1...100)
  }

  /// When a kind comes unless the person chose another time.
  func time(of kind: Kind) -> LocalTime {
    switch kind {
    case .morning: morning
    case .evening: evening
    case .review: review
    case .comeback, .goal: comeback
    }
  }

  /// When a kind recurs, at a time of the person's choice.
  func recurrence(of kind: Kind, at time: LocalTime) -> Recurrence {
    kind == .review ? .weekly(reviewDay, at: time) : .daily(at: time)
  }
}
