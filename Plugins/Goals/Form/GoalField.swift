import Contracts
import PluginAPI

/// A question of the form.
enum GoalField: String, Codable, Sendable, Hashable, CaseIterable {
  case title, why, rhythm, weekdays, times, quantity, deadline, cue, action, reminder, minimum
  case start, steps, obstacle, coping, effort

  /// What a person chooses to change, and what then goes together.
  enum Part: Int, Codable, Sendable, Hashable, CaseIterable {
    case title = 0, why, rhythm, plan, reminder, minimum, obstacle, effort
  }

  var part: Part {
    switch self {
    case .title: .title
    case .why: .why
    case .rhythm, .weekdays, .times, .quantity, .start, .steps, .deadline: .rhythm
    case .cue, .action: .plan
    case .reminder: .reminder
    case .minimum: .minimum
    case .obstacle, .coping: .obstacle
    case .effort: .effort
    }
  }

  /// The step of the progress line, 1…5.
  var step: Int {
    switch part {
    case .title: 1
    case .why: 2
    case .rhythm: 3
    case .plan, .reminder, .obstacle: 4
    case .minimum, .effort: 5
    }
  }

  static let lastStep = 5
}

extension GoalDraft {
  /// The questions that these answers lead to, in order.
  var path: [GoalField] {
    var path: [GoalField] = [.title, .why, .rhythm]
    if rhythm == .weekdays { path.append(.weekdays) }
    if rhythm == .perWeek { path.append(.times) }
    path.append(rhythm == .steps ? .steps : .quantity)
    if kind == .target { path.append(.start) }
    if kind == .target || kind == .milestone { path.append(.deadline) }
    path.append(.cue)
    if cue != nil { path.append(.action) }
    if rhythm != .free, rhythm != .steps { path.append(.reminder) }
    if kind == .habit { path.append(.minimum) }
    return path
  }

  /// The question after `field`; nil after the last.
  func field(after field: GoalField) -> GoalField? {
    switch field {
    case .obstacle: return obstacle == nil ? nil : .coping
    case .coping, .effort: return nil
    default: break
    }
    let path = path
    guard let index = path.firstIndex(of: field), index + 1 < path.count else { return nil }
    return path[index + 1]
  }

  /// The question before `field`; nil before the first.
  func field(before field: GoalField) -> GoalField? {
    let path = path
    guard let index = path.firstIndex(of: field), index > 0 else { return nil }
    return path[index - 1]
  }

  /// The first question of a part; nil when these answers do not lead to it.
  func first(of part: GoalField.Part) -> GoalField? {
    switch part {
    // Asked for only by those who want to: the form stays short.
    case .obstacle: cue == nil ? nil : .obstacle
    case .effort: .effort
    default: path.first { $0.part == part }
    }
  }
}
