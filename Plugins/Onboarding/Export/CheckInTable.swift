package import Contracts
import PluginAPI

/// The log of check-ins as CSV, with the columns and values of Loop Habit Tracker's own export and some more, so that
/// it opens in a spreadsheet and goes into other trackers.
package enum CheckInTable {
  /// Loop's numbers: done, skipped, missed; amounts in thousandths.
  private static let done = 2
  private static let skipped = 3
  private static let missed = 0

  /// - Returns: nil when there is nothing to log for.
  static func make(for person: PersonID, _ reader: any GoalReader, today: LocalDate, _ database: any DatabaseReading)
    async throws -> String?
  {
    let goals = try await reader.goals(
      of: person, [.draft, .active, .paused, .achieved, .released, .archived], database)
    if goals.isEmpty { return nil }
    let byID = Dictionary(goals.map { ($0.id, $0) }) { first, _ in first }
    var lines = ["Date,Habit,Value,Notes,Status,Amount,Unit,Backdated,LoggedAt"]
    // By years: a query answers with at most ten thousand rows.
    let first = goals.map(\.startDate).min() ?? today
    var from = first.adding(days: -7)
    while from <= today {
      let to = from.adding(days: 365)
      for entry in try await reader.checkIns(of: person, from: from, to: min(to, today.adding(days: 1)), database) {
        lines.append(line(entry, byID[entry.goal]))
      }
      from = to.adding(days: 1)
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  package static func line(_ entry: CheckIn, _ goal: GoalSnapshot?) -> String {
    let value: String =
      switch entry.kind {
      case .full, .minimum: "\(done)"
      case .skip: "\(skipped)"
      case .miss: "\(missed)"
      case .amount: entry.amount.map { "\(thousandths($0))" } ?? ""
      }
    let cells = [
      entry.date.description, goal?.title ?? "", value, "", entry.kind.rawValue, entry.amount.map { "\($0)" } ?? "",
      goal?.unit ?? "", entry.isBackdated ? "yes" : "", entry.at.description,
    ]
    return cells.map(cell).joined(separator: ",")
  }

  private static func thousandths(_ amount: Double) -> Int {
    amount.isFinite && abs(amount) < 1e12 ? Int((amount * 1000).rounded()) : 0
  }

  /// Quoted as RFC 4180 says; what a spreadsheet would take for a formula is made a text.
  package static func cell(_ raw: String) -> String {
    var text = raw
    if let first = text.first, "=+-@\t\r".contains(first), Double(text) == nil { text = "'" + text }
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
