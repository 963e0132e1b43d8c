/// Handles the press of a button whose payload has this type.
///
/// The press is acknowledged by the turn (``Turn/toast(_:alert:)`` adds a text); after 700 ms without a commit the host
/// acknowledges it empty, and a later toast becomes a message.
public struct Callback: Sendable, ContributionConvertible {
  public let name: String
  public let version: Int
  package var guards: [Guard] = []
  package let handle: @Sendable (Turn, inout CompactDecoder) async throws -> Void

  public init<Payload: CallbackPayload>(
    _ type: Payload.Type, handle: @escaping @Sendable (Turn, Payload) async throws -> Void
  ) {
    name = Payload.name
    version = Payload.version
    self.handle = { turn, decoder in try await handle(turn, try decoder.decode(Payload.self)) }
  }

  /// Lets only those through who pass.
  public func requiring(_ guard: Guard) -> Callback {
    var copy = self
    copy.guards.append(`guard`)
    return copy
  }

  public var contribution: Contribution { .callback(self) }
}
