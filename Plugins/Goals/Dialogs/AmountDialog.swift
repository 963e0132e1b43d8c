import Contracts
import PluginAPI

/// Asks how much, and adds it to the day.
struct AmountDialog: Dialog {
  static let name = "goals.amount"
  static let timeToLive = Duration.days(1)

  struct State: Codable, Sendable, Hashable {
    var goal: RowID
    var date: LocalDate
    var title: String
    var unit: String?
    /// The entry is the value as it is now, not an addition.
    var isMeasured: Bool?
  }

  enum Choice: Int, Codable, Sendable {
    case cancel = 0
  }

  let plugin: GoalsPlugin

  func card(_ state: State, _ turn: Turn) async throws -> Card {
    let title: [String: Argument] = ["title": .string(state.title), "unit": .string(state.unit ?? "")]
    return Card(
      turn.text(key(state), title),
      keyboard: Keyboard(row: [Button(turn.string("cancel.button"), choose: Choice.cancel)]))
  }

  private func key(_ state: State) -> String {
    let key = state.isMeasured == true ? "amount.ask.value" : "amount.ask"
    return state.unit == nil ? key : key + ".unit"
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    var day = try await CheckInStore.day(state.date, today: turn.today, of: turn.person.id, turn)
    guard case .message(let message) = input else { return .finish(plugin.dayCard(day, turn)) }
    guard message.isWritten else { return .retry(turn.text("form.text_only")) }
    let isTotal = Self.isTotal(message.text)
    let quantity: Quantity
    do {
      quantity = try Quantity(Self.number(message.text), zero: isTotal || state.isMeasured == true)
    } catch {
      return .retry(turn.text(error == .outOfRange ? "form.quantity.range" : "amount.wrong"))
    }
    guard let goal = try await plugin.loggable(state.goal, on: state.date, turn) else {
      return .finish(Card(turn.text("goal.gone")))
    }
    let item = day.item(goal.id) ?? DayItem(goal: goal)
    if isTotal, !item.isMeasured {
      plugin.correct(to: quantity.amount, item, &day, turn)
    } else {
      _ = plugin.record(CheckInRule.amount(quantity.amount, on: item), item, &day, .form, turn)
    }
    return .finish(plugin.dayCard(day, turn))
  }

  /// Whether a text begins with a number, as an answer does.
  static func isAmount(_ text: String) -> Bool { (try? Quantity(number(text), zero: true)) != nil }

  /// "= 5" is what the day comes to.
  private static func isTotal(_ text: String) -> Bool { text.drop { $0.isWhitespace }.hasPrefix("=") }

  private static func number(_ text: String) -> String {
    isTotal(text) ? String(text.drop { $0.isWhitespace || $0 == "=" }) : text
  }
}
