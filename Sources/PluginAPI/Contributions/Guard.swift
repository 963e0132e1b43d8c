/// Who may use a command or a button.
public enum Guard: Sendable, Hashable {
  /// At least this role.
  case role(Role)
  /// Only in the private chat; elsewhere the bot answers with a link to it.
  case privateChat
}
