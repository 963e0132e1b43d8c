import PluginAPI

extension PaymentsPlugin {
  @ContributionBuilder var commands: Contributions {
    Command("premium", "premium.command.summary", order: 85) { turn, _ in
      turn.send(premiumCard(try await PaymentStore.account(of: turn.person.id, turn), turn))
    }
    Command("subscription", "subscription.command.summary", order: 86) { turn, _ in
      turn.send(subscriptionCard(try await PaymentStore.account(of: turn.person.id, turn), turn))
    }
    Command("paysupport", "paysupport.command.summary", order: 95) { turn, _ in
      turn.send(supportCard(try await PaymentStore.account(of: turn.person.id, turn), turn))
    }
    Command("terms", "terms.command.summary", order: 96) { turn, _ in
      turn.send(termsCard(turn))
    }
  }

  @ContributionBuilder var adminCommands: Contributions {
    Command("refund", "refund.command.summary", handle: refundCommand).requiring(.role(.admin)).unlisted
    Command("grant", "grant.command.summary", handle: grantCommand).requiring(.role(.admin)).unlisted
  }

  /// The payment is another person's: the refund runs in that person's lane.
  func refundCommand(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    guard let words = AdminInput.payment(arguments.text) else {
      turn.send(latestPayments(try await PaymentStore.latest(8, turn), turn))
      return
    }
    guard let (payment, payer) = try await PaymentStore.find(words, turn) else {
      turn.send(turn.text("admin.no_payment"))
      return
    }
    if payment.refundedAt != nil {
      turn.send(turn.text("admin.already_refunded", ["charge": .text(.code(Text(payment.chargeID)))]))
    } else if let payer {
      turn.enqueue(StartRefund(payment: payment.id, admin: turn.person.id), for: payer)
      turn.send(
        turn.text("admin.refund_started", ["stars": .int(payment.amount), "person": .string(payer.description)]))
    } else {
      turn.send(turn.text("admin.payer_erased"))
    }
  }

  func grantCommand(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    guard let (person, days) = AdminInput.grant(arguments.text) else {
      turn.send(turn.text("admin.grant_usage"))
      return
    }
    turn.enqueue(GivePremium(days: days, admin: turn.person.id), for: person)
    turn.send(turn.text("admin.grant_started", ["days": .int(days), "person": .string(person.description)]))
  }
}

/// What admins type behind a command.
enum AdminInput {
  /// A charge id or one of our payment ids: one word of at most 256 bytes.
  static func payment(_ text: String) -> String? {
    let words = text.split { $0.isWhitespace }
    guard words.count == 1, let word = words.first, word.utf8.count <= 256 else { return nil }
    return String(word)
  }

  /// A Telegram user id and 1 to 3660 days.
  static func grant(_ text: String) -> (PersonID, days: Int)? {
    let words = text.split { $0.isWhitespace }
    guard words.count == 2, let id = Int64(words[0]), (1...(1 << 52)).contains(id), let days = Int(words[1]),
      (1...3660).contains(days)
    else { return nil }
    return (PersonID(id), days)
  }
}
