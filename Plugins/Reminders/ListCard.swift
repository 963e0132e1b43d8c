import Contracts
import PluginAPI

extension RemindersPlugin {
  /// The card of `/reminders`: what comes when, each with a button to change it.
  /// - Parameter changed: a row as this turn leaves it, not to be read yet.
  func listCard(_ turn: Turn, changed: Rule? = nil) async throws -> Card {
    let person = turn.person.id
    var rules = Dictionary(try await rules.all(of: person, turn).map { ($0.slot, $0) }) { first, _ in first }
    if let changed { rules[changed.slot] = changed }
    let habits = try await people.find(person, default: configuration.quiet, turn)
    let active = try await goals.goals(of: person, [.active, .paused], turn)

    var lines = [turn.text("list.title"), Text()]
    var buttons: [[Button]] = []
    for kind in Kind.listed {
      let rule = rules[Slot(kind)] ?? Rule(Slot(kind), at: configuration.time(of: kind), isEnabled: false)
      lines.append(turn.text("list.\(kind.rawValue)", ["state": .text(state(rule, turn))]))
      buttons.append([Button(turn.string("list.\(kind.rawValue).button"), EditSlot(slot: Slot(kind)))])
    }
    if !active.isEmpty { lines.append(Text()) }
    for goal in active {
      let slot = Slot(goal: goal.id)
      let state = rules[slot].map { self.state($0, turn) } ?? turn.text("state.none")
      lines.append(turn.text("list.goal.state", ["title": .string(goal.title), "state": .text(state)]))
      buttons.append([Button("🎯 \(Self.short(goal.title))", EditSlot(slot: slot))])
    }
    lines += [Text(), quietText(habits.quiet, turn)]
    if let until = habits.mutedUntil, until > turn.now {
      lines.append(mutedText(until, turn))
      buttons.append([Button(turn.string("mute.off.button"), Mute(days: 0))])
    }
    return Card(.lines(lines), keyboard: Keyboard(buttons))
  }

  /// "08:30", "off", "08:30, every 2nd day".
  func state(_ rule: Rule, _ turn: Turn) -> Text {
    guard rule.isEnabled, rule.backoff.level < Backoff.off else { return turn.text("state.off") }
    let time: Argument = .string(Self.clock(rule.time))
    let isReview = rule.slot.kind == .review
    if isReview, rule.backoff.level == 0 {
      let day = DateText.shortWeekday(configuration.reviewDay.rawValue, language: turn.reader.language)
      return turn.text("state.weekly", ["time": time, "weekday": .string(day)])
    }
    switch rule.backoff.level {
    case 0: return turn.text("state.on", ["time": time])
    case _ where isReview: return turn.text("state.rarer", ["time": time])
    case 1: return turn.text("state.second_day", ["time": time])
    default: return turn.text("state.rarer", ["time": time])
    }
  }

  /// A title that fits on a button.
  static func short(_ title: String) -> String {
    title.count <= 20 ? title : title.prefix(19).trimmingSuffix() + "…"
  }
}

extension Substring {
  fileprivate func trimmingSuffix() -> String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
