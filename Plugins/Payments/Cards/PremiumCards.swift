import Contracts
import PluginAPI

extension PaymentsPlugin {
  /// What Premium is and what it costs, or until when the person has it.
  func premiumCard(_ account: Account, _ turn: Turn) -> Card {
    if configuration.gateway == .none { return Card(turn.text("premium.unlocked")) }
    if account.isPremium(turn.now), let until = account.until { return activeCard(until, account, turn) }
    let text = [turn.text("premium.title"), benefits(turn), price(turn), turn.text("premium.mercy")]
    return Card(
      text.joined(separator: "\n\n"),
      keyboard: Keyboard(column: [buyButton("buy.button", turn), Button(turn.string("not_now.button"), NotNow())]))
  }

  private func activeCard(_ until: Instant, _ account: Account, _ turn: Turn) -> Card {
    let isRenewing = account.isRenewing(turn.now)
    let key = isRenewing ? "premium.active.renewing" : "premium.active.ending"
    var buttons = [subscriptionButton(turn)]
    // Whoever switched the renewal off switches it on again rather than pay twice for the same days.
    if !isRenewing && account.subscriptions(turn.now).isEmpty { buttons.append(buyButton("buy.more.button", turn)) }
    return Card(
      [turn.text(key, ["until": date(until, turn)]), benefits(turn)].joined(separator: "\n\n"),
      keyboard: Keyboard(column: buttons))
  }

  /// The invoice of an order.
  func invoiceCard(_ order: Order, link: String, _ turn: Turn) -> Card {
    let text = turn.text(
      order.isSubscription ? "invoice.subscription" : "invoice.once", ["stars": .int(order.stars)])
    let pay = Button(turn.string("pay.button", ["stars": .int(order.stars)]), url: link, style: .success)
    return Card(text, keyboard: Keyboard(row: [pay]))
  }

  /// One line a benefit, by the limits of the configuration.
  func benefits(_ turn: Turn) -> Text {
    var lines = [line(.activeGoals, "premium.goals", turn)]
    if configuration.coach {
      lines.append(line(.coachTurns, "premium.coach", turn))
      if seesPictures { lines.append(line(.photos, "premium.photos", turn)) }
    }
    return .lines(lines.compactMap { $0 })
  }

  private func line(_ feature: Feature, _ key: String, _ turn: Turn) -> Text? {
    let (free, premium) = (
      configuration.limit(feature, isPremium: false), configuration.limit(feature, isPremium: true)
    )
    return premium > free ? turn.text(key, ["free": .int(free), "premium": .int(premium)]) : nil
  }

  private func price(_ turn: Turn) -> Text {
    turn.text(
      configuration.subscription ? "premium.price.subscription" : "premium.price.once",
      ["stars": .int(configuration.price)])
  }

  func buyButton(_ key: String, _ turn: Turn) -> Button {
    Button(turn.string(key, ["stars": .int(configuration.price)]), BuyPremium(), style: .primary)
  }

  func subscriptionButton(_ turn: Turn) -> Button { Button(turn.string("subscription.button"), ShowSubscription()) }

  /// A way to the Premium card; nothing where nothing is sold.
  func offerKeyboard(_ turn: Turn) -> Keyboard? {
    entitlements.offerButton(title: turn.string("show_premium.button")).map { Keyboard(row: [$0]) }
  }

  /// A date in the person's zone, with its year.
  func date(_ instant: Instant, _ turn: Turn) -> Argument {
    let date = turn.person.zone.date(at: instant)
    return .string(
      DateText.dayMonthYear(day: date.day, month: date.month, year: date.year, language: turn.reader.language))
  }
}
