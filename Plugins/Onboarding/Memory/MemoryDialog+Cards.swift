import Contracts
import PluginAPI

extension MemoryDialog {
  func card(_ state: State, _ turn: Turn) async throws -> Card {
    if state.crisis != nil { return ear.pause(turn, then: button("first.goon.button", .list(first: 0), turn)) }
    let (text, rows) = content(state, turn)
    return Card(state.noting(text, turn), keyboard: Keyboard(rows))
  }

  private func content(_ state: State, _ turn: Turn) -> (Text, [[Button]]) {
    let back = [button("back.button", .list(first: 0), turn)]
    switch state.page {
    case .list(let first): return list(state, first, turn)
    case .fact(let id), .editing(let id):
      guard let fact = state.facts.first(where: { $0.id == id }) else { return list(state, 0, turn) }
      if case .editing = state.page {
        return (line(fact, turn) + "\n\n" + turn.text("memory.edit.ask"), [back])
      }
      return (
        line(fact, turn),
        [
          [button("memory.edit.button", .edit, turn), button("memory.delete.button", .delete, turn, style: .danger)],
          back,
        ]
      )
    case .adding:
      return (turn.text("memory.add.ask", ["limit": .int(MemoryStore.textLimit)]), [back])
    case .kind(let text):
      let kinds = MemoryFact.Kind.allCases.enumerated().map {
        button("memory.kind.\($1.rawValue).button", .kind($0), turn)
      }
      return (
        turn.text("memory.kind.ask", ["text": .string(text)]),
        [Array(kinds.prefix(2)), Array(kinds.dropFirst(2)), back]
      )
    case .clearing:
      return (
        turn.text("memory.clear.ask", ["count": .int(state.facts.count)]),
        [[button("memory.clear.yes.button", .clearAll, turn, style: .danger)], back]
      )
    }
  }

  private func list(_ state: State, _ first: Int, _ turn: Turn) -> (Text, [[Button]]) {
    let last = max(0, (state.facts.count - 1) / Self.pageSize * Self.pageSize)
    let first = min(max(0, first / Self.pageSize * Self.pageSize), last)
    let shown = state.facts.enumerated().dropFirst(first).prefix(Self.pageSize)
    var parts = [turn.text("memory.title")]
    if state.hasSaved { parts.insert(turn.text("profile.saved"), at: 0) }
    if state.facts.isEmpty {
      parts.append(turn.text("memory.empty"))
    } else {
      parts.append(
        .lines(
          shown.map { index, fact in
            turn.text("memory.line", ["number": .int(index + 1), "fact": .text(line(fact, turn))])
          }))
      parts.append(turn.text("memory.hint"))
    }
    let numbers = shown.map { index, _ in
      Button(turn.string("memory.number.button", ["number": .int(index + 1)]), choose: Choice.fact(index))
    }
    var pages: [Button] = []
    if first > 0 { pages.append(button("memory.earlier.button", .list(first: first - Self.pageSize), turn)) }
    if first < last { pages.append(button("memory.later.button", .list(first: first + Self.pageSize), turn)) }
    var changes = [button("memory.add.button", .add, turn)]
    if !state.facts.isEmpty { changes.append(button("memory.clear.button", .clear, turn)) }
    return (
      parts.joined(separator: "\n\n"),
      [Array(numbers.prefix(3)), Array(numbers.dropFirst(3)), pages, changes, [button("close.button", .close, turn)]]
    )
  }

  /// "Preference: short answers · until 31 May 2026".
  private func line(_ fact: MemoryFact, _ turn: Turn) -> Text {
    let kind = turn.string("memory.kind.\(fact.kind.rawValue)")
    guard let expiry = fact.expiresAt else {
      return turn.text("memory.fact", ["kind": .string(kind), "text": .string(fact.text)])
    }
    let date = turn.person.zone.date(at: expiry)
    let day = DateText.dayMonthYear(
      day: date.day, month: date.month, year: date.year, language: turn.reader.language)
    return turn.text(
      "memory.fact.until", ["kind": .string(kind), "text": .string(fact.text), "date": .string(day)])
  }

  private func button(_ key: String, _ choice: Choice, _ turn: Turn, style: Button.Style? = nil) -> Button {
    Button(turn.string(key), choose: choice, style: style)
  }
}
