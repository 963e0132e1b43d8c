import Contracts
import PluginAPI

/// How a goal is pursued, as the form asks for it; a goal's kind and schedule follow from it.
enum Rhythm: String, Codable, Sendable, Hashable, CaseIterable {
  case daily
  case weekdays
  case perWeek
  /// No schedule: an open question, or a total to reach.
  case free
  /// Not more than so much a day.
  case limit
  /// Step by step.
  case steps

  init(_ goal: GoalSnapshot) {
    switch (goal.kind, goal.schedule) {
    case (.limit, _): self = .limit
    case (.milestone, _): self = .steps
    case (_, .daily): self = .daily
    case (_, .weekdays): self = .weekdays
    case (_, .perWeek): self = .perWeek
    case (_, .none): self = .free
    }
  }
}
