import TelegramBotAPI

extension Emulator {
  /// A press or a payment that the bot has been asked about.
  public enum Pending<Outcome: Sendable & Hashable>: Sendable, Hashable {
    /// It is settled without the bot.
    case settled(Outcome)
    /// The bot was asked; the id is the query's.
    case asked(id: String)
  }

  /// Presses an inline button, rows and columns counting from 0, without waiting for the bot.
  public func startPress(row: Int, column: Int, of message: Int, from person: Int, in chat: Int? = nil) async
    -> Pending<PressAnswer>
  {
    begin()
    let chatID = chat ?? person
    guard let button = world.button(chatID, message, row: row, column: column) else { return .settled(.nothingToPress) }
    if let answer = world.pressLocally(button) { return .settled(answer) }
    let data = button["callback_data"]?.string ?? ""
    guard let id = world.pressCallback(person, chat: chatID, message: message, data: data) else {
      return .settled(.nothingToPress)
    }
    await flush()
    return .asked(id: id)
  }

  /// Sends callback data that no button need carry, as a manipulated client can. Does not wait for the bot.
  public func startForgedPress(data: String, of message: Int, from person: Int, in chat: Int? = nil) async
    -> Pending<PressAnswer>
  {
    begin()
    guard let id = world.pressCallback(person, chat: chat ?? person, message: message, data: data) else {
      return .settled(.nothingToPress)
    }
    await flush()
    return .asked(id: id)
  }

  /// What the bot has answered to a press so far; `nil` if nothing.
  public func answer(toPress id: String) -> PressAnswer? { world.callbacks[id]?.answer }

  /// Presses an inline button and waits for what the person sees. `unanswered` when the task is cancelled or the time
  /// is over by the emulator's clock.
  public func press(row: Int, column: Int, of message: Int, from person: Int, in chat: Int? = nil) async -> PressAnswer
  {
    await outcome(await startPress(row: row, column: column, of: message, from: person, in: chat))
  }

  /// As `press`, with callback data that no button need carry.
  public func pressForged(data: String, of message: Int, from person: Int, in chat: Int? = nil) async -> PressAnswer {
    await outcome(await startForgedPress(data: data, of: message, from: person, in: chat))
  }

  private func outcome(_ pending: Pending<PressAnswer>) async -> PressAnswer {
    switch pending {
    case .settled(let answer): return answer
    case .asked(let id):
      for await answer in pressStream(id) { return answer }
      return .unanswered
    }
  }

  // MARK: - Payments

  /// Opens the payment of an invoice message without waiting for the bot.
  public func startPayment(ofMessage message: Int, from person: Int, in chat: Int? = nil) async
    -> Pending<PaymentOutcome>
  {
    begin()
    let chatID = chat ?? person
    guard let record = world.chats[chatID]?.message(message), let invoice = record.invoice, !record.paid else {
      return .settled(.nothingToPay)
    }
    return await start(invoice, message: message, person, chatID)
  }

  /// Opens the payment of an invoice link, or of its last part, the slug. A link can be paid more than once.
  public func startPayment(ofLink link: String, from person: Int) async -> Pending<PaymentOutcome> {
    begin()
    guard let invoice = world.payments.links[Self.slug(link)] else { return .settled(.nothingToPay) }
    return await start(invoice, message: nil, person, person)
  }

  private func start(_ invoice: InvoiceRecord, message: Int?, _ person: Int, _ chat: Int) async
    -> Pending<PaymentOutcome>
  {
    guard let payer = world.people[person] else { return .settled(.nothingToPay) }
    guard payer.stars >= invoice.amount else { return .settled(.notEnoughStars) }
    guard let id = world.beginPayment(person, invoice, message: message, of: chat) else {
      return .settled(.nothingToPay)
    }
    await flush()
    return .asked(id: id)
  }

  /// How a payment ended; `nil` while it waits for the bot.
  public func outcome(ofPayment id: String) -> PaymentOutcome? { world.payments.outcomes[id] }

  /// Pays an invoice message and waits for the outcome. `timedOut` when the task is cancelled or the bot has not
  /// answered within 10 seconds of the emulator's clock.
  public func pay(message: Int, from person: Int, in chat: Int? = nil) async -> PaymentOutcome {
    await outcome(await startPayment(ofMessage: message, from: person, in: chat))
  }

  /// Pays an invoice link and waits for the outcome.
  public func pay(link: String, from person: Int) async -> PaymentOutcome {
    await outcome(await startPayment(ofLink: link, from: person))
  }

  private func outcome(_ pending: Pending<PaymentOutcome>) async -> PaymentOutcome {
    switch pending {
    case .settled(let outcome): return outcome
    case .asked(let id):
      for await outcome in paymentStream(id) { return outcome }
      return .timedOut
    }
  }

  static func slug(_ link: String) -> String {
    for prefix in ["https://t.me/$", "https://t.me/invoice/", "$"] where link.hasPrefix(prefix) {
      return String(link.dropFirst(prefix.count))
    }
    return link
  }

  /// Renews a subscription now, whatever its date. `chargeID` is that of its first or latest payment.
  public func renewSubscription(_ chargeID: String, of person: Int) async -> PaymentOutcome {
    begin()
    guard let subscription = world.subscription(chargeID, of: person) else { return .nothingToPay }
    let outcome = world.renew(subscription)
    await flush()
    return outcome
  }

  /// The person cancels a subscription: it ends when its month is over, and the bot gets `subscription`.
  @discardableResult
  public func cancelSubscription(_ chargeID: String, of person: Int) async -> Bool {
    begin()
    let done = world.setCanceled(true, chargeID, of: person)
    await flush()
    return done
  }

  /// The person takes a cancelled subscription up again.
  @discardableResult
  public func resumeSubscription(_ chargeID: String, of person: Int) async -> Bool {
    begin()
    let done = world.setCanceled(false, chargeID, of: person)
    await flush()
    return done
  }
}
