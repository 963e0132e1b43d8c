import Contracts
import PluginAPI

extension PaymentsPlugin {
  @ContributionBuilder var subscriptions: Contributions {
    Subscription(to: DeletionRequested.self, handle: stopRenewals)
  }

  /// Whoever leaves is not charged again. What they have paid for stays theirs until it ends.
  func stopRenewals(_ turn: Turn, _ events: [DeletionRequested]) async throws {
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    let renewing = account.subscriptions(turn.now).filter { $0.renewal != .canceled }
    if renewing.isEmpty { return }
    for order in renewing { startChange(of: order, cancel: true, isQuiet: true, account, turn) }
    turn.footer(turn.text("leaving.footer"))
  }
}
