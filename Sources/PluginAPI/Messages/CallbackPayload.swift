/// What a button carries: a small Codable value that comes back when it is pressed, also after a restart.
///
/// Encoded by position, with a version and a keyed tag, into Telegram's 64 bytes; a larger value moves to a stored row.
/// The tag proves that the host made the button for this chat. It does not prove that the person may do the thing:
/// the handler checks ownership again.
public protocol CallbackPayload: Codable, Sendable {
  /// Owner and name, `goals.check_in`.
  static var name: String { get }
  /// Raise it when the fields change; presses of older buttons then get a polite "outdated" answer.
  static var version: Int { get }
}

extension CallbackPayload {
  public static var version: Int { 1 }
}
