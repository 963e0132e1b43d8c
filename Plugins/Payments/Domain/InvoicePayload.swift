import PluginAPI

/// The payload of our invoices: the order's id behind a word that tells our invoices from those of other plugins.
/// 45 bytes of Telegram's 128.
enum InvoicePayload {
  private static let prefix = "payments."

  static func text(of order: RowID) -> String { prefix + order.description }

  static func isOurs(_ payload: String) -> Bool { payload.hasPrefix(prefix) }

  /// The order an invoice of ours was made for; nil when there is no id behind the word.
  static func order(in payload: String) -> RowID? {
    isOurs(payload) ? RowID(String(payload.dropFirst(prefix.count))) : nil
  }
}
