import Contracts
import PluginAPI

/// Whether a reminder goes out.
enum Admission: Sendable {
  /// Yes, and this is its row afterwards; the back-off level to announce, if it rose.
  case send(Rule, announcing: Int?)
  /// At the end of quiet hours.
  case later(Instant)
  case no
}

extension RemindersPlugin {
  /// Everything that may speak against a reminder, apart from its contents.
  /// - Parameter isAgain: the person snoozed it, which is as good as asking for it.
  func admit(_ rule: Rule, on date: LocalDate, isAgain: Bool, _ turn: Turn) async throws -> Admission {
    let person = turn.person
    guard !person.isBlocked, !person.isLeaving, rule.isEnabled || isAgain else { return .no }
    let habits = try await people.find(person.id, default: configuration.quiet, turn)
    if let until = habits.mutedUntil, turn.now < until { return .no }
    if try await silence.holds(for: person.id, now: turn.now, turn) { return .no }
    let kind = rule.slot.kind
    let counts = try await sent.counts(of: person.id, on: date, turn)
    guard counts.values.reduce(0, +) < configuration.ceiling else { return .no }
    if kind.isBotInitiated {
      // Moved to later on its day, it is not told again.
      guard counts[kind] == nil else { return .no }
      let own = counts.reduce(0) { $1.key.isBotInitiated ? $0 + $1.value : $0 }
      guard own < configuration.budget else { return .no }
      let local = person.zone.localDateTime(at: turn.now)
      if !rule.isExplicit, habits.quiet.contains(local.time) { return putOff(kind, date, local, habits.quiet, turn) }
    }
    // What nobody asked for twice, or what ends by itself, needs no back-off.
    if isAgain || kind == .comeback {
      var fired = rule
      fired.backoff.lastSent = date
      return .send(fired, announcing: nil)
    }
    var fired = rule
    switch fired.backoff.fire(on: date, kind: kind) {
    case .rest: return .no
    case .send(let announced): return .send(fired, announcing: announced)
    case .sayGoodbye:
      turn.send(turn.text("backoff.off"), options: options(fired, until: turn.now + .hours(12)))
      turn.write(rules.fired(fired, of: person.id))
      return .no
    }
  }

  private func putOff(
    _ kind: Kind, _ date: LocalDate, _ local: LocalDateTime, _ quiet: QuietHours, _ turn: Turn
  ) -> Admission {
    let end = turn.person.zone.instant(of: quiet.end(after: local))
    let isInTime =
      switch kind {
      case .review: end - turn.now <= .hours(24)
      case .comeback: false
      case .morning, .evening, .goal: turn.person.logicalDate(end) == date
      }
    return isInTime && end > turn.now ? .later(end) : .no
  }

  func deliver(
    _ card: Card, _ rule: Rule, on date: LocalDate, template: Int, announcing level: Int?, until: Instant, _ turn: Turn
  ) {
    var card = card
    if let level {
      let key = rule.slot.kind == .review ? "backoff.review" : "backoff.level.\(level)"
      card.text += "\n\n" + turn.text(key)
    }
    turn.send(card, options: options(rule, until: until))
    let person = turn.person.id
    turn.write(sent.insert(turn.newID(), rule.slot, on: date, template: template, of: person, at: turn.now))
    turn.write(rules.fired(rule, of: person))
    turn.publish(ReminderFired(kind: rule.slot.kind.rawValue, goal: rule.slot.goal))
  }

  private func options(_ rule: Rule, until: Instant) -> SendOptions {
    SendOptions(
      priority: .reminder, whenAmbiguous: .drop, expires: until, isSilent: rule.slot.kind.isSilent)
  }
}
