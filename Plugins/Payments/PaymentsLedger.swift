import PluginAPI

/// Time to compare Telegram's ledger with ours: a payment whose message never came, because the bot was down for longer
/// than Telegram keeps updates, is found here.
struct CompareLedger: JobPayload {
  static let name = "payments.compare_ledger"
  var hour: Int
}

/// Reads what is new in Telegram's ledger.
struct ReadLedger: WorkRequest {
  struct Output: Codable, Sendable {
    /// Payments and refunds that we do not have yet, oldest first.
    var found: [LedgerEntry]
    /// How many entries have been read in all.
    var position: Int
  }
  static let name = "payments.read_ledger"
}

/// A payment or a refund of ours that only the ledger told us of; handled in the lane of the person.
struct LedgerEntry: JobPayload, Hashable {
  static let name = "payments.record_ledger_entry"
  var receipt: Receipt
  var person: PersonID
  var isRefund: Bool

  /// Nil for what is none of our invoices: gifts, withdrawals, other plugins.
  init?(_ transaction: StarTransaction) {
    let partner = transaction.source ?? transaction.receiver
    guard case .user(let user)? = partner, let payload = user.invoicePayload, InvoicePayload.isOurs(payload) else {
      return nil
    }
    let period = user.subscriptionPeriod
    receipt = Receipt(
      chargeID: transaction.id, payload: payload, currency: "XTR", amount: transaction.amount,
      isRecurring: period != nil, isFirst: false,
      expires: period.flatMap { (0...(400 * 86_400)).contains($0) ? transaction.date.addingReportingOverflow($0) : nil }
        .flatMap { $0.overflow ? nil : $0.partialValue })
    person = PersonID(Int64(user.user.id))
    isRefund = transaction.source == nil
  }
}

extension PaymentsPlugin {
  @ContributionBuilder var ledgerJobs: Contributions {
    Job(CompareLedger.self) { turn, _ in turn.start(ReadLedger()) }
    Job(LedgerEntry.self, handle: recordLedgerEntry)
    if configuration.gateway == .stars && configuration.ledgerHours > 0 {
      for hour in stride(from: 0, to: 24, by: configuration.ledgerHours) {
        Schedule(CompareLedger(hour: hour), .daily(at: .at(hour, 17)), late: .sendWithin(.hours(1)))
      }
    }
  }

  @Sendable static func readLedger(_ request: ReadLedger, _ context: WorkContext) async throws -> ReadLedger.Output {
    var output = ReadLedger.Output(found: [], position: try await PaymentStore.ledgerPosition(context.database))
    // Bounded, so that a long history is read over several runs.
    for _ in 0..<20 {
      let page = try await context.telegram.call(GetStarTransactions(offset: output.position, limit: 100)).transactions
      let ours = page.compactMap(LedgerEntry.init)
      let known = try await PaymentStore.known(ours.map(\.receipt.chargeID), context.database)
      output.found += ours.filter { entry in
        guard let refundedAt = known[entry.receipt.chargeID] else { return true }
        return entry.isRefund && refundedAt == nil
      }
      output.position += page.count
      if page.count < 100 { break }
    }
    return output
  }

  /// In the plugin's lane: every find goes to the lane of its person, where it counts once, whatever else arrives.
  func ledgerRead(_ turn: Turn, _ request: ReadLedger, _ result: WorkResult<ReadLedger.Output>) async throws {
    guard let output = result.output else { return }
    for entry in output.found { turn.enqueue(entry, for: entry.person) }
    turn.write(PaymentStore.saveLedgerPosition(output.position))
  }

  func recordLedgerEntry(_ turn: Turn, _ entry: LedgerEntry) async throws {
    if entry.isRefund {
      try await recordRefund(of: entry.receipt, reason: "ledger", turn)
    } else {
      try await settle(entry.receipt, turn)
    }
  }
}
