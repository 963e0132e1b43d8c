/// Handles messages that are neither commands nor answers to an open dialog.
public struct MessageHandler: Sendable, ContributionConvertible {
  public let content: IncomingMessage.Content
  public let order: Int
  package let handle: @Sendable (Turn, IncomingMessage) async throws -> Void

  /// - Parameters:
  ///   - content: any of these parts selects the handler.
  ///   - order: lower goes first; a handler that calls ``Turn/pass()`` leaves the message to the next.
  public init(
    _ content: IncomingMessage.Content, order: Int = 100,
    handle: @escaping @Sendable (Turn, IncomingMessage) async throws -> Void
  ) {
    self.content = content
    self.order = order
    self.handle = handle
  }

  public var contribution: Contribution { .messageHandler(self) }
}

/// Handles any kind of update, decoded in full. Several plugins may handle one kind; each gets it, in order of plugin id.
public struct UpdateHandler: Sendable, ContributionConvertible {
  public let kind: UpdateKind
  package let handle: @Sendable (Turn, Update) async throws -> Void
  package init(kind: UpdateKind, handle: @escaping @Sendable (Turn, Update) async throws -> Void) {
    self.kind = kind
    self.handle = handle
  }
  public var contribution: Contribution { .updateHandler(self) }
}

/// `On(.messageReaction) { turn, update in … }`: an update kind that no other contribution covers.
public func On(_ kind: UpdateKind, handle: @escaping @Sendable (Turn, Update) async throws -> Void) -> UpdateHandler {
  UpdateHandler(kind: kind, handle: handle)
}
