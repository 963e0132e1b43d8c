import PluginAPI
import PluginTesting
import Testing

/// What people, clients and forgers send instead of an answer.
enum Hostile {
  static let markup = "<b>Bold</b> & <i>*_`[x](y)"
  static let override = "abc\u{202E}def\u{200B}"

  /// What no step takes: too long, the wrong kind, buttons of nowhere. The bot says something polite and stays put.
  static func abuse(
    _ alice: TestPerson, _ bot: TestBot, stale: String?, takesLocation: Bool = false,
    takesCaption: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let question = await alice.titles()
    if !takesCaption { try await alice.sendPhoto(caption: markup) }
    if !takesLocation { try await alice.sendLocation(latitude: 0, longitude: 0) }
    try await alice.send(String(repeating: "ы", count: 4096))
    for data in ["x", "v1:goals:mark:1:2", String(repeating: "z", count: 64), "\u{0}\u{FFFD}"] {
      guard let answer = try? await alice.pressForged(data) else { continue }
      #expect(answer.contains("устарела") || answer.contains("out of date") || answer.contains("outdated"), "\(answer)")
    }
    if let stale { _ = try await alice.pressForged(stale) }
    await alice.ignoreAll()
    #expect(await alice.titles() == question, sourceLocation: sourceLocation)
    // Within a minute a second picture is not turned down again.
    await bot.advance(by: .minutes(2))
    await alice.ignoreAll()
  }
}
