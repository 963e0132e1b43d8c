import PluginAPI

/// Makes an invoice link at Telegram. A second run makes a second link of the same order, which does no harm.
struct CreateInvoice: WorkRequest {
  typealias Output = String
  static let name = "payments.create_invoice_link"
  var order: RowID
  /// What the pay sheet shows, in the person's language: at most 32, 255 and 32 characters.
  var title: String
  var description: String
  var label: String
  var stars: Int
  var isSubscription: Bool

  var method: CreateInvoiceLink {
    CreateInvoiceLink(
      title: String(title.prefix(32)), description: String(description.prefix(255)),
      payload: InvoicePayload.text(of: order), currency: "XTR",
      prices: [LabeledPrice(label: String(label.prefix(32)), amount: stars)], providerToken: "",
      subscriptionPeriod: isSubscription ? Premium.seconds : nil)
  }
}

/// Stops or allows the renewal of a subscription.
struct ChangeRenewal: WorkRequest {
  enum Output: String, Codable, Sendable {
    /// It is as asked.
    case done
    /// Telegram has no such subscription any more, so nothing will be charged.
    case gone
    case refused
  }
  static let name = "payments.change_renewal"
  var order: RowID
  /// By which Telegram may know the subscription; each is tried.
  var charges: [String]
  var cancel: Bool
  var card: MessageRef?
  var isQuiet: Bool
}

/// Returns the Stars of a charge.
struct RefundCharge: WorkRequest {
  struct Output: Codable, Sendable {
    var isDone: Bool
    /// Why Telegram refused.
    var reason: String?
  }
  static let name = "payments.refund_charge"
  var payment: RowID
  var charge: String
  /// By which Telegram may know the subscription that ends with the refund; empty when there is none.
  var subscription: [String]
  /// Who wants to know how it went.
  var admin: PersonID?
}

extension PaymentsPlugin {
  @ContributionBuilder var slowWork: Contributions {
    SlowWork(
      CreateInvoice.self, timeLimit: .seconds(20), run: { try await $1.telegram.call($0.method) }, then: showInvoice)
    SlowWork(ChangeRenewal.self, timeLimit: .seconds(30), maximumAttempts: 5, run: Self.change, then: renewalChanged)
    SlowWork(RefundCharge.self, timeLimit: .seconds(30), maximumAttempts: 8, run: Self.refund, then: chargeRefunded)
    SlowWork(ReadLedger.self, timeLimit: .minutes(2), run: Self.readLedger, then: ledgerRead)
  }

  @Sendable static func change(_ request: ChangeRenewal, _ context: WorkContext) async throws -> ChangeRenewal.Output {
    try await setCanceled(request.cancel, request.charges, context)
  }

  @Sendable static func refund(_ request: RefundCharge, _ context: WorkContext) async throws -> RefundCharge.Output {
    let user = Int(context.person.id.rawValue)
    do {
      _ = try await context.telegram.call(RefundStarPayment(userID: user, telegramPaymentChargeID: request.charge))
    } catch let error as TelegramError {
      switch TelegramRefusal(error) {
      case .alreadySo: break
      case .notFound, .other: return RefundCharge.Output(isDone: false, reason: error.detail)
      case nil: throw error
      }
    }
    // A refusal means that the subscription has ended already, or ended with the refund.
    _ = try await setCanceled(true, request.subscription, context)
    return RefundCharge.Output(isDone: true)
  }

  private static func setCanceled(_ isCanceled: Bool, _ charges: [String], _ context: WorkContext) async throws
    -> ChangeRenewal.Output
  {
    var outcomes: Set<ChangeRenewal.Output> = []
    for charge in charges {
      do {
        _ = try await context.telegram.call(
          EditUserStarSubscription(
            userID: Int(context.person.id.rawValue), telegramPaymentChargeID: charge, isCanceled: isCanceled))
        outcomes.insert(.done)
      } catch let error as TelegramError {
        switch TelegramRefusal(error) {
        case .alreadySo: outcomes.insert(.done)
        case .notFound: outcomes.insert(.gone)
        case .other: outcomes.insert(.refused)
        case nil: throw error
        }
      }
    }
    return outcomes.contains(.done) ? .done : outcomes.contains(.refused) ? .refused : .gone
  }
}
