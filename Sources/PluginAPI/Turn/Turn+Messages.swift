extension Turn {
  /// Sends a message after the commit.
  /// - Parameter place: this turn's chat unless another is named; a private chat of another person is reached by a job.
  /// - Returns: a reference for later edits.
  @discardableResult
  public func send(_ card: Card, to place: Place? = nil, options: SendOptions = SendOptions()) -> MessageRef {
    let ref = MessageRef(newID())
    append(.send(card), ref: ref, place: place, options: options)
    return ref
  }

  /// Sends a text after the commit.
  @discardableResult
  public func send(_ text: Text, options: SendOptions = SendOptions()) -> MessageRef {
    send(Card(text), options: options)
  }

  /// Shows a message anew in place. One not sent yet is merged; one that was lost is sent anew.
  public func edit(_ message: MessageRef, _ card: Card) {
    append(.edit(message, card), ref: nil, place: nil, options: SendOptions(priority: .reply))
  }

  /// Takes the buttons off a message.
  public func removeKeyboard(of message: MessageRef) {
    append(.removeKeyboard(message), ref: nil, place: nil, options: SendOptions(priority: .edit))
  }

  /// Deletes a message; one that is gone already is fine.
  public func delete(_ message: MessageRef) {
    append(.delete(message), ref: nil, place: nil, options: SendOptions(priority: .edit))
  }

  /// Puts an emoji on the person's message, a receipt without a sound.
  public func react(_ emoji: String, to messageID: Int) {
    let reaction = SetMessageReaction(
      chatID: .id(Int(place.id)), messageID: messageID, reaction: [.emoji(ReactionTypeEmoji(emoji: emoji))])
    call(reaction, options: SendOptions(priority: .edit, whenAmbiguous: .drop))
  }

  /// Makes any call of the Bot API after the commit, in the order of its chat.
  /// - Returns: a reference, if the call sends a message.
  @discardableResult
  public func call<Method: TelegramMethod>(
    _ method: Method, in place: Place? = nil, options: SendOptions = SendOptions()
  ) -> MessageRef {
    let ref = MessageRef(newID())
    do {
      append(.call(try method.call()), ref: ref, place: place, options: options)
    } catch {
      state.failure = state.failure ?? error
    }
    return ref
  }

  /// Answers the press of a button with a short text over the chat, at most 200 characters.
  public func toast(_ text: Text, alert: Bool = false) {
    state.decision.toast = Decision.Toast(text: text.string, isAlert: alert)
  }

  /// Adds a line under the message this turn sends or edits, whichever plugin decided it: "+12 XP · 8 days".
  /// Dropped when the turn says nothing.
  public func footer(_ text: Text) { state.decision.footers.append(text) }

  private func append(
    _ content: Decision.Outgoing.Content, ref: MessageRef?, place: Place?, options: SendOptions
  ) {
    var options = options
    if options.priority == nil { options.priority = state.defaultPriority }
    state.decision.outgoing.append(
      Decision.Outgoing(
        plugin: plugin, ref: ref, place: place ?? self.place, content: content, options: options))
  }
}
