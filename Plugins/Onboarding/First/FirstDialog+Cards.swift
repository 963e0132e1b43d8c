import Contracts
import PluginAPI

extension FirstDialog {
  func card(_ state: State, _ turn: Turn) async throws -> Card {
    if state.crisis != nil { return ear.pause(turn, then: button("first.goon.button", .goOn, turn)) }
    if state.isResuming {
      let (number, total) = state.progress
      return Card(
        turn.text("first.resume", ["number": .int(number), "total": .int(total)]),
        keyboard: Keyboard(row: [
          button("yes.button", .goOn, turn, style: .primary), button("first.anew.button", .anew, turn),
        ]))
    }
    let (text, rows) = content(state, turn)
    return Card(state.noting(heading(state, turn) + text, turn), keyboard: rows.isEmpty ? nil : Keyboard(rows))
  }

  private func content(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    switch state.step {
    case .welcome: return welcome(state, turn)
    case .abroad:
      return (
        turn.text("first.abroad"),
        [
          [button("first.abroad.button", .agreeAbroad, turn, style: .primary)],
          [button("first.nomodel.button", .agreeWithoutModel, turn)],
        ]
      )
    case .address: return address(turn)
    case .zone: return (asker.text(state.zone, turn), asker.rows(state.zone, turn) { Choice.zone($0) })
    case .areas: return areas(state, turn)
    case .wish: return wish(state, turn)
    case .moodboard: return moodboard(state, turn)
    case .obstacle: return obstacle(turn)
    case .rhythm: return rhythm(state, turn)
    case .thinking: return (turn.text("thinking"), [[button("thinking.skip.button", .ownWords, turn)]])
    case .review: return review(state, turn)
    }
  }

  /// How far it is, and the place just chosen.
  private func heading(_ state: State, _ turn: Turn) -> Text {
    guard state.step != .welcome, state.step != .abroad else { return Text() }
    let (number, total) = state.progress
    let bar = ProgressBar.render(filled: number, total: total)
    var heading = turn.text("first.progress", ["bar": .string(bar), "number": .int(number), "total": .int(total)])
    if state.hasNewZone, state.step != .review {
      let line = asker.line(turn.person.zone, place: state.place(in: turn.person.zone), turn)
      heading += "\n\n" + turn.text("first.zone.chosen", ["zone": .text(line)])
    }
    return heading + "\n\n"
  }

  private func welcome(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    let name = turn.person.name
    let text: Text
    if state.isAgain {
      text = turn.text("first.again", ["hasModel": model == nil ? "no" : "yes"])
    } else {
      text = turn.text(
        "first.welcome",
        [
          "hasName": name.isEmpty ? "no" : "yes", "name": .string(name), "hasModel": model == nil ? "no" : "yes",
          "hasVision": model?.vision == true ? "yes" : "no",
        ])
    }
    var rows = [
      [
        button("first.agree.button", .agree(.fast), turn, style: .primary),
        button("first.full.button", .agree(.full), turn),
      ]
    ]
    if model != nil { rows.append([button("first.nomodel.button", .agreeWithoutModel, turn)]) }
    return (text, rows)
  }

  private func address(_ turn: Turn) -> (Text, [[Button]]) {
    let name = turn.person.name
    let text = name.isEmpty ? turn.text("first.name") : turn.text("first.address", ["name": .string(name)])
    guard !name.isEmpty else { return (text, []) }
    if turn.person.language == .russian {
      return (
        text, [[button("address.vy.button", .address(.vy), turn), button("address.ty.button", .address(.ty), turn)]]
      )
    }
    let short = Text(name).truncated(to: 18).string
    let title = turn.string("first.name.button", ["name": .string(short)])
    return (text, [[Button(title, choose: Choice.keepName, style: .primary)]])
  }

  private func areas(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    let chips = Area.allCases.enumerated().map { index, area in
      let title = turn.string("area.\(area.rawValue).button")
      return Button(state.areas.contains(area) ? "✓ \(title)" : title, choose: Choice.area(index))
    }
    var rows = stride(from: 0, to: chips.count, by: 2).map { Array(chips[$0..<min($0 + 2, chips.count)]) }
    if !state.areas.isEmpty { rows.append([button("next.button", .areasDone, turn, style: .primary)]) }
    if state.hasNewZone { rows.append([button("first.time.button", .wrongTime, turn)]) }
    return (turn.text("areas.ask", ["limit": .int(Area.limit)]), rows)
  }

  private func wish(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    var rows: [[Button]] = []
    if state.hasNewZone { rows.append([button("first.time.button", .wrongTime, turn)]) }
    guard !state.wish.isEmpty else { return (turn.text("wish.ask"), rows) }
    rows.insert(
      [button("done.button", .wishDone, turn, style: .primary), button("wish.anew.button", .wishAnew, turn)], at: 0)
    return (wishSoFar(state.wish, turn), rows)
  }

  private func moodboard(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    let count = state.pictures
    let reader = model?.vision == true ? "model" : "nobody"
    var parts = [turn.text("board.ask", ["limit": .int(PictureCount.limit), "reader": .string(reader)])]
    if count.kept > 0 {
      parts.append(turn.text("board.kept", ["count": .int(count.kept), "limit": .int(PictureCount.limit)]))
    }
    if count.surplus > 0 {
      parts.append(turn.text("board.surplus", ["kept": .int(count.kept), "count": .int(count.surplus)]))
    }
    if count.refused > 0 {
      let key = hasMedia ? "board.refused" : "board.refused.photos"
      parts.append(turn.text(key, ["count": .int(count.refused)]))
    }
    guard count.kept > 0 else {
      return (parts.joined(separator: "\n\n"), [[button("skip.button", .boardDone, turn)]])
    }
    return (
      parts.joined(separator: "\n\n"),
      [[button("next.button", .boardDone, turn, style: .primary), button("board.anew.button", .boardAnew, turn)]]
    )
  }

  private func obstacle(_ turn: Turn) -> (Text, [[Button]]) {
    let quick = (1...Self.quickObstacles).map { [button("obstacle.quick.\($0).button", .obstacle($0), turn)] }
    return (turn.text("obstacle.ask"), quick + [[button("skip.button", .skipObstacle, turn)]])
  }

  /// What gets in the way, in words.
  func obstacle(_ state: State, _ turn: Turn) -> String {
    state.quickObstacle.map { turn.string("obstacle.quick.\($0)") } ?? state.obstacle
  }

  private func rhythm(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    let styles = CoachProfile.Style.allCases.enumerated().map { index, style in
      let title = turn.string("style.\(style.rawValue).button")
      return Button(style == state.style ? "● \(title)" : title, choose: Choice.style(index))
    }
    return (
      turn.text("first.rhythm"),
      [
        styles,
        [
          button("rhythm.morning.button", .rhythm(.morning), turn),
          button("rhythm.evening.button", .rhythm(.evening), turn),
        ],
        [button("rhythm.both.button", .rhythm(.both), turn)],
      ]
    )
  }

  func button(_ key: String, _ choice: Choice, _ turn: Turn, style: Button.Style? = nil) -> Button {
    Button(turn.string(key), choose: choice, style: style)
  }
}

extension Turn {
  /// When somebody wants to be asked, in words.
  func rhythmName(_ rhythm: CheckInRhythm?) -> String {
    switch rhythm {
    case .morning: string("rhythm.morning")
    case .evening: string("rhythm.evening")
    case .both: string("rhythm.both")
    case nil: "–"
    }
  }

  /// Areas by name, with commas.
  func areaNames(_ areas: [Area]) -> String { areas.map { string("area.\($0.rawValue)") }.joined(separator: ", ") }
}

/// What was written of a wish, quoted, and whether it is enough.
func wishSoFar(_ wish: WishDraft, _ turn: Turn) -> Text {
  turn.text(
    "wish.so.far",
    [
      "wish": .string(wish.preview(600)), "enough": wish.isEnough ? "yes" : "no",
    ])
}
