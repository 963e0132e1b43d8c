import Host
import PluginAPI

/// Compares Telegram's ledger of Stars with what was recorded and granted: whatever was paid is granted once, whatever
/// was returned is taken back once, and nothing else is.
struct MoneyChecker {
  let memory: MemoryDatabase
  let ledger: [StarMove]

  init(memory: MemoryDatabase, telegram: Telegram) async {
    self.memory = memory
    ledger = await telegram.ledger()
  }

  var payments: Int { ledger.count { $0.isIncoming } }

  private struct Record {
    var charge: String
    var person: Int?
    var amount: Int
    var days: Int
    var paidAt: Instant
    var expiresAt: Instant?
    var isRefunded: Bool

    init(_ row: Row) throws {
      charge = try row.get("charge_id")
      person = try row.get("person")
      amount = try row.get("amount")
      days = try row.get("days")
      paidAt = try row.get("paid_at")
      expiresAt = try row.get("expires_at")
      isRefunded = try row.get("refunded_at", as: Instant?.self) != nil
    }
  }

  func violations() -> [String] {
    guard
      let records = try? memory.rows(
        """
        SELECT charge_id, person, amount, days, paid_at, expires_at, refunded_at FROM payments_payment
        ORDER BY paid_at, charge_id
        """
      ).map(Record.init)
    else { return ["the payments cannot be read"] }
    var found: [String] = []
    for move in ledger {
      guard let record = records.first(where: { $0.charge == move.charge }) else {
        found.append("\(move.person): \(move.isIncoming ? "paid" : "got back") \(move.charge), and it is not recorded")
        continue
      }
      if record.person != move.person || record.amount != move.amount {
        found.append("\(move.charge) is recorded as \(record), Telegram says \(move)")
      }
    }
    for record in records {
      let moves = ledger.filter { $0.charge == record.charge }
      if !moves.contains(where: \.isIncoming) { found.append("\(record.charge) was granted, and nobody paid") }
      let isReturned = moves.contains { !$0.isIncoming }
      if isReturned != record.isRefunded {
        found.append("\(record.charge): returned \(isReturned), recorded as returned \(record.isRefunded)")
      }
    }
    for person in Set(ledger.map(\.person)).sorted() {
      found += heard(of: person)
      found += granted(to: person, records.filter { $0.person == person && !$0.isRefunded })
    }
    return found
  }

  /// Other plugins hear of each payment and each refund once.
  private func heard(of person: Int) -> [String] {
    guard let rows = try? memory.rows("SELECT text FROM tally_money WHERE person = \(person) ORDER BY text") else {
      return []
    }
    let causes = rows.compactMap { try? $0.get("text", as: String.self) }
    let moves = ledger.filter { $0.person == person }.map { $0.isIncoming ? "purchased" : "refunded" }.sorted()
    return causes == moves ? [] : ["\(person): others heard \(causes) of the ledger's \(moves)"]
  }

  /// The end of Premium by the plainest rule: days bought once follow one another.
  private func granted(to person: Int, _ kept: [Record]) -> [String] {
    var found: [String] = []
    var end: Instant?
    for record in kept { end = max(end ?? record.paidAt, record.paidAt) + .days(record.days) }
    let until = try? memory.rows("SELECT until_at FROM payments_entitlement WHERE person = \(person)").first?
      .get("until_at", as: Instant?.self)
    if kept.allSatisfy({ $0.expiresAt == nil }) {
      if until != end { found.append("\(person): Premium until \(describe(until)), paid until \(describe(end))") }
    } else if let last = kept.compactMap(\.expiresAt).max(), until.map({ $0 < last }) ?? true {
      found.append("\(person): Premium until \(describe(until)), paid until \(last)")
    }
    return found
  }

  private func describe(_ instant: Instant?) -> String { instant.map { "\($0)" } ?? "never" }

  /// A payment and what it buys are one transaction: at no moment is there one without the other.
  static func oddity(_ memory: MemoryDatabase) -> String? {
    let query: SQL = """
      SELECT p.charge_id FROM payments_payment p LEFT JOIN payments_entitlement e ON e.person = p.person
      WHERE p.refunded_at IS NULL AND e.until_at IS NULL LIMIT 1
      """
    guard let charge = try? memory.rows(query).first?.get("charge_id", as: String.self) else { return nil }
    return "for a moment \(charge) was recorded and not granted"
  }
}
