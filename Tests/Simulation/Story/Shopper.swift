import PluginAPI
import Sandbox
import TelegramBotAPI

/// Somebody who buys Premium and perhaps wants the Stars back: presses what is there, tries again when it did not work,
/// and goes on until Telegram has moved the Stars.
struct Shopper {
  /// Who returns payments on request.
  static let operatorID = 900

  let world: World
  let telegram: Telegram
  let person: Int
  let purchase: Script.Purchase

  /// - Returns: what the person could not get done; nil when all went well.
  func shop() async -> String? {
    await world.sleep(purchase.pause)
    var link: String?
    for round in 0..<100 where link == nil {
      link = await step(towards: "/premium", asks: round % 10 == 0)
      await world.sleep(.seconds(1))
    }
    guard let link else { return "\(person): no invoice came" }
    var charges: [String] = []
    for _ in 0..<100 where charges.isEmpty { charges = await pay(link) }
    guard let charge = charges.first else { return "\(person): the invoice could not be paid" }
    world.tell("\(person) paid \(charges.count) times")
    if purchase.isRepeated { await repeatWords(of: "successful_payment") }
    guard let refund = purchase.refund else { return nil }
    for _ in 0..<300 {
      switch refund {
      case .person:
        for words in ["/paysupport", "", ""] {
          if words.isEmpty { await press() } else { await write(words, person) }
          await world.sleep(.seconds(1))
        }
      case .operator: await write("/refund \(charge)", Self.operatorID)
      }
      await world.sleep(.seconds(1))
      if await telegram.ledger().contains(where: { !$0.isIncoming && $0.person == person }) {
        world.tell("\(person) has the Stars back")
        // Late words of the payment must not grant it again, nor those of the refund take anything twice.
        if purchase.isRepeated {
          await repeatWords(of: "successful_payment")
          await repeatWords(of: "refunded_payment")
        }
        return nil
      }
    }
    return "\(person): the Stars were not returned"
  }

  /// - Returns: the link of the newest invoice, once there is one.
  private func step(towards command: String, asks: Bool) async -> String? {
    let offers = await offers()
    if let link = offers.compactMap({ $0.button.json["url"]?.string }).last(where: { $0.contains("/$") }) {
      return link
    }
    if offers.isEmpty {
      if asks { await write(command, person) }
    } else {
      await press()
    }
    return nil
  }

  /// Two presses of the pay button are two payments: a link can be paid more than once.
  private func pay(_ link: String) async -> [String] {
    var questions: [String] = []
    for _ in 0..<purchase.payments {
      let pending = await telegram.emulator.startPayment(ofLink: link, from: person)
      if case .asked(let id) = pending { questions.append(id) }
      telegram.wake()
    }
    var outcomes: [PaymentOutcome] = []
    // Telegram waits ten seconds for an answer.
    for _ in 0..<60 {
      await world.sleep(.milliseconds(250))
      await telegram.emulator.deliverPending()
      outcomes = []
      for id in questions {
        if let outcome = await telegram.emulator.outcome(ofPayment: id) { outcomes.append(outcome) }
      }
      if outcomes.count == questions.count { break }
    }
    telegram.wake()
    return outcomes.compactMap { if case .paid(let charge) = $0 { charge } else { nil } }
  }

  /// The first button of each message that has one, of the notebook's own none.
  private func offers() async -> [(message: Int, button: EmulatedMessage.Button)] {
    await telegram.emulator.messages(in: person).compactMap { message in
      guard let button = message.buttons.first, button.text != "press" else { return nil }
      return (message.id, button)
    }
  }

  private func press() async {
    guard let (message, button) = await offers().last else { return }
    world.tell("\(person) presses “\(button.text)”")
    _ = await telegram.emulator.startPress(row: 0, column: 0, of: message, from: person)
    telegram.wake()
  }

  private func write(_ text: String, _ person: Int) async {
    world.tell("\(person) writes “\(text)”")
    _ = try? await telegram.emulator.send(text, from: person)
    telegram.wake()
  }

  /// Telegram says it once more, in another update.
  private func repeatWords(of field: String) async {
    for message in await telegram.emulator.messages(in: person) where message.json[field] != nil {
      world.tell("Telegram repeats the \(field) of \(person)")
      await telegram.emulator.repeatUpdate(of: message.id, in: person)
    }
    telegram.wake()
  }
}

/// An entry of Telegram's ledger of Stars.
struct StarMove {
  var charge: String
  var person: Int
  var amount: Int
  /// Paid to the bot; else returned.
  var isIncoming: Bool
}

extension Telegram {
  /// All Stars that ever moved, as Telegram knows it.
  func ledger() async -> [StarMove] {
    var moves: [StarMove] = []
    while true {
      let parameters = Array(#"{"offset":\#(moves.count),"limit":100}"#.utf8)
      let answer = await call(BotAPICall(method: "getStarTransactions", parameters: parameters))
      guard case .http(200, _, let body) = answer,
        let entries = (try? JSONValue(parsing: body))?["result"]?["transactions"]?.array
      else { return moves }
      for entry in entries {
        let partner = entry["source"] ?? entry["receiver"]
        guard let charge = entry["id"]?.string, let person = partner?["user"]?["id"]?.int else { continue }
        moves.append(
          StarMove(
            charge: charge, person: person, amount: entry["amount"]?.int ?? 0, isIncoming: entry["source"] != nil))
      }
      if entries.count < 100 { return moves }
    }
  }
}
