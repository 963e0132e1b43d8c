import PluginAPI

extension GoalsPlugin {
  /// What nobody else wanted: there is no coach to talk to yet, but nothing a person writes is wasted.
  @ContributionBuilder var messages: Contributions {
    MessageHandler(.text, order: 900, handle: offer)
    MessageHandler(
      [.photo, .document, .location, .contact, .voice, .video, .sticker, .audio, .other], order: 900, handle: media)
  }

  private func offer(_ turn: Turn, _ message: IncomingMessage) async throws {
    guard turn.place.isPrivate else { return turn.pass() }
    let text = UserText.clean(message.text, limit: Limits.note, multiline: true)
    guard !text.isEmpty else { return turn.show(Card(turn.text("media"))) }
    let id = turn.newID()
    NoteStore.dropKept(before: turn.now - .days(30), turn)
    NoteStore.keep(id: id, text: text, turn)
    let isCut = UserText.isTooLong(message.text, limit: Limits.note, multiline: true)
    turn.send(
      Card(
        isCut ? turn.text("text.offer.cut", ["limit": .int(Limits.note)]) : turn.text("text.offer"),
        keyboard: Keyboard(row: [
          Button(turn.string("text.goal.button"), UseText(text: id, asGoal: true)),
          Button(turn.string("text.note.button"), UseText(text: id, asGoal: false)),
        ])), options: SendOptions(replyTo: message.id))
  }

  private func media(_ turn: Turn, _ message: IncomingMessage) async throws {
    guard turn.place.isPrivate else { return turn.pass() }
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
    turn.show(saveNote(text, date: turn.today, turn))
  }
}
