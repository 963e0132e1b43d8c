import Contracts
import PluginAPI

/// Switches points and streaks: shown, quiet or off.
struct SetMode: CallbackPayload {
  static let name = "gamification.set_mode"
  var mode: GamificationMode
}

/// Explains freezes.
struct ShowFreezes: CallbackPayload {
  static let name = "gamification.show_freezes"
}

extension GamificationPlugin {
  @ContributionBuilder var callbacks: Contributions {
    Callback(SetMode.self, handle: setMode)
    Callback(ShowFreezes.self) { turn, _ in turn.send(try await freezeCard(turn)) }
  }

  private func setMode(_ turn: Turn, _ press: SetMode) async throws {
    // The card as it will be; read before the setting is written.
    var row = try await people.find(turn.person.id, turn)
    row.mode = press.mode
    let card = try await progressCard(turn, row)
    turn.write(people.save(mode: press.mode, of: turn.person.id))
    turn.toast(turn.text("mode.\(press.mode.rawValue).toast"))
    if let message = turn.pressed { turn.edit(message, card) } else { turn.send(card) }
  }
}
