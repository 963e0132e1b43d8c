import Contracts
import PluginAPI

/// Says things about goals in the person's language.
struct GoalWords {
  let turn: Turn

  private var language: Language { turn.reader.language }

  /// "каждый день", "пн, ср, пт", "3 раза в неделю".
  func schedule(_ schedule: GoalSchedule) -> String {
    switch schedule {
    case .daily: return turn.string("schedule.daily")
    case .none: return turn.string("schedule.none")
    case .perWeek(let times): return turn.string("schedule.per_week", ["times": .int(times)])
    case .weekdays(let days):
      let set = WeekdaySet(days)
      if set == .workdays { return turn.string("schedule.workdays") }
      if set == .weekend { return turn.string("schedule.weekend") }
      return set.map { DateText.shortWeekday($0.rawValue, language: language) }.joined(separator: ", ")
    }
  }

  /// "2 стакана", or only the number.
  func quantity(_ amount: Double, _ unit: String?) -> String {
    let number = NumberText.decimal(amount, language: language)
    return unit.map { "\(number)\u{A0}\(UserText.isolated($0))" } ?? number
  }

  /// How much is asked for: "3 раза в неделю · 5 км".
  func measure(_ load: GoalLoad, dueDate: LocalDate? = nil) -> String {
    let amount = load.target.map { quantity($0, load.unit) }
    switch load.kind {
    case .limit: return turn.string("measure.limit", ["amount": .string(amount ?? "0")])
    case .milestone: return dueDate.map { turn.string("measure.due", ["date": .string(date($0))]) } ?? ""
    case .target:
      let due = dueDate.map { turn.string("measure.due", ["date": .string(date($0))]) }
      let way = amount.map { amount in
        load.start.map {
          turn.string(
            "measure.way",
            ["start": .string(NumberText.decimal($0, language: language)), "amount": .string(amount)])
        } ?? turn.string("measure.total", ["amount": .string(amount)])
      }
      return [way, due].compactMap { $0 }
        .joined(separator: " · ")
    case .habit, .open: return [schedule(load.schedule), amount].compactMap { $0 }.joined(separator: " · ")
    }
  }

  /// The same as a line of a card; without an amount it is about the rhythm alone.
  func measureLine(_ load: GoalLoad, dueDate: LocalDate? = nil) -> Text {
    let measure = measure(load, dueDate: dueDate)
    switch load.kind {
    case .habit where load.target == nil, .open: return turn.text("summary.rhythm", ["rhythm": .string(measure)])
    case .habit, .target, .milestone, .limit: return turn.text("summary.measure", ["measure": .string(measure)])
    }
  }

  /// "12 октября", with the year when it is another than today's.
  func date(_ date: LocalDate) -> String {
    let (year, month, day) = date.components
    return year == turn.person.logicalDate(turn.now).year
      ? DateText.dayMonth(day: day, month: month, language: language)
      : DateText.dayMonthYear(day: day, month: month, year: year, language: language)
  }

  /// "сегодня", "вчера" or the date.
  func day(_ date: LocalDate, today: LocalDate) -> String {
    DateText.relativeDay(today.days(until: date), language: language) ?? self.date(date)
  }

  /// "Если … → …"; nil without a plan.
  func plan(cue: String?, action: String?) -> Text? {
    guard let cue else { return nil }
    guard let action else { return turn.text("summary.cue", ["cue": .string(cue)]) }
    return turn.text("summary.plan", ["cue": .string(cue), "action": .string(action)])
  }

  /// "Помеха: … → …"; nil without one.
  func obstacle(_ obstacle: String?, _ coping: String?) -> Text? {
    guard let obstacle else { return nil }
    guard let coping else { return turn.text("summary.obstacle", ["obstacle": .string(obstacle)]) }
    return turn.text("summary.obstacle.plan", ["obstacle": .string(obstacle), "coping": .string(coping)])
  }

  /// The lines of a goal, as on the review card.
  func summary(_ draft: GoalDraft) -> Text {
    var lines = [turn.text("summary.title", ["title": .string(draft.title)])]
    if let why = draft.why { lines.append(turn.text("summary.why", ["why": .string(why)])) }
    if draft.kind != .milestone || draft.dueDate != nil {
      lines.append(measureLine(draft.load, dueDate: draft.dueDate))
    }
    for (number, step) in (draft.steps ?? []).enumerated() { lines.append("\(number + 1). \(UserText.isolated(step))") }
    if let plan = plan(cue: draft.cue, action: draft.action) { lines.append(plan) }
    for more in draft.morePlans ?? [] { plan(cue: more.cue, action: more.action).map { lines.append($0) } }
    if let time = draft.remindAt { lines.append(turn.text("summary.reminder", ["time": .string(time.description)])) }
    if let minimum = draft.minimum { lines.append(turn.text("summary.minimum", ["minimum": .string(minimum)])) }
    if let obstacle = obstacle(draft.obstacle, draft.coping) { lines.append(obstacle) }
    return .lines(lines)
  }

  /// A title that fits on a button beside an icon.
  static func short(_ title: String, limit: Int = 20) -> String {
    title.count <= limit ? title : title.prefix(limit - 1) + "…"
  }
}

extension Turn {
  /// The person's logical date now.
  var today: LocalDate { person.logicalDate(now) }
  var words: GoalWords { GoalWords(turn: self) }

  /// Shows a card: in place of the message whose button was pressed, else below.
  func show(_ card: Card) {
    if let pressed { edit(pressed, card) } else { send(card) }
  }
}
