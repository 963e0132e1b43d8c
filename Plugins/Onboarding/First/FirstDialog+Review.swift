import Contracts
import PluginAPI

/// The review: what was understood, for the person to say whether it is right.
extension FirstDialog {
  func review(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    if let field = state.field, let insight = state.insight {
      let now = insight.text(of: field)
      return (
        turn.text("field.\(field.word).ask", ["now": .string(now.isEmpty ? "–" : now)]),
        [
          field == .summary ? [] : [button("field.empty.button", .emptyField, turn)],
          [button("back.button", .back, turn)],
        ]
      )
    }
    var parts = [state.insight.map { understood($0, state, turn) } ?? ownWords(state, turn)]
    parts += notes(state, turn)
    if state.isCorrecting {
      parts.append(
        turn.text("review.correct", ["left": .int(State.mostCorrections - state.corrections)]))
      return (
        parts.joined(separator: "\n\n"),
        [[button("review.byhand.button", .byHand, turn)], [button("back.button", .back, turn)]]
      )
    }
    if state.isChoosing {
      parts.append(turn.text("first.choose.field"))
      return (parts.joined(separator: "\n\n"), fields(state, turn))
    }
    return (
      parts.joined(separator: "\n\n"),
      [
        [button("first.accept.button", .accept, turn, style: .success)],
        [button("first.fix.button", .correct, turn), button("first.over.button", .anew, turn)],
      ]
    )
  }

  /// Five lines by the model, and what was settled by buttons.
  private func understood(_ insight: Insight, _ state: State, _ turn: Turn) -> Text {
    var lines = [insightText(insight, turn)]
    let remembered = insight.constraints + insight.notes
    if !remembered.isEmpty {
      lines.append(turn.text("review.line.remember", ["text": .string(remembered.joined(separator: "; "))]))
    }
    lines.append(Text(""))
    lines.append(settings(state, turn))
    return .lines(lines)
  }

  private func ownWords(_ state: State, _ turn: Turn) -> Text {
    var lines = [
      turn.text("review.own", ["late": state.hasFallenBack ? "yes" : "no"]), Text(""), settings(state, turn),
    ]
    if !state.areas.isEmpty {
      lines.append(turn.text("review.line.areas", ["text": .string(turn.areaNames(state.areas))]))
    }
    lines.append(turn.text("review.line.wish", ["wish": .string(state.wish.preview(600))]))
    let obstacle = obstacle(state, turn)
    if !obstacle.isEmpty { lines.append(turn.text("review.line.obstacles", ["text": .string(obstacle)])) }
    return .lines(lines)
  }

  private func settings(_ state: State, _ turn: Turn) -> Text {
    let person = turn.person
    return turn.text(
      "review.settings",
      [
        "name": .string(person.name), "zone": .text(asker.line(person.zone, place: state.place(in: person.zone), turn)),
        "rhythm": .string(turn.rhythmName(state.rhythm)),
        "style": .string(turn.string("style.\(state.style.rawValue)")),
      ])
  }

  /// What else the person should know before they say yes.
  private func notes(_ state: State, _ turn: Turn) -> [Text] {
    var notes: [Text] = []
    if let unread = state.unread { notes.append(turn.text("review.unread", ["count": .int(unread)])) }
    if let unclear = state.insight?.unclear, !unclear.isEmpty, state.corrections < State.mostCorrections {
      notes.append(turn.text("review.unclear", ["text": .string(unclear.joined(separator: "\n"))]))
    }
    if state.insight != nil, state.hasFallenBack { notes.append(turn.text("review.correction.failed")) }
    switch state.caution {
    case .eatingRisk: notes.append(CrisisCard.standard.eating(for: turn.reader))
    case .medical: notes.append(CrisisCard.standard.medical(for: turn.reader))
    case .illegal, .abusive: notes.append(turn.text("review.caution.harm"))
    case nil, .minor, .selfHarm, .harmToOthers, .abuseVictim: break
    }
    if state.isTeen { notes.append(turn.text("review.teen", ["age": .int(configuration.adultAge)])) }
    return notes
  }

  private func fields(_ state: State, _ turn: Turn) -> [[Button]] {
    var buttons = [
      button("field.name.button", .field(.address), turn), button("field.zone.button", .field(.zone), turn),
      button("field.wish.button", .field(.wish), turn), button("field.rhythm.button", .field(.rhythm), turn),
    ]
    if state.insight != nil || state.path == .full {
      buttons.append(button("field.areas.button", .field(.areas), turn))
    }
    if state.insight == nil, state.path == .full {
      buttons.append(button("field.obstacle.button", .field(.obstacle), turn))
    }
    if state.insight != nil {
      buttons += InsightField.allCases.map { button("field.\($0.word).button", .insight($0), turn) }
    }
    var rows = stride(from: 0, to: buttons.count, by: 2).map { Array(buttons[$0..<min($0 + 2, buttons.count)]) }
    if state.isTeen { rows.append([button("field.notteen.button", .notTeen, turn)]) }
    return rows + [[button("back.button", .back, turn)]]
  }
}

extension InsightField {
  /// As in the names of texts.
  var word: String {
    switch self {
    case .summary: "summary"
    case .motivation: "motivation"
    case .strengths: "strengths"
    case .obstacles: "obstacles"
    case .constraints: "constraints"
    }
  }
}
