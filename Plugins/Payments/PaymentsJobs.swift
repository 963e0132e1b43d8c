import Contracts
import PluginAPI

/// The end of Premium has come, unless it moved.
struct EndPremium: JobPayload {
  static let name = "payments.end_premium"
  static let unique = "premium"
}

/// Premium that does not renew by itself ends soon.
struct AnnounceEnd: JobPayload {
  static let name = "payments.announce_end"
  static let unique = "premium"
  var until: Instant
}

/// An admin's refund, in the lane of the person who paid.
struct StartRefund: JobPayload {
  static let name = "payments.start_refund"
  var payment: RowID
  var admin: PersonID
}

/// An admin's gift, in the lane of the person who gets it.
struct GivePremium: JobPayload {
  static let name = "payments.give_premium"
  var days: Int
  var admin: PersonID
}

/// How an admin's order went, in the admin's lane.
struct TellAdmin: JobPayload {
  enum Outcome: String, Codable, Sendable {
    case refunded, refundFailed = "refund_failed", granted
  }
  static let name = "payments.tell_admin"
  var about: Outcome
  var person: PersonID
  /// The charge, or the new end of Premium.
  var subject: String
  var detail: String
}

extension PaymentsPlugin {
  @ContributionBuilder var jobs: Contributions {
    Job(EndPremium.self, handle: endPremium)
    Job(AnnounceEnd.self, handle: announceEnd)
    Job(StartRefund.self, handle: startRefund)
    Job(GivePremium.self, handle: givePremium)
    Job(TellAdmin.self, handle: tellAdmin)
    ledgerJobs
  }

  func endPremium(_ turn: Turn, _ job: EndPremium) async throws {
    let account = try await PaymentStore.entitlement(of: turn.person.id, turn)
    guard let until = account.until, until <= turn.now else {
      throw JobOutcome.cancel(reason: "Premium goes on, or was taken back")
    }
    turn.publish(EntitlementChanged(cause: .expired, until: until))
    if configuration.gateway == .none || turn.person.isLeaving || turn.person.isBlocked { return }
    turn.send(Card(turn.text("ended"), keyboard: offerKeyboard(turn)), options: SendOptions(whenAmbiguous: .drop))
  }

  func announceEnd(_ turn: Turn, _ job: AnnounceEnd) async throws {
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    guard account.until == job.until, job.until > turn.now, !account.isRenewing(turn.now),
      configuration.gateway == .stars, !turn.person.isLeaving, !turn.person.isBlocked
    else { throw JobOutcome.cancel(reason: "Premium does not end then") }
    let text = turn.text("ends_soon", ["until": date(job.until, turn), "stars": .int(configuration.price)])
    turn.send(
      Card(text, keyboard: offerKeyboard(turn)), options: SendOptions(whenAmbiguous: .drop, expires: job.until))
  }

  func startRefund(_ turn: Turn, _ job: StartRefund) async throws {
    let account = try await PaymentStore.account(of: turn.person.id, turn)
    guard let payment = account.payment(job.payment) else {
      throw JobOutcome.cancel(reason: "the payment is no longer this person's: erased meanwhile")
    }
    startRefund(payment, account, admin: job.admin, turn)
  }

  func givePremium(_ turn: Turn, _ job: GivePremium) async throws {
    var account = try await PaymentStore.account(of: turn.person.id, turn)
    let grant = Grant(id: turn.newID(), days: job.days, at: turn.now)
    account.add(grant)
    turn.write(PaymentStore.insert(grant, of: turn.person.id))
    move(to: account, cause: .granted, turn)
    let until = account.until ?? turn.now
    turn.send(turn.text("granted", ["until": date(until, turn)]))
    turn.enqueue(
      TellAdmin(
        about: .granted, person: turn.person.id, subject: turn.person.zone.date(at: until).description, detail: ""),
      for: job.admin)
  }

  func tellAdmin(_ turn: Turn, _ job: TellAdmin) async throws {
    let arguments: [String: Argument] = [
      "person": .string(job.person.description), "subject": .text(.code(Text(job.subject))),
      "detail": .string(job.detail.isEmpty ? "–" : job.detail),
    ]
    turn.send(turn.text("admin.\(job.about.rawValue)", arguments), options: SendOptions(priority: .reply))
  }
}
