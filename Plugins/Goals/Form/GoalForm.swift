import Contracts
import PluginAPI

/// The questions about a goal: how they are asked and which answers are good.
struct GoalForm {
  let turn: Turn

  static let reminderTimes: [LocalTime] = [.at(7), .at(8), .at(12, 30), .at(19), .at(21)]
  static let deadlineMonths = [1, 3, 6, 12]

  func answer(_ input: DialogInput<FormChoice>, _ field: GoalField, _ draft: GoalDraft) -> FormStep {
    switch input {
    case .choice(let choice): return pressed(choice, field, draft)
    case .message(let message):
      guard message.isWritten else { return .retry(turn.text("form.text_only")) }
      return wrote(message.text, field, draft)
    }
  }

  // MARK: Buttons

  private func pressed(_ choice: FormChoice, _ field: GoalField, _ draft: GoalDraft) -> FormStep {
    var draft = draft
    switch (field, choice.action) {
    case (.why, .skip): draft.why = nil
    case (.quantity, .skip) where draft.rhythm != .limit:
      draft.amount = nil
      draft.unit = nil
    case (.deadline, .skip): draft.dueDate = nil
    case (.cue, .skip):
      draft.cue = nil
      draft.action = nil
    case (.action, .skip): draft.action = nil
    case (.start, .skip): draft.start = nil
    case (.obstacle, .skip):
      draft.obstacle = nil
      draft.coping = nil
    case (.coping, .skip): draft.coping = nil
    case (.effort, .effort): draft.effort = min(max(choice.value, 1), 3)
    case (.reminder, .skip): draft.remindAt = nil
    case (.minimum, .skip): draft.minimum = nil
    case (.rhythm, .pick):
      guard Rhythm.allCases.indices.contains(choice.value) else { return .stay(draft) }
      draft.rhythm = Rhythm.allCases[choice.value]
    case (.weekdays, .pick):
      guard let day = Weekday(rawValue: choice.value) else { return .stay(draft) }
      if draft.days.contains(day) { draft.days.remove(day) } else { draft.days.insert(day) }
      return .stay(draft)
    case (.weekdays, .confirm):
      if draft.days.isEmpty { return .retry(turn.text("form.weekdays.none")) }
    case (.times, .pick): return times(choice.value, draft)
    case (.deadline, .pick) where Self.deadlineMonths.contains(choice.value):
      draft.dueDate = turn.today.adding(months: choice.value)
    case (.reminder, .pick):
      guard let time = LocalTime(secondOfDay: choice.value &* 60) else { return .stay(draft) }
      draft.remindAt = time
    default: return .stay(draft)
    }
    return .next(draft, from: field)
  }

  // MARK: Texts

  private func wrote(_ text: String, _ field: GoalField, _ draft: GoalDraft) -> FormStep {
    var draft = draft
    switch field {
    case .title:
      if let problem = refusal(text) { return problem }
      return line(text, Limits.title) { draft.title = $0 } ?? .next(draft, from: field)
    case .why: return line(text, Limits.why) { draft.why = $0 } ?? .next(draft, from: field)
    case .minimum: return line(text, Limits.minimum) { draft.minimum = $0 } ?? .next(draft, from: field)
    case .cue: return plan(text, draft)
    case .action:
      return line(PlanInput.action(text), Limits.action) { draft.action = $0 } ?? .next(draft, from: field)
    case .obstacle: return line(text, Limits.obstacle) { draft.obstacle = $0 } ?? .next(draft, from: field)
    case .coping: return line(PlanInput.action(text), Limits.coping) { draft.coping = $0 } ?? .next(draft, from: field)
    case .start: return start(text, draft)
    case .steps: return steps(text, draft)
    case .rhythm, .weekdays, .effort: return .retry(turn.text("form.use_buttons"))
    case .times:
      guard let quantity = try? Quantity(text), let number = Int(exactly: quantity.amount) else {
        return .retry(turn.text("form.times.wrong"))
      }
      return times(number, draft)
    case .quantity: return quantity(text, draft)
    case .deadline:
      guard let date = DateInput.date(text, after: turn.today) else { return .retry(turn.text("form.deadline.wrong")) }
      guard date > turn.today, date <= turn.today.adding(months: 120) else {
        return .retry(turn.text("form.deadline.range"))
      }
      draft.dueDate = date
    case .reminder:
      guard let time = LocalTime(typed: text) else { return .retry(turn.text("form.time.wrong")) }
      draft.remindAt = time
    }
    return .next(draft, from: field)
  }

  /// Checks a line of text; nil when it is good and was taken.
  private func line(_ text: String, _ limit: Int, _ take: (String) -> Void) -> FormStep? {
    guard !UserText.isTooLong(text, limit: limit) else {
      return .retry(turn.text("form.too_long", ["limit": .int(limit)]))
    }
    let clean = UserText.clean(text, limit: limit)
    guard clean.contains(where: { $0.isLetter || $0.isNumber || $0.isSymbol }) else {
      return .retry(turn.text("form.empty"))
    }
    take(clean)
    return nil
  }

  private func plan(_ text: String, _ draft: GoalDraft) -> FormStep {
    var draft = draft
    let plan = PlanInput(text)
    guard !UserText.isTooLong(text, limit: Limits.cue + Limits.action) else {
      return .retry(turn.text("form.too_long", ["limit": .int(Limits.cue)]))
    }
    if let problem = line(plan.cue, Limits.cue, { draft.cue = $0 }) { return problem }
    draft.remindAt = draft.remindAt ?? LocalTime(firstIn: plan.cue)
    guard let action = plan.action else { return .next(draft, from: .cue) }
    return line(action, Limits.action) { draft.action = $0 } ?? .next(draft, from: .action)
  }

  private func times(_ number: Int, _ draft: GoalDraft) -> FormStep {
    guard (1...7).contains(number) else { return .retry(turn.text("form.times.wrong")) }
    var draft = draft
    draft.times = number
    return .next(draft, from: .times)
  }

  /// A reason not to plan for this.
  private func refusal(_ text: String) -> FormStep? {
    Heard.category(of: text).map { .retry(turn.text($0.refusalKey)) }
  }

  private func start(_ text: String, _ draft: GoalDraft) -> FormStep {
    var draft = draft
    guard let quantity = try? Quantity(text, zero: true) else { return .retry(turn.text("form.start.wrong")) }
    guard quantity.amount != draft.amount else { return .retry(turn.text("form.start.same")) }
    draft.start = quantity.amount
    return .next(draft, from: .start)
  }

  private func steps(_ text: String, _ draft: GoalDraft) -> FormStep {
    var draft = draft
    guard let steps = [Step].typed(text) else {
      return .retry(turn.text("form.steps.long", ["limit": .int(Limits.step)]))
    }
    guard !steps.isEmpty else { return .retry(turn.text("form.empty")) }
    var seen: Set<String> = []
    draft.steps = steps.map(\.title).filter { seen.insert($0).inserted }
    return .next(draft, from: .steps)
  }

  private func quantity(_ text: String, _ draft: GoalDraft) -> FormStep {
    var draft = draft
    if let problem = refusal("\(draft.title) \(text)") { return problem }
    do {
      let quantity = try Quantity(text, zero: draft.rhythm == .limit)
      draft.amount = quantity.amount
      draft.unit = quantity.unit
      return .next(draft, from: .quantity)
    } catch {
      switch error {
      case .noNumber: return .retry(turn.text("form.quantity.wrong"))
      case .outOfRange: return .retry(turn.text("form.quantity.range"))
      case .unitTooLong: return .retry(turn.text("form.quantity.unit", ["limit": .int(Limits.unit)]))
      }
    }
  }
}
