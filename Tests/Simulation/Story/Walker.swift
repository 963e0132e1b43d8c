import Gamification
import Goals
import Onboarding
import PluginAPI
import Sandbox
import TelegramBotAPI

/// Somebody who uses the coach. Most begin with it, make a goal and check in day after day; between, and some from the
/// start, they press what there is, type what comes to mind and pay what is offered.
struct Walker {
  let world: World
  let telegram: Telegram
  let person: Int
  /// Whether days may pass; several hosts make much ado about hours in which nothing happens.
  let hasTime: Bool
  /// Called when they switch points off, of which no row remains once they are on again.
  let onPointsOff: () -> Void

  /// Buttons by the keys of their texts, and what is typed.
  private enum Step {
    case press(String)
    case write(String)
  }

  private static let beginning: [Step] = [
    .write("/start"), .press("first.agree"), .write("Ann"), .write("UTC"), .write("read more books"), .press("done"),
    .press("rhythm.evening"), .press("first.accept"),
  ]
  private static let goal: [Step] = [
    .write("/goal Read"), .press("form.skip"), .press("rhythm.daily"), .press("form.no_quantity"), .press("form.skip"),
    .write("12:00"), .press("form.skip"), .press("review.save"),
  ]
  /// The buttons of a key in both languages.
  private static let buttons: [String: Set<String>] = {
    var found: [String: Set<String>] = [:]
    for manifest in [GoalsPlugin.manifest, OnboardingPlugin.manifest, GamificationPlugin.manifest] {
      for case .object(let texts)? in manifest.texts.values.map({ try? JSONValue(parsing: $0) }) {
        for (key, text) in texts where key.hasSuffix(".button") {
          if let text = text.string { found[String(key.dropLast(".button".count)), default: []].insert(text) }
        }
      }
    }
    return found
  }()
  /// What leads to a goal or a check-in.
  private static let onwards = [
    "form.skip", "form.no_quantity", "form.no_deadline", "form.done", "rhythm.daily", "review.save", "day.all",
    "remind.full", "first.agree", "first.accept",
  ].reduce(into: Set<String>()) { $0.formUnion(buttons[$1] ?? []) }
  private static let words = [
    "Ann", "UTC", "read more books", "5", "20 min", "12:00", "because I like it", "5 km", "tired", "🎉", "/cancel",
    "/goal Run every day", "/goal Read", "/goals", "/done", "/done", "/plan", "/progress", "/achievements", "/freeze",
    "/reminders", "/quiet", "/mute", "/unmute", "/snooze", "/pause 1", "/note it went well", "/premium", "/premium",
    "/subscription", "/paysupport", "/profile", "/privacy", "/memory", "/timezone Europe/Berlin", "/language", "/start",
  ]

  func walk() async {
    if world.dice.chance(0.8) {
      for step in Self.beginning + Self.goal { await take(step) }
      for _ in 0..<(hasTime ? world.dice.number(2...12) : 1) {
        if world.dice.chance(0.8) { await checkIn() }
        await wander(world.dice.number(0...6))
        if hasTime { await world.sleep(.minutes(world.dice.number(18 * 60...27 * 60))) }
      }
    }
    await wander(world.dice.number(0...30))
  }

  /// Does this and that.
  private func wander(_ deeds: Int) async {
    for _ in 0..<deeds {
      if world.dice.chance(0.05) {
        let longest: Duration = hasTime ? .hours(14) : .minutes(20)
        await world.sleep(longest * Int(world.dice.number(1...100)) / 100)
      }
      await world.sleep(world.dice.milliseconds(200...2500))
      if world.dice.chance(0.7) { await pressSomething() } else { await write(Self.words.randomElement(&world.dice)) }
    }
  }

  /// One step of a plan, once the bot is ready for it; passed over when it never is.
  private func take(_ step: Step) async {
    switch step {
    case .write(let text):
      await world.sleep(world.dice.milliseconds(300...1500))
      let before = await chat()
      await write(text)
      for _ in 0..<30 where await chat() == before { await world.sleep(.milliseconds(300)) }
    case .press(let key):
      for _ in 0..<30 {
        await world.sleep(world.dice.milliseconds(200...600))
        let names = Self.buttons[key] ?? []
        guard let card = await cards().last, let button = card.buttons.first(where: { names.contains($0.text) })
        else { continue }
        return await press(button, of: card.id)
      }
    }
  }

  /// Opens the day and checks in on the goal; now and then takes it back.
  private func checkIn() async {
    await take(.write("/done"))
    for _ in 0..<20 {
      await world.sleep(world.dice.milliseconds(200...600))
      guard let card = await cards().last, let button = card.buttons.first(where: { $0.text.contains("Read") })
      else { continue }
      await press(button, of: card.id)
      break
    }
    if world.dice.chance(0.1) { await take(.press("undo")) }
  }

  private func pressSomething() async {
    let cards = await cards()
    // Mostly the newest card, now and then an old one.
    guard let newest = cards.last else { return }
    let card = world.dice.chance(0.8) ? newest : cards[world.dice.index(of: cards.count)]
    let leading = card.buttons.filter { Self.onwards.contains($0.text) || $0.text.contains("Read") }
    let buttons = leading.isEmpty || world.dice.chance(0.6) ? card.buttons : leading
    await press(buttons[world.dice.index(of: buttons.count)], of: card.id)
  }

  private func press(_ button: EmulatedMessage.Button, of card: Int) async {
    world.tell("\(person) presses “\(button.text)”")
    if Self.buttons["mode.off"]?.contains(button.text) == true { onPointsOff() }
    if let link = button.json["url"]?.string, link.contains("/$") {
      _ = await telegram.emulator.startPayment(ofLink: link, from: person)
    } else {
      _ = await telegram.emulator.startPress(row: button.row, column: button.column, of: card, from: person)
    }
    telegram.wake()
  }

  private func write(_ text: String?) async {
    guard let text else { return }
    world.tell("\(person) writes “\(text)”")
    _ = try? await telegram.emulator.send(text, from: person)
    telegram.wake()
  }

  /// The newest messages with buttons, oldest first.
  private func cards() async -> [EmulatedMessage] {
    await telegram.emulator.messages(in: person).suffix(12).filter { !$0.buttons.isEmpty }
  }

  /// What the bot shows now.
  private func chat() async -> [String] {
    await telegram.emulator.messages(in: person).suffix(12).filter { $0.author == .bot }.map {
      "\($0.id) \($0.text ?? "") \($0.buttons.map(\.text))"
    }
  }
}

extension Array {
  fileprivate func randomElement(_ dice: inout Dice) -> Element? { isEmpty ? nil : self[dice.index(of: count)] }
}
