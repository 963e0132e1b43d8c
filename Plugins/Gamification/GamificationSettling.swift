import Contracts
import PluginAPI

extension GamificationPlugin {
  /// Decides once for all facts of a turn: points, the line under the message, and whether days must be counted again.
  func settle(_ turn: Turn, _ events: [Happened]) async throws {
    let person = turn.person.id
    let today = turn.person.logicalDate(turn.now)
    let facts = events.map(\.fact)
    let row = try await people.find(person, turn)
    let isSilent = try await silence.holds(for: person, now: turn.now, turn)
    var ledger = try await self.ledger.ledger(
      of: person, since: Self.horizon(of: facts, today: today), sources: Self.sources(of: facts, today: today),
      rules: configuration.xp, turn)
    let before = ledger.total
    let achievements = row.mode == .off ? nil : try await self.achievements.rule(for: person, turn)
    var footer = Footer()
    var isLate = row.closed.map { $0.through < lastClosed(turn, row) } ?? true

    for fact in facts {
      switch fact {
      case .checkIn(let event):
        let (standing, state) = Self.standing(event, row.closed)
        isLate = isLate || standing.isLate
        if row.mode != .off { ledger.record(event, standing) }
        footer.add(event, standing, state)
      case .undone(let event):
        ledger.undo(event.entry)
        isLate = isLate || event.entry.date <= row.closed?.through ?? .max
      case .late: isLate = true
      case .released, .revisedPlan: break
      case .zoneChanged(let zone): turn.write(people.save(previousZone: zone, changed: turn.now, of: person))
      case _ where row.mode == .off: break
      case .onboarded: ledger.onboarded(on: today)
      case .firstGoal: ledger.activatedFirstGoal(on: today)
      case .reflected(let length, let date):
        // A note about a day long gone is for the charts only.
        if date.days(until: today) <= 3 { ledger.reflected(length: length, on: date) }
      case .closedStep(let step, let goal): ledger.closedStep(step, of: goal, on: today, at: turn.now)
      case .planned(let goal): ledger.planned(goal, on: today)
      case .reviewed(let week): ledger.reviewed(week: week, on: today)
      case .reached(let goal): ledger.reached(goal, on: today, at: turn.now)
      }
    }
    write(ledger, turn)
    announce(ledger, before: before, footer, isSilent ? .quiet : row.mode, turn)
    let missed = Set((row.closed?.goals ?? []).filter { $0.missedInRow > 0 }.map(\.goal))
    unlock(achievements?.unlocked(by: facts, ledger: ledger, missed: missed) ?? [], isSilent ? .quiet : row.mode, turn)

    let time = DayBoundary.closingTime(dayStart: turn.person.dayStart)
    if row.closesAt != time {
      turn.schedule(CloseDay(), .daily(at: time), unique: "day", late: .always)
      turn.write(people.save(closesAt: time, of: person))
    }
    // In a turn of its own, because the log that it reads is only being written in this one.
    if isLate { turn.enqueue(CountAgain(), unique: "late") }
  }

  private func write(_ ledger: Ledger, _ turn: Turn) {
    var total = ledger.total - ledger.earned
    for line in ledger.posted {
      total += line.amount
      turn.write(self.ledger.insert(line, id: turn.newID(), person: turn.person.id, at: turn.now))
      if line.amount != 0 { turn.publish(XPAwarded(amount: line.amount, total: total, reason: line.word)) }
    }
  }

  private func unlock(_ unlocked: [Achievement], _ mode: GamificationMode, _ turn: Turn) {
    for achievement in unlocked {
      turn.write(achievements.insert(achievement, of: turn.person.id, at: turn.now))
      turn.publish(AchievementUnlocked(name: achievement.rawValue))
      guard mode == .full else { continue }
      turn.footer(turn.text("footer.achievement", ["name": .text(turn.text("achievement.\(achievement.rawValue)"))]))
    }
  }

  private func announce(_ ledger: Ledger, before: Int, _ footer: Footer, _ mode: GamificationMode, _ turn: Turn) {
    let level = Level.reached(with: ledger.total)
    let isHigher = level > Level.reached(with: before)
    if isHigher { turn.publish(LevelReached(level: level)) }
    guard mode == .full else { return }
    let lines = footer.lines(
      earned: ledger.earned, isComeback: ledger.posted.contains { $0.reason == .comeback && !$0.isUndo },
      level: isHigher ? level : nil, turn)
    for line in lines { turn.footer(line) }
  }

  /// Where the goal stands with this entry, from the state after the last closed day.
  static func standing(_ event: CheckInRecorded, _ closed: ProgressState?) -> (Ledger.Standing, GoalState) {
    let entry = event.entry
    var state = closed?[event.goal.id] ?? GoalState(event.goal.id)
    let isLate = entry.isBackdated || entry.date <= closed?.through ?? .min
    var standing = Ledger.Standing(streak: state.streak, isLate: isLate)
    let terms = Terms(event.goal)
    let mark = DayMark(kinds: [entry.kind], amount: event.amountOfDay ?? entry.amount ?? 0, terms: terms)
    if !isLate, let mark, mark.isSuccess {
      standing.isComeback = state.missedInRow >= XPRules.missesBeforeComeback
      let isFirst = event.goal.startDate == entry.date
      _ = state.count(mark, on: entry.date, terms: terms, isFirst: isFirst, isClosed: false)
      standing.streak = state.streak
    }
    return (standing, state)
  }

  /// How far back lines are needed: this week's plans, the last comeback, and the dates of the entries.
  private static func horizon(of facts: [Happened.Fact], today: LocalDate) -> LocalDate {
    let dates = facts.compactMap { fact in
      switch fact {
      case .checkIn(let event): event.entry.date.adding(days: -XPRules.daysBetweenComebacks)
      case .undone(let event): event.entry.date
      case .reflected(_, let date): date
      default: nil
      }
    }
    return dates.reduce(min(today.startOfWeek(), today.adding(days: -XPRules.daysBetweenComebacks)), min)
  }

  /// Lines of any date that would forbid another of the same source.
  private static func sources(of facts: [Happened.Fact], today: LocalDate) -> [String] {
    facts.compactMap { fact in
      switch fact {
      case .onboarded: "onboarding"
      case .firstGoal: "goal:first"
      case .reviewed(let week): "week:\(week)"
      case .reached(let goal): "goal:\(goal.id)"
      case .closedStep(let step, let goal): Ledger.source(ofStep: step, goal: goal.id)
      default: nil
      }
    }
  }
}
