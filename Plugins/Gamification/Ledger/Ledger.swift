import Contracts
import PluginAPI

/// Decides what facts are worth, from the lines there are. Pure: the same lines and facts give the same new lines.
struct Ledger: Sendable {
  private(set) var total: Int
  /// What was added since it was made.
  private(set) var posted: [LedgerLine] = []
  private var lines: [LedgerLine]
  private let rules: XPRules

  /// - Parameters:
  ///   - lines: all of the dates concerned, of this week and of the last 14 days, and of the sources concerned.
  ///   - total: the sum of the whole ledger.
  init(_ lines: [LedgerLine], total: Int, rules: XPRules) {
    self.lines = lines
    self.total = total
    self.rules = rules
  }

  /// What was earned since it was made.
  var earned: Int { posted.reduce(0) { $0 + $1.amount } }

  /// Where the goal stood when it was checked in on.
  struct Standing: Sendable, Hashable {
    /// The streak, this success included.
    var streak = 0
    var isComeback = false
    /// Logged for a day that is over.
    var isLate = false
  }

  /// Goals and dates that have points for a check-in only since it was made.
  var newSuccesses: Int {
    struct Day: Hashable { var goal: RowID, date: LocalDate }
    let lines = posted.filter(\.reason.isCheckIn)
    let days = Set(lines.compactMap { line in line.goal.map { Day(goal: $0, date: line.date) } })
    return days.count { day in
      let fresh = lines.reduce(0) { $1.goal == day.goal && $1.date == day.date ? $0 + $1.amount : $0 }
      let now = awarded(day.goal, on: day.date)
      return now > 0 && now - fresh <= 0
    }
  }

  // MARK: Facts

  mutating func record(_ event: CheckInRecorded, _ standing: Standing) {
    let (entry, goal) = (event.entry, event.goal)
    let source = Self.source(of: entry)
    guard !lines.contains(where: { $0.source == source }) else { return }
    let (reason, score) = Self.score(event, standing)
    let scoring = scoringGoals(on: entry.date)
    var delta = score - awarded(goal.id, on: entry.date)
    // Only a changed entry may be worth less than before; another one on the same date adds nothing.
    if event.replaced == nil { delta = max(0, delta) }
    if delta > 0, !scoring.contains(goal.id), scoring.count >= rules.goalsPerDay { delta = 0 }
    post(source, delta < 0 ? .correction : reason, delta, entry.date, goal.id)

    guard !standing.isLate else { return }
    if delta > 0, standing.isComeback, !hasComeback(within: XPRules.daysBetweenComebacks, of: entry.date) {
      post(source, .comeback, XPRules.comeback, entry.date, goal.id)
    }
    if event.stillOpen == 0, event.due >= 2, entry.kind != .miss, net(.cleanDay, on: entry.date) <= 0,
      scoringGoals(on: entry.date).count >= 2
    {
      post(source, .cleanDay, XPRules.cleanDay, entry.date, goal.id)
    }
  }

  /// Takes back exactly what an entry brought, and the bonus of a day that is no longer clean.
  mutating func undo(_ entry: CheckIn) {
    let source = Self.source(of: entry)
    let known = lines
    for line in known where !line.isUndo {
      guard line.source == source || (line.reason == .cleanDay && line.date == entry.date) else { continue }
      guard !known.contains(where: { $0.isUndo && $0.source == line.source && $0.reason == line.reason }) else {
        continue
      }
      append(
        LedgerLine(
          source: line.source, reason: line.reason, isUndo: true, amount: -line.amount, date: line.date,
          goal: line.goal))
    }
  }

  mutating func onboarded(on date: LocalDate) { once("onboarding", .onboarding, XPRules.onboarding, date) }

  mutating func activatedFirstGoal(on date: LocalDate) { once("goal:first", .firstGoal, XPRules.firstGoal, date) }

  mutating func reflected(length: Int, on date: LocalDate) {
    guard length >= XPRules.reflectionLength else { return }
    once("day:\(date)", .reflection, XPRules.reflection, date)
  }

  mutating func planned(_ goal: RowID, on date: LocalDate) {
    let monday = date.startOfWeek()
    let plans = lines.filter { $0.reason == .plan && $0.date >= monday && $0.date <= monday.adding(days: 6) }
    guard plans.count < XPRules.plansPerWeek else { return }
    once("plan:\(goal):\(date)", .plan, XPRules.plan, date, goal)
  }

  mutating func reviewed(week: LocalDate, on date: LocalDate) {
    once("week:\(week)", .weekReview, XPRules.weekReview, date)
  }

  mutating func reached(_ goal: GoalSnapshot, on date: LocalDate, at now: Instant) {
    guard now - goal.createdAt >= XPRules.youngestGoal else { return }
    once("goal:\(goal.id)", .goalReached, XPRules.goalReached(from: goal.startDate, to: date), date, goal.id)
  }

  mutating func closedStep(_ step: Int, of goal: GoalSnapshot, on date: LocalDate, at now: Instant) {
    guard now - goal.createdAt >= XPRules.youngestGoal,
      lines.count(where: { $0.reason == .milestone && $0.date == date }) < XPRules.milestonesPerDay
    else { return }
    once(Self.source(ofStep: step, goal: goal.id), .milestone, XPRules.milestone, date, goal.id)
  }

  // MARK: Rules

  static func source(ofStep step: Int, goal: RowID) -> String { "step:\(goal):\(step)" }

  static func source(of entry: CheckIn) -> String { "checkin:\(entry.id)" }

  private func awarded(_ goal: RowID, on date: LocalDate) -> Int {
    sum { $0.goal == goal && $0.date == date && $0.reason.isCheckIn }
  }

  private func scoringGoals(on date: LocalDate) -> Set<RowID> {
    let goals = Set(lines.filter { $0.date == date && $0.reason.isCheckIn }.compactMap(\.goal))
    return goals.filter { awarded($0, on: date) > 0 }
  }

  private func net(_ reason: XPReason, on date: LocalDate) -> Int { sum { $0.reason == reason && $0.date == date } }

  private func hasComeback(within days: Int, of date: LocalDate) -> Bool {
    sum { $0.reason == .comeback && $0.date > date.adding(days: -days) } > 0
  }

  private func sum(where matches: (LedgerLine) -> Bool) -> Int {
    lines.reduce(0) { matches($1) ? $0 + $1.amount : $0 }
  }

  private mutating func once(
    _ source: String, _ reason: XPReason, _ amount: Int, _ date: LocalDate, _ goal: RowID? = nil
  ) {
    guard !lines.contains(where: { $0.source == source && $0.reason == reason }) else { return }
    post(source, reason, amount, date, goal, keepsZero: true)
  }

  /// Adds a line, cut to what the day's cap leaves.
  private mutating func post(
    _ source: String, _ reason: XPReason, _ amount: Int, _ date: LocalDate, _ goal: RowID?, keepsZero: Bool = false
  ) {
    var amount = amount
    if reason.isCapped, amount > 0 {
      amount = min(amount, max(0, rules.dailyCap - sum { $0.reason.isCapped && $0.date == date }))
    }
    guard amount != 0 || keepsZero else { return }
    append(LedgerLine(source: source, reason: reason, amount: amount, date: date, goal: goal))
  }

  private mutating func append(_ line: LedgerLine) {
    lines.append(line)
    posted.append(line)
    total += line.amount
  }
}
