import Contracts
import PluginAPI

/// Changes when one reminder comes, or whether.
struct EditTimeDialog: Dialog {
  static let name = "reminders.edit_time"
  static let timeToLive: Duration = .hours(24)

  struct State: Codable, Sendable {
    var slot: Slot
    /// A time in quiet hours that the person is asked about.
    var asked: LocalTime?
  }

  enum Choice: Codable, Sendable {
    /// Minutes after midnight.
    case at(Int)
    /// The time that was asked about.
    case yes
    case on
    case off
    case close
  }

  let plugin: RemindersPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    if let asked = state.asked {
      let time: [String: Argument] = ["time": .string(RemindersPlugin.clock(asked))]
      let yes = Button(turn.string("edit.yes.button", time), choose: Choice.yes, style: .success)
      let close = Button(turn.string("edit.close.button"), choose: Choice.close)
      return Card(turn.text("edit.quiet", time), keyboard: Keyboard(column: [yes, close]))
    }
    let rule = try await plugin.rules.find(state.slot, of: turn.person.id, turn)
    let isOn = rule.map { $0.isEnabled && $0.backoff.level == 0 } ?? false
    let current = rule.map { plugin.state($0, turn) } ?? turn.text("state.none")
    let text = turn.text(
      "edit.text", ["name": .text(try await name(state.slot, turn)), "state": .text(current)])
    let times = Self.times(state.slot.kind).map { minutes in
      Button(DateText.time(hour: minutes / 60, minute: minutes % 60), choose: Choice.at(minutes))
    }
    var last = [Button(turn.string("edit.close.button"), choose: Choice.close)]
    if isOn {
      last.insert(Button(turn.string("edit.off.button"), choose: Choice.off), at: 0)
    } else if rule != nil || state.slot.kind != .goal {
      last.insert(Button(turn.string("edit.on.button"), choose: Choice.on), at: 0)
    }
    return Card(text, keyboard: Keyboard([times, last]))
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch input {
    case .message(let message):
      guard message.content.contains(.text) else { return .ignore }
      guard let time = LocalTime(typed: message.text) else { return .retry(turn.text("edit.retry")) }
      return try await set(time, state, turn)
    case .choice(.at(let minutes)):
      guard let time = LocalTime(hour: minutes / 60, minute: minutes % 60) else {
        return .retry(turn.text("edit.retry"))
      }
      return try await set(time, state, turn)
    case .choice(.yes):
      guard let time = state.asked else { return .show(state) }
      return try await save(state.slot, turn) { ($0.time, $0.isExplicit, $0.isEnabled) = (time, true, true) }
    case .choice(.on): return try await save(state.slot, turn) { $0.isEnabled = true }
    case .choice(.off): return try await save(state.slot, turn) { $0.isEnabled = false }
    case .choice(.close): return .finish(try await plugin.listCard(turn))
    }
  }

  private func set(_ time: LocalTime, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    let habits = try await plugin.people.find(turn.person.id, default: plugin.configuration.quiet, turn)
    if habits.quiet.contains(time) {
      var next = state
      next.asked = time
      return .show(next)
    }
    return try await save(state.slot, turn) { ($0.time, $0.isExplicit, $0.isEnabled) = (time, true, true) }
  }

  /// Keeps the change, sets the schedule anew and forgets what was ignored.
  private func save(_ slot: Slot, _ turn: Turn, _ change: (inout Rule) -> Void) async throws -> DialogStep<State> {
    let (person, rules) = (turn.person.id, plugin.rules)
    let goal = if let id = slot.goal { try await plugin.goals.goal(id, of: person, turn) } else { nil as GoalSnapshot? }
    if slot.kind == .goal, goal == nil { return .finish(Card(turn.text("goal.gone"))) }
    var rule =
      try await rules.find(slot, of: person, turn)
      ?? Rule(slot, at: plugin.configuration.time(of: slot.kind), isEnabled: false)
    change(&rule)
    rule.backoff = Backoff(lastSent: rule.backoff.lastSent)
    let card = try await plugin.listCard(turn, changed: rule)
    turn.write(rules.save(rule, of: person))
    if let goal { plugin.schedule(rule, of: goal, turn) } else { plugin.schedule(rule, turn) }
    return .finish(card)
  }

  private func name(_ slot: Slot, _ turn: Turn) async throws -> Text {
    guard let id = slot.goal else { return turn.text("name.\(slot.kind.rawValue)") }
    let goal = try await plugin.goals.goal(id, of: turn.person.id, turn)
    return goal.map { turn.text("goal.title", ["title": .string($0.title)]) } ?? turn.text("goal.gone")
  }

  /// Quick answers, in minutes after midnight.
  private static func times(_ kind: Kind) -> [Int] {
    switch kind {
    case .morning: [420, 480, 510, 540]
    case .evening: [1140, 1200, 1230, 1290]
    case .review: [600, 960, 1080, 1200]
    case .goal, .comeback: [450, 720, 1080, 1260]
    }
  }
}
