import Contracts
import PluginAPI

extension PaymentsPlugin {
  @ContributionBuilder var updates: Contributions {
    On(.subscription, handle: receiveSubscription)
  }

  /// Telegram says what becomes of a renewal. A status for people to read: access is decided by date.
  func receiveSubscription(_ turn: Turn, _ update: Update) async throws {
    guard let change = update.subscription, Int64(change.user.id) == turn.person.id.rawValue,
      let id = InvoicePayload.order(in: change.invoicePayload)
    else { return }
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    guard let order = account.order(id), order.isSubscription, order.status == .paid else { return }
    switch change.state {
    case .canceled: setRenewal(.canceled, of: order, account, turn)
    case .active: setRenewal(.active, of: order, account, turn)
    case .failed: setRenewal(.failed, of: order, account, turn)
    default: return
    }
  }
}
