import Foundation
import Host
import PluginAPI
import Sandbox
import SandboxRuntime

/// The sandbox's chat in the terminal: write, press buttons by number, move the clock.
struct TerminalChat {
  let runtime: SandboxRuntime
  let language: String

  func run() async throws {
    let person = await runtime.emulator.addPerson(
      language == "ru" ? "Алиса" : "Alex", languageCode: language)
    print(
      language == "ru"
        ? "Пишите боту. «1» нажимает кнопку 1. «:+1d», «:+3h», «:20:30» двигают часы, «:next» – до ближайшего события, «:pay» – оплатить, «:q» – выход."
        : "Write to the bot. \"1\" presses button 1. \":+1d\", \":+3h\", \":20:30\" move the clock, \":next\" goes to the next event, \":pay\" pays, \":q\" leaves."
    )
    var shown: [Int: String] = [:]
    await show(person.id, &shown)
    for await line in Self.lines() {
      let text = line.trimmingCharacters(in: CharacterSet.whitespaces)
      if text.isEmpty { continue }
      if text == ":q" { return }
      if text.hasPrefix(":") {
        await move(String(text.dropFirst()), person.id)
      } else if let number = Int(text), await press(number, person.id) {
      } else {
        _ = try? await runtime.emulator.send(text, from: person.id)
      }
      await runtime.settle()
      await show(person.id, &shown)
    }
  }

  /// Lines of the standard input, read on a thread of their own.
  private static func lines() -> AsyncStream<String> {
    let (stream, continuation) = AsyncStream.makeStream(of: String.self)
    let reader = Thread {
      while let line = readLine() { continuation.yield(line) }
      continuation.finish()
    }
    reader.start()
    return stream
  }

  private func buttons(_ person: Int) async -> [(message: Int, button: EmulatedMessage.Button)] {
    guard let message = await runtime.emulator.messages(in: person).last(where: { !$0.buttons.isEmpty }) else {
      return []
    }
    return message.buttons.map { (message.id, $0) }
  }

  private func press(_ number: Int, _ person: Int) async -> Bool {
    let all = await buttons(person)
    guard all.indices.contains(number - 1) else { return false }
    let (message, button) = all[number - 1]
    let pending = await runtime.emulator.startPress(
      row: button.row, column: button.column, of: message, from: person)
    await runtime.settle()
    let answer: PressAnswer?
    switch pending {
    case .settled(let settled): answer = settled
    case .asked(let id): answer = await runtime.emulator.answer(toPress: id)
    }
    switch answer {
    case .toast(let text), .alert(let text): print("  (\(text))")
    case .url(let url): print("  → \(url)")
    default: break
    }
    return true
  }

  private func move(_ word: String, _ person: Int) async {
    let clock = runtime.clock
    if word == "next" {
      if let next = await runtime.nextDue() { await runtime.advance(to: next) }
    } else if word == "pay" {
      await pay(person)
    } else if word.hasPrefix("+"), let unit = word.last, let count = Int(word.dropFirst().dropLast()),
      (1...400).contains(count)
    {
      let span: Duration = unit == "d" ? .days(count) : unit == "h" ? .hours(count) : .minutes(count)
      await runtime.advance(to: clock.now + span)
    } else if let time = LocalTime(word), let zone = try? runtime.zones.zone(language == "ru" ? "Europe/Moscow" : "UTC")
    {
      var target = zone.instant(of: LocalDateTime(zone.date(at: clock.now), time))
      if target <= clock.now {
        target = zone.instant(of: LocalDateTime(zone.date(at: clock.now).adding(days: 1), time))
      }
      await runtime.advance(to: target)
    } else {
      print("  ?")
    }
    await runtime.emulator.tick()
    print("  ⏰ \(clock.now)")
  }

  private func pay(_ person: Int) async {
    for message in await runtime.emulator.messages(in: person).reversed() {
      guard
        let url = message.buttons.compactMap({ $0.json["url"]?.string }).first(where: {
          $0.contains("t.me/$") || $0.contains("/invoice/")
        })
      else { continue }
      _ = await runtime.emulator.startPayment(ofLink: url, from: person)
      return
    }
  }

  /// Prints what is new or changed, the buttons numbered.
  private func show(_ person: Int, _ shown: inout [Int: String]) async {
    let messages = await runtime.emulator.messages(in: person)
    for message in messages where message.author == .bot {
      let titles = message.buttons.map(\.text).joined(separator: "|")
      let key = (message.text ?? "") + titles
      guard shown[message.id] != key else { continue }
      let isEdit = shown[message.id] != nil
      shown[message.id] = key
      print("")
      for (index, line) in (message.text ?? "").split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        print(index == 0 ? "\(isEdit ? "✎" : "🤖") \(line)" : "   \(line)")
      }
      var number = 1
      var row = 0
      var line = "   "
      for button in message.buttons {
        if button.row != row {
          print(line)
          line = "   "
          row = button.row
        }
        line += "[\(number) \(button.text)] "
        number += 1
      }
      if !message.buttons.isEmpty { print(line) }
    }
    print("> ", terminator: "")
    flushOutput()
  }
}
