import PluginAPI

/// What somebody who is known sees on `/start`: where to go from here.
struct HomeCard: Sendable {
  /// In this order, those of them that work here.
  private static let hints = ["done", "today", "goals", "goal", "progress", "coach", "reminders"]
  private static let hintLimit = 5

  let commands: any CommandDirectory
  let consentVersion: Int
  let hasModel: Bool

  func show(hasConsented: Bool, _ turn: Turn) {
    var parts = [turn.text("home.title", ["name": .string(turn.person.name)])]
    let working = commands.commands(for: turn.person)
    let lines = Self.hints.compactMap { hint in working.first { $0.name == hint } }.prefix(Self.hintLimit).map {
      turn.text("home.line", ["command": .string($0.name), "summary": .string($0.summary)])
    }
    if !lines.isEmpty { parts.append(.lines(Array(lines))) }
    parts.append(turn.text("home.help"))
    guard !hasConsented else {
      turn.send(parts.joined(separator: "\n\n"))
      return
    }
    parts.append(turn.text("consent.ask", ["hasModel": hasModel ? "yes" : "no"]))
    let button = Button(turn.string("consent.button"), ConsentPress(version: consentVersion))
    turn.send(Card(parts.joined(separator: "\n\n"), keyboard: Keyboard(row: [button])))
  }
}
