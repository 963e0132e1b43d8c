import PluginAPI

/// What somebody spent, as they wrote it: `coffee 4.50`, `4.50 coffee`.
struct Expense: Hashable, Sendable {
  var amount: Amount
  /// Cleaned; empty when the message was an amount only.
  var note: String

  /// Nil when neither the first nor the last word is an amount. The text is hostile.
  init?(typed raw: String, largest: Int) {
    let words = UserText.clean(raw, limit: 120).split(separator: " ")
    if let first = words.first, let amount = Amount(typed: first, largest: largest) {
      (self.amount, note) = (amount, words.dropFirst().joined(separator: " "))
    } else if let last = words.last, let amount = Amount(typed: last, largest: largest) {
      (self.amount, note) = (amount, words.dropLast().joined(separator: " "))
    } else {
      return nil
    }
  }

  init(amount: Amount, note: String) { (self.amount, self.note) = (amount, note) }
}
