import Contracts
import PluginAPI

/// How the form looks: one question a card, and the review at its end.
extension GoalForm {
  /// - Parameter isNew: shows the progress line and the way back; a single change has neither.
  func card(_ field: GoalField, _ draft: GoalDraft, isNew: Bool) -> Card {
    var parts: [Text] = []
    if isNew {
      let bar = ProgressBar.render(filled: field.step, total: GoalField.lastStep)
      parts.append("\(bar) \(field.step)/\(GoalField.lastStep)")
    }
    if field != .title, !draft.title.isEmpty {
      parts.append(turn.text("summary.title", ["title": .string(draft.title)]))
    } else if field == .title, let why = draft.why {
      parts.append(turn.text("form.title.given", ["text": .string(why)]))
    }
    parts.append(question(field, draft))
    var rows = choices(field, draft)
    var last: [Button] = []
    if isNew, draft.field(before: field) != nil {
      last.append(Button(turn.string("form.back.button"), choose: FormChoice(.back)))
    }
    if !isNew { last.append(Button(turn.string("cancel.button"), choose: FormChoice(.cancel))) }
    if let skip = skip(field, draft) { last.append(Button(turn.string(skip), choose: FormChoice(.skip))) }
    rows.append(last)
    return Card(parts.joined(separator: "\n\n"), keyboard: Keyboard(rows))
  }

  private func question(_ field: GoalField, _ draft: GoalDraft) -> Text {
    switch (field, draft.rhythm) {
    case (.quantity, .limit): turn.text("form.quantity.limit.ask")
    case (.quantity, .free): turn.text("form.quantity.free.ask")
    case (.action, _): turn.text("form.action.ask", ["cue": .string(draft.cue ?? "")])
    case (.reminder, _):
      draft.remindAt.map { turn.text("form.reminder.again", ["time": .string($0.description)]) }
        ?? turn.text("form.reminder.ask")
    case (.start, _):
      turn.text(
        "form.start.ask", ["target": .string(turn.words.quantity(draft.amount ?? 0, draft.unit))])
    case (.obstacle, _): turn.text("form.obstacle.ask")
    case (.coping, _): turn.text("form.coping.ask", ["obstacle": .string(draft.obstacle ?? "")])
    default: turn.text("form.\(field.rawValue).ask")
    }
  }

  /// The key of the button that leaves a question open; nil where an answer is needed.
  private func skip(_ field: GoalField, _ draft: GoalDraft) -> String? {
    switch field {
    case .title, .rhythm, .weekdays, .times, .steps, .effort: nil
    case .start: "form.no_start.button"
    case .quantity: draft.rhythm == .limit ? nil : "form.no_quantity.button"
    case .reminder: "form.no_reminder.button"
    case .deadline: "form.no_deadline.button"
    case .why, .cue, .action, .minimum, .obstacle, .coping: "form.skip.button"
    }
  }

  private func choices(_ field: GoalField, _ draft: GoalDraft) -> [[Button]] {
    switch field {
    case .rhythm:
      return Rhythm.allCases.enumerated().map { index, rhythm in
        [Button(turn.string("rhythm.\(rhythm.rawValue).button"), choose: FormChoice(.pick, index))]
      }
    case .weekdays: return weekdays(draft)
    case .times:
      return [(1...6).map { Button("\($0)", choose: FormChoice(.pick, $0)) }]
    case .deadline:
      let buttons = Self.deadlineMonths.map { months in
        Button(turn.string("form.months.button", ["months": .int(months)]), choose: FormChoice(.pick, months))
      }
      return [Array(buttons.prefix(2)), Array(buttons.suffix(2))]
    case .reminder:
      var times = Self.reminderTimes
      if let time = draft.remindAt, !times.contains(time) { times.insert(time, at: 0) }
      let buttons = times.map { time in
        Button(
          (time == draft.remindAt ? "● " : "") + time.description, choose: FormChoice(.pick, time.secondOfDay / 60))
      }
      return [Array(buttons.prefix(3)), Array(buttons.dropFirst(3))]
    case .effort: return [efforts(draft)]
    case .title, .why, .quantity, .start, .steps, .cue, .action, .minimum, .obstacle, .coping: return []
    }
  }

  private func weekdays(_ draft: GoalDraft) -> [[Button]] {
    let chips = Weekday.allCases.map { day in
      let name = DateText.shortWeekday(day.rawValue, language: turn.reader.language)
      return Button((draft.days.contains(day) ? "✅ " : "") + name, choose: FormChoice(.pick, day.rawValue))
    }
    var rows = [Array(chips.prefix(4)), Array(chips.suffix(3))]
    if !draft.days.isEmpty {
      rows.append([Button(turn.string("form.done.button"), choose: FormChoice(.confirm), style: .primary)])
    }
    return rows
  }

  private func efforts(_ draft: GoalDraft) -> [Button] {
    ["🪶", "⚖️", "⛰"].enumerated().map { index, icon in
      let mark = draft.effort == index + 1 ? "● " : ""
      return Button(
        "\(mark)\(icon) \(turn.string("effort.\(index + 1).button"))", choose: FormChoice(.effort, index + 1))
    }
  }

  /// Everything that was answered, to be saved or changed.
  /// - Parameter remark: what a model had to say of it.
  func review(_ draft: GoalDraft, remark: String? = nil) -> Card {
    var parts = [turn.words.summary(draft)]
    if let remark { parts.append(turn.text("review.remark", ["remark": .string(remark)])) }
    parts.append(turn.text("review.ask"))
    var rows = [
      [
        Button(turn.string("review.save.button"), choose: FormChoice(.save), style: .success),
        Button(turn.string("review.change.button"), choose: FormChoice(.change)),
      ],
      [
        Button(turn.string("review.easier.button"), choose: FormChoice(.easier)),
        Button(turn.string("review.harder.button"), choose: FormChoice(.harder)),
      ],
    ]
    if draft.cue != nil, draft.obstacle == nil {
      let part = GoalField.Part.obstacle.rawValue
      rows.append([Button(turn.string("review.obstacle.button"), choose: FormChoice(.pick, part))])
    }
    rows.append([Button(turn.string("cancel.button"), choose: FormChoice(.cancel))])
    return Card(parts.joined(separator: "\n\n"), keyboard: Keyboard(rows))
  }

  /// What can be changed, a button each.
  /// - Parameter takesText: a model can take corrections in words.
  func menu(_ draft: GoalDraft, takesText: Bool = false) -> Card {
    let parts = GoalField.Part.allCases.filter { draft.first(of: $0) != nil }
    let buttons = parts.map { part in
      Button(turn.string("part.\(part).button"), choose: FormChoice(.pick, part.rawValue))
    }
    var rows = stride(from: 0, to: buttons.count, by: 2).map { Array(buttons[$0..<min($0 + 2, buttons.count)]) }
    rows.append([Button(turn.string("form.back.button"), choose: FormChoice(.back))])
    return Card(
      turn.words.summary(draft) + "\n\n" + turn.text(takesText ? "menu.ask.words" : "menu.ask"),
      keyboard: Keyboard(rows))
  }
}
