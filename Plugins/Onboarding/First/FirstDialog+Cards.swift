import Contracts
import PluginAPI

extension FirstDialog {
  func card(_ state: State, _ turn: Turn) async throws -> Card {
    if state.isResuming {
      return Card(
        turn.text("first.resume", ["number": .int(state.step.rawValue), "total": .int(Step.count)]),
        keyboard: Keyboard(row: [
          button("yes.button", .goOn, turn, style: .primary), button("first.anew.button", .anew, turn),
        ]))
    }
    let (text, rows) = content(state, turn)
    return Card(state.noting(heading(state, turn) + text, turn), keyboard: rows.isEmpty ? nil : Keyboard(rows))
  }

  private func content(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    switch state.step {
    case .welcome:
      return (welcome(turn), [[button("first.agree.button", .agree, turn, style: .primary)]])
    case .address: return address(turn)
    case .zone: return (asker.text(state.zone, turn), asker.rows(state.zone, turn) { Choice.zone($0) })
    case .wish: return wish(state, turn)
    case .rhythm: return (turn.text("first.rhythm"), rhythmRows(turn))
    case .review: return review(state, turn)
    }
  }

  /// How far it is, and the place just chosen.
  private func heading(_ state: State, _ turn: Turn) -> Text {
    guard state.step != .welcome else { return Text() }
    let number = state.step.rawValue
    let bar = ProgressBar.render(filled: number, total: Step.count)
    var heading = turn.text(
      "first.progress", ["bar": .string(bar), "number": .int(number), "total": .int(Step.count)])
    if state.hasNewZone, state.step != .review {
      let line = asker.line(turn.person.zone, place: state.place(in: turn.person.zone), turn)
      heading += "\n\n" + turn.text("first.zone.chosen", ["zone": .text(line)])
    }
    return heading + "\n\n"
  }

  private func welcome(_ turn: Turn) -> Text {
    let name = turn.person.name
    return turn.text("first.welcome", ["hasName": name.isEmpty ? "no" : "yes", "name": .string(name)])
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

  private func wish(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    var rows: [[Button]] = []
    if state.hasNewZone { rows.append([button("first.time.button", .wrongTime, turn)]) }
    guard !state.wish.isEmpty else { return (turn.text("wish.ask"), rows) }
    rows.insert(
      [button("done.button", .wishDone, turn, style: .primary), button("wish.anew.button", .wishAnew, turn)], at: 0)
    return (wishSoFar(state.wish, turn), rows)
  }

  private func rhythmRows(_ turn: Turn) -> [[Button]] {
    [
      [
        button("rhythm.morning.button", .rhythm(.morning), turn),
        button("rhythm.evening.button", .rhythm(.evening), turn),
      ],
      [button("rhythm.both.button", .rhythm(.both), turn)],
    ]
  }

  private func review(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    let person = turn.person
    let text = turn.text(
      "first.review",
      [
        "name": .string(person.name), "zone": .text(asker.line(person.zone, place: state.place(in: person.zone), turn)),
        "wish": .string(state.wish.preview(600)), "rhythm": .string(turn.rhythmName(state.rhythm)),
      ])
    if state.isChoosing {
      return (
        text + "\n\n" + turn.text("first.choose.field"),
        [
          [button("field.name.button", .field(.address), turn), button("field.zone.button", .field(.zone), turn)],
          [button("field.wish.button", .field(.wish), turn), button("field.rhythm.button", .field(.rhythm), turn)],
          [button("back.button", .back, turn)],
        ]
      )
    }
    return (
      text,
      [
        [button("first.accept.button", .accept, turn, style: .success)],
        [button("first.fix.button", .fix, turn), button("first.over.button", .anew, turn)],
      ]
    )
  }

  private func button(_ key: String, _ choice: Choice, _ turn: Turn, style: Button.Style? = nil) -> Button {
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
}

/// What was written of a wish, quoted, and whether it is enough.
func wishSoFar(_ wish: WishDraft, _ turn: Turn) -> Text {
  turn.text(
    "wish.so.far",
    [
      "wish": .string(wish.preview(600)), "enough": wish.isEnough ? "yes" : "no",
    ])
}
