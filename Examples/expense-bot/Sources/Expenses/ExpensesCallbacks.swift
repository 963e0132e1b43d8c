import PluginAPI

/// Takes back what was noted.
struct TakeBack: CallbackPayload {
  static let name = "expenses.take_back"
  var entry: RowID
}

extension ExpensesPlugin {
  func takeBack(_ turn: Turn, _ press: TakeBack) async throws {
    guard let expense = try await store.find(press.entry, of: turn.person.id, turn) else {
      // Pressed twice, or on another device.
      return turn.toast(turn.text("undo.gone.toast"))
    }
    turn.write(store.delete(press.entry, of: turn.person.id), expecting: .exactly(1))
    if let pressed = turn.pressed {
      turn.edit(pressed, Card(turn.text("undo.done", ["line": .text(line(expense, turn))])))
    }
  }
}
