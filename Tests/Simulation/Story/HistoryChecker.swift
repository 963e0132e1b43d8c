import Host
import PluginAPI
import Sandbox

/// Compares everything that Telegram and the database saw with what was promised.
final class HistoryChecker {
  private let memory: MemoryDatabase
  private let telegram: Telegram
  private let script: Script
  private let pressed: [Int: [String]]
  /// Messages that arrived more than once.
  private(set) var doubled = 0

  init(memory: MemoryDatabase, telegram: Telegram, script: Script, pressed: [Int: [String]]) {
    self.memory = memory
    self.telegram = telegram
    self.script = script
    self.pressed = pressed
  }

  func violations() async -> [String] {
    var found: [String] = []
    var failures = 0
    var twice = 0
    for person in script.people {
      let expected = Expectation(person)
      failures += expected.failures
      twice += expected.twice
      found += effects(of: person, expected)
      found += await messages(to: person, expected)
    }
    found += await group()
    let quarantined = rows("SELECT reason FROM roost_inbox WHERE state = 3")
    if quarantined.count != failures {
      found.append("\(quarantined.count) items in quarantine, expected \(failures): \(quarantined)")
    }
    let total = rows("SELECT count FROM notebook_total").first.flatMap { try? $0.get("count", as: Int.self) } ?? 0
    if total != twice { found.append("the shared total is \(total), expected \(twice)") }
    let flagged =
      rows("SELECT CAST(COALESCE(SUM(ambiguous), 0) AS BIGINT) AS n FROM roost_outbox").first
      .flatMap { try? $0.get("n", as: Int.self) } ?? -1
    if doubled > flagged { found.append("\(doubled) messages doubled, only \(flagged) flagged as ambiguous") }
    return found
  }

  private func effects(of person: Script.Person, _ expected: Expectation) -> [String] {
    let notes = rows("SELECT source, text FROM notebook_note WHERE person = \(person.id) ORDER BY number").compactMap {
      try? Expectation.Note(source: $0.get("source"), text: $0.get("text"))
    }
    var found: [String] = []
    let inOrder = notes.filter { $0.source == "message" || $0.source == "dialog" }
    if inOrder != expected.inOrder {
      found.append("\(person.id): lost, doubled or out of order: \(inOrder), expected \(expected.inOrder)")
    }
    let others = notes.filter { !["message", "dialog", "album"].contains($0.source) }.map(\.description).sorted()
    let albums = notes.count { $0.source == "album" }
    if !expected.albums.contains(albums) {
      found.append("\(person.id): \(albums) times an album, expected \(expected.albums)")
    }
    let wanted =
      (expected.once.map(\.description) + (pressed[person.id] ?? []).map { "press \($0)" }).sorted()
    if others != wanted { found.append("\(person.id): jobs, results and presses: \(others), expected \(wanted)") }
    let events = rows("SELECT text FROM tally_line WHERE person = \(person.id) ORDER BY number").compactMap {
      try? $0.get("text", as: String.self)
    }
    if events != expected.events {
      found.append("\(person.id): events heard: \(events), expected \(expected.events)")
    }
    return found
  }

  private func messages(to person: Script.Person, _ expected: Expectation) async -> [String] {
    let texts = await telegram.emulator.messages(in: person.id).filter { $0.author == .bot }.compactMap(\.text)
    var found: [String] = []
    let wanted = expected.inOrder.map(\.description)
    for text in Set(wanted + expected.once.map(\.description)).sorted() where !texts.contains(text) {
      found.append("\(person.id): the message “\(text)” never came")
    }
    var first: [String] = []
    for text in texts where wanted.contains(text) && !first.contains(text) { first.append(text) }
    if first != wanted.filter({ first.contains($0) }) {
      found.append("\(person.id): messages out of order: \(first), expected \(wanted)")
    }
    // A press says the same each time it is pressed; everything else is said once.
    let counted = texts.filter { !$0.hasPrefix("press ") && isOfTheNotebook($0) }
    doubled += counted.count - Set(counted).count
    return found
  }

  private func isOfTheNotebook(_ text: String) -> Bool {
    ["message ", "dialog ", "job ", "work ", "daily ", "picture "].contains { text.hasPrefix($0) }
  }

  private func group() async -> [String] {
    let texts = await telegram.emulator.messages(in: Int(NotebookPlugin.group)).filter { $0.author == .bot }
      .compactMap(\.text)
    doubled += texts.count - Set(texts).count
    var found: [String] = []
    for person in script.people {
      var first: [String] = []
      for text in texts where text.hasPrefix("\(person.id) ") {
        let number = String(text.dropFirst("\(person.id) ".count))
        if !first.contains(number) { first.append(number) }
      }
      let wanted = Expectation(person).toGroup
      if first != wanted { found.append("the group heard of \(person.id): \(first), expected \(wanted)") }
    }
    return found
  }

  private func rows(_ query: SQL) -> [Row] { (try? memory.rows(query)) ?? [] }
}
