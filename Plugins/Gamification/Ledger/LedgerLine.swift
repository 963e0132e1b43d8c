import PluginAPI

/// One line of the points ledger. Append-only: an undo is a line of its own.
struct LedgerLine: Sendable, Hashable {
  /// What it is for: `checkin:<id>`, `goal:<id>`, `day:<date>`, `week:<date>` … With the reason it is unique.
  var source: String
  var reason: XPReason
  /// Takes back the line of the same source and reason.
  var isUndo = false
  var amount: Int
  /// The logical date it counts for.
  var date: LocalDate
  var goal: RowID?

  /// The reason as it is stored.
  var word: String { isUndo ? "undo:\(reason.rawValue)" : reason.rawValue }

  init(source: String, reason: XPReason, isUndo: Bool = false, amount: Int, date: LocalDate, goal: RowID? = nil) {
    self.source = source
    self.reason = reason
    self.isUndo = isUndo
    self.amount = amount
    self.date = date
    self.goal = goal
  }

  init(_ row: Row) throws {
    let word: String = try row.get("reason")
    isUndo = word.hasPrefix("undo:")
    reason = XPReason(rawValue: isUndo ? String(word.dropFirst(5)) : word) ?? .correction
    source = try row.get("source")
    amount = try row.get("amount")
    date = try row.get("date")
    goal = try row.get("goal")
  }
}
