import Goals
import Onboarding
import PluginAPI
import Sandbox
import TelegramBotAPI

/// Somebody who uses the coach without a plan: begins with it, makes a goal, then presses what there is, types what comes
/// to mind and pays what is offered. Between, hours pass.
struct Walker {
  let world: World
  let telegram: Telegram
  let person: Int
  /// How long a break lasts at the most.
  let longestBreak: Duration

  private static let beginning = [
    "/start", "*", "Ann", "UTC", "read more books", "*", "*", "*", "/goal Read", "*", "*", "*", "*", "12:00", "*", "*",
    "/done", "*",
  ]
  /// What leads to a goal, by the keys of the texts.
  private static let onwards: Set<String> = {
    let keys = [
      "form.skip", "form.no_quantity", "form.no_deadline", "form.done", "rhythm.daily", "review.save", "day.all",
      "remind.full", "first.agree", "first.accept",
    ]
    let texts = [GoalsPlugin.manifest, OnboardingPlugin.manifest].compactMap { manifest in
      manifest.texts[.english].flatMap { try? JSONValue(parsing: $0) }
    }
    return Set(texts.flatMap { texts in keys.compactMap { texts["\($0).button"]?.string } })
  }()
  private static let words = [
    "Ann", "UTC", "read more books", "5", "20 min", "12:00", "because I like it", "5 km", "tired", "🎉", "/cancel",
    "/goal Run every day", "/goal Read", "/goals", "/done", "/done", "/plan", "/progress", "/achievements", "/freeze",
    "/reminders", "/quiet", "/mute", "/unmute", "/snooze", "/pause 1", "/note it went well", "/premium", "/premium",
    "/subscription", "/paysupport", "/profile", "/privacy", "/memory", "/timezone Europe/Berlin", "/language", "/start",
  ]

  func walk() async {
    for step in Self.beginning { await act(step, isBeginning: true) }
    for _ in 0..<world.dice.number(5...40) {
      if world.dice.chance(0.05) { await world.sleep(longestBreak * Int(world.dice.number(1...100)) / 100) }
      await act(world.dice.chance(0.7) ? "*" : Self.words[world.dice.index(of: Self.words.count)])
    }
  }

  /// Does one thing; `*` presses something.
  private func act(_ step: String, isBeginning: Bool = false) async {
    await world.sleep(world.dice.milliseconds(200...2500))
    guard step == "*" else {
      world.tell("\(person) writes “\(step)”")
      _ = try? await telegram.emulator.send(step, from: person)
      return telegram.wake()
    }
    let cards = await telegram.emulator.messages(in: person).suffix(12).filter { !$0.buttons.isEmpty }
    // Mostly the newest card, now and then an old one.
    guard let newest = cards.last else { return }
    let card =
      isBeginning || world.dice.chance(0.8) ? newest : cards[cards.startIndex + world.dice.index(of: cards.count)]
    let leading = card.buttons.filter { Self.onwards.contains($0.text) || $0.text.contains("Read") }
    let buttons = leading.isEmpty || world.dice.chance(isBeginning ? 0 : 0.6) ? card.buttons : leading
    let button = buttons[world.dice.index(of: buttons.count)]
    world.tell("\(person) presses “\(button.text)”")
    if let link = button.json["url"]?.string, link.contains("/$") {
      _ = await telegram.emulator.startPayment(ofLink: link, from: person)
    } else {
      _ = await telegram.emulator.startPress(row: button.row, column: button.column, of: card.id, from: person)
    }
    telegram.wake()
  }
}
