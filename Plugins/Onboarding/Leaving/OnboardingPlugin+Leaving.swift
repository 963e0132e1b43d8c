import Contracts
import PluginAPI

extension OnboardingPlugin {
  /// `/delete`: what it means, and a first question.
  func delete(_ turn: Turn, _ arguments: Command.Arguments) async throws {
    if turn.person.isLeaving {
      let planned = try await store.erasure(of: turn.person.id, turn)
      turn.send(leavingCard(erasedAt: planned ?? turn.now, turn))
      return
    }
    let pays = try await entitlements().isPremium(turn.person.id, now: turn.now, turn) && sells
    turn.send(
      Card(
        turn.text("delete.explain", ["days": .int(configuration.graceDays), "pays": pays ? "yes" : "no"]),
        keyboard: Keyboard(row: [
          button("delete.all.button", .confirm, turn, style: .danger), button("delete.keep.button", .keep, turn),
        ])))
  }

  /// Where nothing is sold everybody has everything.
  private var sells: Bool { entitlements().offerButton(title: "") != nil }

  func deletion(_ turn: Turn, _ press: DeletionPress) async throws {
    switch press.action {
    case .keep: show(Card(turn.text("delete.kept")), turn)
    case .withdraw: withdraw(turn)
    case .confirm, .request:
      let planned = try await store.erasure(of: turn.person.id, turn)
      if turn.person.isLeaving { return show(leavingCard(erasedAt: planned ?? turn.now, turn), turn) }
      // The card of yesterday counts around midnight, an older one does not.
      let age = press.date.days(until: turn.person.logicalDate(turn.now))
      guard (-1...1).contains(age) else { return show(Card(turn.text("delete.outdated")), turn) }
      if press.action == .confirm { confirm(turn) } else { request(turn) }
    }
  }

  private func confirm(_ turn: Turn) {
    show(
      Card(
        turn.text("delete.confirm", ["days": .int(configuration.graceDays)]),
        keyboard: Keyboard(row: [
          button("delete.yes.button", .request, turn, style: .danger), button("delete.keep.button", .keep, turn),
        ])), turn)
  }

  private func request(_ turn: Turn) {
    let erasedAt = turn.now + .days(configuration.graceDays)
    turn.changePerson { $0.isLeaving = true }
    turn.write(store.planErasure(at: erasedAt, of: turn.person.id), expecting: .exactly(1))
    turn.enqueue(EraseJob(erasedAt: erasedAt), .at(erasedAt), unique: EraseJob.key)
    turn.publish(DeletionRequested(erasedAt: erasedAt))
    if turn.openDialog != nil { turn.endDialog() }
    show(leavingCard(erasedAt: erasedAt, turn), turn)
  }

  private func withdraw(_ turn: Turn) {
    guard turn.person.isLeaving else { return show(Card(turn.text("delete.kept")), turn) }
    stay(turn, card: turn.pressed)
  }

  /// Takes the wish to be deleted back.
  func stay(_ turn: Turn, card: MessageRef?) {
    turn.changePerson { $0.isLeaving = false }
    turn.write(store.withdrawErasure(of: turn.person.id))
    turn.cancel(EraseJob.self, unique: EraseJob.key)
    turn.publish(DeletionWithdrawn())
    let text = Card(turn.text("delete.withdrawn"))
    if let card { turn.edit(card, text) } else { turn.send(text) }
  }

  private func leavingCard(erasedAt: Instant, _ turn: Turn) -> Card {
    let local = turn.person.zone.localDateTime(at: erasedAt)
    let day = DateText.dayMonthYear(
      day: local.date.day, month: local.date.month, year: local.date.year, language: turn.reader.language)
    let moment = Text.dateTime(
      Text("\(day), \(ZoneAsker.text(local.time))"), unixSeconds: Int(erasedAt.unixSeconds), format: "Dt")
    return Card(
      turn.text("delete.requested", ["date": .text(moment)]),
      keyboard: Keyboard(row: [button("delete.withdraw.button", .withdraw, turn)]))
  }

  /// In place of the card whose button was pressed.
  private func show(_ card: Card, _ turn: Turn) {
    if let pressed = turn.pressed { turn.edit(pressed, card) } else { turn.send(card) }
  }

  private func button(_ key: String, _ action: DeletionPress.Action, _ turn: Turn, style: Button.Style? = nil)
    -> Button
  {
    let press = DeletionPress(action: action, date: turn.person.logicalDate(turn.now))
    return Button(turn.string(key), press, style: style)
  }
}
