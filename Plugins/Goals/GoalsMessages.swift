import PluginAPI

extension GoalsPlugin {
  /// What nobody else wanted is for the coach; nothing a person writes is wasted.
  @ContributionBuilder var messages: Contributions {
    MessageHandler(.text, order: 900, handle: listen)
    MessageHandler([.photo, .document], order: 900, handle: takePhoto)
    MessageHandler(
      [.location, .contact, .voice, .video, .sticker, .audio, .other], order: 900, handle: media)
  }

  private func listen(_ turn: Turn, _ message: IncomingMessage) async throws {
    guard turn.place.isPrivate else { return turn.pass() }
    try await hear(message.text, replyTo: message.id, turn)
  }

  func media(_ turn: Turn, _ message: IncomingMessage) async throws {
    guard turn.place.isPrivate else { return turn.pass() }
    if try await answersCrisis(in: message.text, turn) { return }
    guard let album = message.albumID else { return turn.show(Card(turn.text("media"))) }
    turn.enqueue(AnswerMedia(), .after(.seconds(2)), unique: album)
  }

  func useText(_ turn: Turn, _ press: UseText) async throws {
    guard let text = try await NoteStore.kept(press.text, of: turn.person.id, turn) else {
      turn.toast(turn.text("text.used.toast"))
      if let pressed = turn.pressed { turn.removeKeyboard(of: pressed) }
      return
    }
    if press.asGoal {
      // The text is kept: a form that is left alone has not used it up.
      let isOpen = try await openForm(turn, text: UserText.clean(text, limit: NewGoalDialog.mostWords, multiline: true))
      if isOpen, let pressed = turn.pressed { turn.removeKeyboard(of: pressed) }
      return
    }
    NoteStore.drop(press.text, turn)
    turn.show(try await saveNote(text, date: turn.today, turn))
  }
}
