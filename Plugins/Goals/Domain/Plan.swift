import PluginAPI

/// An if–then plan of a goal. One of a goal's plans is active: reminders quote it.
struct Plan: Codable, Sendable, Hashable {
  /// What the "if" is about.
  enum CueKind: String, Codable, Sendable, CaseIterable { case time, place, event, feeling }

  /// Unique within its goal, never used again.
  var id: Int
  var cueKind: CueKind
  /// The "if", and the "then".
  var cue: String
  var action: String?
  /// What may get in the way, and what to do about it.
  var obstacle: String?
  var coping: String?
  var isActive: Bool
  /// When the person said that they read it aloud.
  var rehearsedAt: Instant?

  /// How many a goal has at most.
  static let most = 3

  init(
    id: Int, cueKind: CueKind? = nil, cue: String, action: String?, obstacle: String? = nil, coping: String? = nil,
    isActive: Bool
  ) {
    self.id = id
    self.cueKind = cueKind ?? (LocalTime(firstIn: cue) == nil ? .event : .time)
    self.cue = cue
    self.action = action
    self.obstacle = obstacle
    self.coping = coping
    self.isActive = isActive
  }
}

extension [Plan] {
  var active: Plan? { first { $0.isActive } }

  /// A number that no plan of the goal has.
  var freeID: Int { (map(\.id).max() ?? 0) + 1 }

  /// Makes one plan the active one.
  mutating func activate(_ id: Int) {
    for index in indices { self[index].isActive = self[index].id == id }
  }

  /// Drops a plan; if it was active, the first of the others is.
  mutating func drop(_ id: Int) {
    removeAll { $0.id == id }
    if active == nil, let first { activate(first.id) }
  }

  /// The plans as they are when the columns of the goal say this of the active one: they win, because a program that
  /// knows no other plans may have written them.
  func agreeing(cue: String?, action: String?) -> [Plan] {
    guard let cue else { return filter { !$0.isActive } }
    if let active, active.cue == cue, active.action == action { return self }
    var plans = self
    if let index = plans.firstIndex(where: \.isActive) {
      plans[index].cue = cue
      plans[index].action = action
      plans[index].rehearsedAt = nil
    } else {
      plans.append(Plan(id: freeID, cue: cue, action: action, isActive: true))
    }
    return plans
  }
}
