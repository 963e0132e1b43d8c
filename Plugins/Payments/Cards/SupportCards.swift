import PluginAPI

extension PaymentsPlugin {
  /// How a person gets help with a payment, with the payments that help is asked about.
  func supportCard(_ account: Account, _ turn: Turn) -> Card {
    var parts = [turn.text("paysupport.text", support)]
    let payments = account.payments.sorted { $0.paidAt > $1.paidAt }.prefix(5)
    if !payments.isEmpty { parts.append(.lines(payments.map { line($0, turn) })) }
    let refundable = refundRule.refundable(account.payments, now: turn.now)
    if !refundable.isEmpty { parts.append(turn.text("paysupport.refund", ["hours": .int(configuration.refundHours)])) }
    let buttons = refundable.prefix(3).map { payment in
      Button(
        turn.string("refund.button", ["stars": .int(payment.amount)]),
        ReturnPayment(payment: payment.id, isSure: false))
    }
    return Card(parts.joined(separator: "\n\n"), keyboard: buttons.isEmpty ? nil : Keyboard(column: buttons))
  }

  private func line(_ payment: Payment, _ turn: Turn) -> Text {
    turn.text(
      payment.refundedAt == nil ? "paysupport.payment" : "paysupport.refunded",
      [
        "date": date(payment.paidAt, turn), "stars": .int(payment.amount),
        "charge": .text(.code(Text(payment.chargeID))),
      ])
  }

  /// The terms; the full text on the web where the deployment has one.
  func termsCard(_ turn: Turn) -> Card {
    let text = turn.text("terms.text", ["hours": .int(configuration.refundHours)])
    guard !configuration.termsURL.isEmpty else { return Card(text) }
    return Card(text, keyboard: Keyboard(row: [Button(turn.string("terms.button"), url: configuration.termsURL)]))
  }

  /// For admins: the newest payments of all people.
  func latestPayments(_ payments: [(Payment, PersonID?)], _ turn: Turn) -> Text {
    let lines = payments.map { payment, person in
      var arguments: [String: Argument] = [
        "date": date(payment.paidAt, turn), "stars": .int(payment.amount),
        "person": .string(person?.description ?? "–"), "id": .text(.code(Text(payment.id.description))),
      ]
      guard let note = payment.note else { return turn.text("admin.payment", arguments) }
      arguments["note"] = .string(note)
      return turn.text("admin.payment.note", arguments)
    }
    return ([turn.text("admin.refund_usage")] + lines).joined(separator: "\n\n")
  }

  /// The argument that says whom to write to.
  var support: [String: Argument] {
    [
      "support": .string(configuration.support),
      "has": .string(configuration.support.isEmpty ? "no" : "yes"),
    ]
  }
}
