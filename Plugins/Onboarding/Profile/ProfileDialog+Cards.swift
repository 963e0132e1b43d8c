import Contracts
import PluginAPI

extension ProfileDialog {
  func card(_ state: State, _ turn: Turn) async throws -> Card {
    if state.crisis != nil { return ear.pause(turn, then: button("first.goon.button", .open(.overview), turn)) }
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
      return (
        turn.text("profile.address"),
        [[button("address.vy.button", .address(.vy), turn), button("address.ty.button", .address(.ty), turn)], back]
      )
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
    case .style:
      let styles = CoachProfile.Style.allCases.enumerated().map { index, style in
        let title = turn.string("style.\(style.rawValue).button")
        return Button(style == state.profile?.style ? "● \(title)" : title, choose: Choice.style(index))
      }
      return (turn.text("profile.style"), [styles, back])
    case .areas: return areas(state, back, turn)
    case .obstacle:
      return (turn.text("obstacle.ask"), [[button("field.empty.button", .emptyField, turn)], back])
    case .insight(let field):
      let now = state.profile?.insight?.text(of: field) ?? ""
      let empty = field == .summary ? [] : [button("field.empty.button", .emptyField, turn)]
      return (turn.text("field.\(field.word).ask", ["now": .string(now.isEmpty ? "–" : now)]), [empty, back])
    case .basis: return (basis(state, turn), [back])
    }
  }

  private func areas(_ state: State, _ back: [Button], _ turn: Turn) -> (Text, [[Button]]) {
    let chips = Area.allCases.enumerated().map { index, area in
      let title = turn.string("area.\(area.rawValue).button")
      return Button(state.areas.contains(area) ? "✓ \(title)" : title, choose: Choice.area(index))
    }
    var rows = stride(from: 0, to: chips.count, by: 2).map { Array(chips[$0..<min($0 + 2, chips.count)]) }
    if !state.areas.isEmpty { rows.append([button("done.button", .areasDone, turn, style: .primary)]) }
    return (turn.text("areas.ask", ["limit": .int(Area.limit)]), rows + [back])
  }

  // MARK: Overview

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
    guard let profile = state.profile else { return .lines(lines) + "\n\n" + turn.text("profile.unfinished") }
    lines.append(turn.text("profile.line.rhythm", ["rhythm": .string(turn.rhythmName(profile.rhythm))]))
    lines.append(turn.text("profile.line.style", ["style": .string(turn.string("style.\(profile.style.rawValue)"))]))
    let areas = profile.insight?.areas ?? profile.areas
    if !areas.isEmpty { lines.append(turn.text("review.line.areas", ["text": .string(turn.areaNames(areas))])) }
    lines.append(turn.text("profile.line.wish", ["wish": .string(Text(profile.wish).truncated(to: 600).string)]))
    lines += understood(profile, turn)
    if profile.isTeen { lines.append(turn.text("review.teen", ["age": .int(configuration.adultAge)])) }
    return .lines(lines)
  }

  private func understood(_ profile: Profile, _ turn: Turn) -> [Text] {
    var parts: [(String, String)] = [("obstacles", profile.obstacle)]
    if let insight = profile.insight {
      parts = [
        ("summary", insight.summary), ("motivation", insight.motivation),
        ("strengths", insight.strengths.joined(separator: ", ")),
        ("obstacles", insight.obstacles.joined(separator: ", ")),
        ("remember", insight.constraints.joined(separator: "; ")),
      ]
    }
    return parts.filter { !$0.1.isEmpty }.map { turn.text("review.line.\($0.0)", ["text": .string($0.1)]) }
  }

  /// What the profile rests on, and who worded it.
  private func basis(_ state: State, _ turn: Turn) -> Text {
    guard let profile = state.profile else { return turn.text("profile.unfinished") }
    let date = turn.person.zone.date(at: profile.completedAt)
    let day = DateText.dayMonthYear(day: date.day, month: date.month, year: date.year, language: turn.reader.language)
    var lines = [
      turn.text("basis.title"),
      turn.text("profile.line.wish", ["wish": .string(Text(profile.wish).truncated(to: 600).string)]),
    ]
    if !profile.obstacle.isEmpty { lines.append(turn.text("basis.obstacle", ["text": .string(profile.obstacle)])) }
    if !profile.areas.isEmpty {
      lines.append(turn.text("review.line.areas", ["text": .string(turn.areaNames(profile.areas))]))
    }
    if let sight = state.sight, !sight.themes.isEmpty {
      lines.append(turn.text("basis.pictures", ["text": .string(sight.themes.joined(separator: ", "))]))
    } else if profile.moodboard != nil {
      lines.append(turn.text("basis.pictures.unseen"))
    }
    if let insight = profile.insight {
      lines.append(
        turn.text(
          "basis.model",
          ["model": .string(insight.model), "prompt": .string(insight.prompt), "date": .string(day)]))
    } else {
      lines.append(turn.text("basis.own", ["date": .string(day)]))
    }
    lines.append(turn.text("basis.memory"))
    return .lines(lines)
  }

  private func overviewRows(_ state: State, _ turn: Turn) -> [[Button]] {
    var words: [Button] = [button("field.name.button", .open(.name), turn)]
    if turn.person.language == .russian {
      words.append(button("field.address.button", .open(.address), turn))
      words.append(button("field.gender.button", .open(.gender), turn))
    }
    var facts: [Button] = [button("field.day.button", .open(.dayStart), turn)]
    guard let profile = state.profile else { return [words, facts, [button("close.button", .close, turn)]] }
    facts += [button("field.wish.button", .open(.wish), turn), button("field.style.button", .open(.style), turn)]
    var more = [button("field.areas.button", .open(.areas), turn)]
    if profile.insight == nil {
      more.append(button("field.obstacle.button", .open(.obstacle), turn))
    } else {
      more += InsightField.allCases.map { button("field.\($0.word).button", .open(.insight($0)), turn) }
    }
    var rows =
      [words, facts] + stride(from: 0, to: more.count, by: 2).map { Array(more[$0..<min($0 + 2, more.count)]) }
    if profile.isTeen { rows.append([button("field.notteen.button", .notTeen, turn)]) }
    return rows + [[button("basis.button", .open(.basis), turn)], [button("close.button", .close, turn)]]
  }

  private func button(_ key: String, _ choice: Choice, _ turn: Turn, style: Button.Style? = nil) -> Button {
    Button(turn.string(key), choose: choice, style: style)
  }
}
