import Contracts
import PluginAPI

extension GoalDraft {
  /// A checked answer as a draft the person can change. Every text is cleaned again; what has no place is left out.
  /// - Parameter words: what the person wrote, from which a reason is kept when the answer gives none.
  init(_ analysis: GoalAnalysis) {
    self.init(title: UserText.clean(analysis.title, limit: Limits.title))
    why = Self.line(analysis.why, Limits.why)
    area = analysis.area
    effort = analysis.effort
    minimum = Self.line(analysis.minimumVersion, Limits.minimum)
    dueDate = analysis.dueDate.flatMap { LocalDate($0) }
    take(analysis.schedule, type: analysis.type)
    take(analysis.measure, type: analysis.type)
    if analysis.type == .milestone {
      var seen: Set<String> = []
      steps = analysis.milestones.compactMap { Self.line($0, Limits.step) }.filter { seen.insert($0).inserted }
    }
    take(analysis.plans)
    if let words = analysis.obstacles.first, cue != nil {
      let parts = words.split(separator: "→", maxSplits: 1).map(String.init)
      obstacle = Self.line(parts.first, Limits.obstacle)
      coping = parts.count > 1 ? Self.line(parts[1], Limits.coping) : nil
    }
    tidy()
  }

  private mutating func take(_ schedule: GoalAnalysis.Schedule, type: GoalSnapshot.Kind) {
    switch type {
    case .limit: rhythm = .limit
    case .milestone: rhythm = .steps
    case .target, .open: rhythm = .free
    case .habit:
      switch schedule.kind {
      case .daily, .none: rhythm = .daily
      case .perWeek:
        rhythm = .perWeek
        times = schedule.timesPerWeek ?? 3
      case .weekdays:
        rhythm = .weekdays
        days = WeekdaySet(schedule.weekdays.compactMap(Weekday.init(rawValue:)))
      }
    }
    remindAt = schedule.localTime.flatMap { LocalTime(hhmm: $0) }
  }

  private mutating func take(_ measure: GoalAnalysis.Measure?, type: GoalSnapshot.Kind) {
    guard let measure, type != .open, type != .milestone else { return }
    amount = Quantity.rounded(measure.target)
    unit = Self.line(measure.unit, Limits.unit)
    // From nothing upwards entries simply add up.
    if type == .target, let value = measure.startValue, value > 0 || measure.direction == .atMost {
      start = Quantity.rounded(value)
    }
  }

  private mutating func take(_ plans: [GoalAnalysis.PlanProposal]) {
    let plans = plans.prefix(Plan.most).compactMap { plan -> Plan? in
      guard let cue = Self.line(PlanInput.cue(plan.cue), Limits.cue) else { return nil }
      return Plan(
        id: 0, cueKind: plan.cueKind, cue: cue, action: Self.line(PlanInput.action(plan.action), Limits.action),
        isActive: false)
    }
    guard let first = plans.first else { return }
    cue = first.cue
    action = first.action
    cueKind = first.cueKind
    remindAt = remindAt ?? (first.cueKind == .time ? LocalTime(firstIn: first.cue) : nil)
    if plans.count > 1 { morePlans = Array(plans.dropFirst()) }
  }

  private static func line(_ text: String?, _ limit: Int) -> String? {
    let clean = UserText.clean(text ?? "", limit: limit)
    return clean.isEmpty ? nil : clean
  }

  /// Everything that is said of the aim, for ``RefusedAim``.
  var aim: String {
    let measure = amount.map { "\(NumberText.decimal($0, language: .english)) \(unit ?? "")" } ?? ""
    return ([title, measure] + (steps ?? [])).joined(separator: " ; ")
  }
}
