import Contracts
import PluginAPI

extension ProfileDialog {
  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let (text, rows) = content(state, turn)
    return Card(state.noting(text, turn), keyboard: Keyboard(rows))
  }

  private func content(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    let back = [button("back.button", .open(.overview), turn)]
    switch state.page {
    case .overview:
      let saved = state.hasSaved ? turn.text("profile.saved") + "\n\n" : Text()
      return (saved + overview(state, turn), overviewRows(state, turn))
    case .name: return (turn.text("profile.name", ["name": .string(turn.person.name)]), [back])
    case .address:
      let forms = [button("address.vy.button", .address(.vy), turn), button("address.ty.button", .address(.ty), turn)]
      return (turn.text("profile.address"), [forms, back])
    case .gender:
      let genders = [
        button("gender.f.button", .gender(.feminine), turn), button("gender.m.button", .gender(.masculine), turn),
      ]
      return (turn.text("profile.gender"), [genders, [button("gender.none.button", .noGender, turn)], back])
    case .dayStart:
      let hours = (0...Self.latestDayStart).map { hour in
        Button(DateText.time(hour: hour, minute: 0), choose: Choice.dayStart(hour: hour))
      }
      return (turn.text("profile.day.start"), [Array(hours.prefix(4)), Array(hours.dropFirst(4)), back])
    case .wish:
      guard !state.draft.isEmpty else { return (turn.text("wish.ask"), [back]) }
      let done = [
        button("done.button", .wishDone, turn, style: .primary), button("wish.anew.button", .wishAnew, turn),
      ]
      return (wishSoFar(state.draft, turn), [done, back])
    }
  }

  func overview(_ state: State, _ turn: Turn) -> Text {
    let person = turn.reader
    var lines = [turn.text("profile.title"), turn.text("profile.line.name", ["name": .string(turn.person.name)])]
    if person.language == .russian {
      lines.append(turn.text("profile.line.address"))
      lines.append(turn.text("profile.line.gender"))
    }
    lines.append(turn.text("profile.line.zone", ["zone": .text(asker.line(turn.person.zone, turn))]))
    lines.append(turn.text("profile.line.day", ["time": .string(ZoneAsker.text(turn.person.dayStart))]))
    lines.append(turn.text("profile.line.language"))
    guard let wish = state.wish else { return .lines(lines) + "\n\n" + turn.text("profile.unfinished") }
    lines.append(turn.text("profile.line.rhythm", ["rhythm": .string(turn.rhythmName(state.rhythm))]))
    lines.append(turn.text("profile.line.wish", ["wish": .string(Text(wish).truncated(to: 600).string)]))
    return .lines(lines)
  }

  private func overviewRows(_ state: State, _ turn: Turn) -> [[Button]] {
    var words: [Button] = [button("field.name.button", .open(.name), turn)]
    if turn.person.language == .russian {
      words.append(button("field.address.button", .open(.address), turn))
      words.append(button("field.gender.button", .open(.gender), turn))
    }
    var facts: [Button] = [button("field.day.button", .open(.dayStart), turn)]
    if state.wish != nil { facts.append(button("field.wish.button", .open(.wish), turn)) }
    return [words, facts, [button("close.button", .close, turn)]]
  }

  private func button(_ key: String, _ choice: Choice, _ turn: Turn, style: Button.Style? = nil) -> Button {
    Button(turn.string(key), choose: choice, style: style)
  }
}
