import PluginAPI

/// The state of a dialog that takes words only and says so once, not twenty times for twenty photos.
protocol WordsOnly: Codable, Sendable {
  /// When a picture, a file or the like was last turned down.
  var refusedAt: Instant? { get set }
}

extension WordsOnly {
  /// One polite sentence on the card; what follows within a minute is left to ``OnboardingPlugin/takeAttachment(_:_:)``.
  func refusing(_ turn: Turn) -> DialogStep<Self> {
    if let refusedAt, turn.now - refusedAt < .minutes(1) { return .ignore }
    var next = self
    next.refusedAt = turn.now
    return .show(next)
  }

  /// The card's text, after the sentence if it is due.
  func noting(_ text: Text, _ turn: Turn) -> Text {
    refusedAt == nil ? text : turn.text("attachment.refused") + "\n\n" + text
  }
}

extension OnboardingPlugin {
  private static let dialogNames: Set<String> = [
    FirstDialog.name, ZoneDialog.name, ProfileDialog.name, MemoryDialog.name,
  ]

  /// Attachments while one of our dialogs is open: pictures for the moodboard, and what comes after a dialog said that it
  /// wants words.
  func takeAttachment(_ turn: Turn, _ message: IncomingMessage) async throws {
    // The dialogs take everything else themselves.
    guard let open = turn.openDialog, Self.dialogNames.contains(open) else { return turn.pass() }
    guard let state = try turn.dialogState(of: FirstDialog.self), state.step == .moodboard else { return }
    try await firstDialog.receive(message, state, turn)
  }
}
