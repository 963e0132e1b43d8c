import Host
import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import TelegramBotAPI
import Testing

/// Texts that no client sends and that a forger can, at every command of the bot and as answers to its questions.
@Suite(.timeLimit(.minutes(10))) struct HostileTextTests {
  /// As JSON strings: escapes are part of the attack.
  private static let texts: [(name: String, json: String)] = [
    ("right to left", #""\u202Eabc\u2066def\u2067\u200F\u061C""#),
    ("invisible", #""\u200B\u200C\u200D\uFEFF\u2060\u00AD\u180E""#),
    ("NUL", #""a\u0000b\u0000""#), ("only NUL", #""\u0000""#),
    ("half a character", #""a\ud800b\udc00c\ud83d""#),
    ("controls", #""\u0001\u001b[31m\u007f\u0085\u2028\u2029\r\n""#),
    ("emoji", "\"" + String(repeating: "😀", count: 2048) + "\""),
    ("families", "\"" + String(repeating: "👨‍👩‍👧‍👦", count: 370) + "\""),
    ("marks", "\"Z" + String(repeating: "\u{0301}\u{0488}", count: 2000) + "\""),
    ("one letter", "\"" + String(repeating: "ы", count: 4096) + "\""),
    ("tags", #""flag 🏴\#u{E0069}\#u{E0067}\#u{E006E}\#u{E006F}""#),
    ("markup", #""<b>x</b> [a](tg://user?id=1) `c` &lt; \\ *_~ <a href='javascript:1'>""#),
    ("a command inside", #""x\n/erase\n/refund all\u0000/grant 1 1""#),
    ("a pattern", #""{name, plural, other{#}} {address, select, ty{} other{}} %@ %n $1 \\u{0}""#),
    ("SQL", #""'; DROP TABLE roost_person; -- \" OR 1=1""#),
    ("JSON", #""\",\"chat\":{\"id\":1},\"x\":\"""#),
    ("a formula", #""=HYPERLINK(\"http://x\")\t@SUM(1)""#),
    ("numbers", #""-9223372036854775809 1e999 NaN ∞ ٣٤ ½ ⅻ 0x1F""#),
    ("times", #""99:99 24:60 -1:00 00:00:61 ٠٧:١٥ 7:1５""#),
  ]

  /// Styles in styles, 64 deep, and entities that lie outside, overlap or make no sense.
  private static let entities: [String] = {
    let deep = (0..<64).map { depth in
      #"{"type":"\#(["bold", "italic", "underline", "spoiler"][depth % 4])","offset":\#(depth),"length":\#(200 - 2 * depth)}"#
    }
    let strange = [
      #"{"type":"bold","offset":-5,"length":9223372036854775807}"#,
      #"{"type":"text_link","offset":9223372036854775807,"length":9223372036854775807,"url":"javascript:alert(1)"}"#,
      #"{"type":"text_mention","offset":0,"length":1,"user":{"id":1,"is_bot":false,"first_name":"\u202E"}}"#,
      #"{"type":"bot_command","offset":1,"length":0}"#, #"{"type":"made_up","offset":0,"length":3}"#,
    ]
    return ["", ",\"entities\":[\(deep.joined(separator: ","))]", ",\"entities\":[\(strange.joined(separator: ","))]"]
  }()

  /// Everything sent so far was taken by a Telegram as strict as the real one.
  private func expectNothingRefused(_ bot: TestBot, _ name: String) async {
    for entry in await bot.runtime.emulator.history() {
      guard case .called(let method, _, .http(let status, _, let body), _) = entry.event, status >= 400 else {
        continue
      }
      let text = String(decoding: body, as: UTF8.self)
      if text.contains("not modified") || text.contains("query is too old") || text.contains("to be replied") {
        continue
      }
      Issue.record("\(name): \(method) was refused: \(text)")
    }
  }

  @Test(arguments: Language.allCases) func atEveryCommand(_ language: Language) async throws {
    try await withBot(coach, options: { $0.settings.throttleInterval = .zero }) { bot in
      let mallory = await bot.mallory(language)
      try await mallory.send("/start")
      await mallory.ignoreAll()
      let commands = await bot.runtime.emulator.commandMenu(of: mallory.id).compactMap { $0["command"]?.string }
      #expect(commands.count > 10)
      var updates = RawUpdates(mallory)
      for (name, json) in Self.texts {
        let inside = json.dropFirst().dropLast()
        for (index, command) in (commands + ["start"]).enumerated() where command != "erase" {
          let entities = Self.entities[index % Self.entities.count]
          try await bot.take([updates.message("\"text\":\"/\(command) \(inside)\"\(entities)")])
          try await bot.take([updates.message("\"text\":\(json)\(entities)"), updates.message("\"text\":\(json)")])
        }
        await mallory.ignoreAll()
        await expectNothingRefused(bot, name)
        // Time passes: reminders and reviews speak of what was stored.
        await bot.advance(by: .hours(1))
        await mallory.ignoreAll()
      }
      await bot.advance(by: .days(8))
      await mallory.ignoreAll()
      await expectNothingRefused(bot, "the week after")
      #expect(try await bot.quarantined() == [])
      let chat = await bot.transcript(of: mallory)
      for hidden in ["\u{202E}", "\u{2067}", "\u{0}"] { #expect(!said(chat, "Mallory").contains(hidden)) }
    }
  }

  /// What the bot said: every line that is not hers.
  private func said(_ chat: String, _ name: String) -> String {
    chat.split(separator: "\n").filter { $0.hasPrefix("Roost:") }.joined(separator: "\n")
  }

  /// Names, user names, languages, captions, contacts and file names.
  @Test func everywhereElse() async throws {
    try await withBot(coach, options: { $0.settings.throttleInterval = .zero }) { bot in
      let mallory = await bot.mallory()
      var updates = RawUpdates(mallory)
      for (name, json) in Self.texts {
        let sender = """
          {"id":\(mallory.id),"is_bot":false,"first_name":\(json),"last_name":\(json),"username":\(json),
          "language_code":\(json)}
          """
        let file = #"{"file_id":"f","file_unique_id":"u","file_name":\#(json),"mime_type":\#(json),"file_size":-1}"#
        let photo = #"[{"file_id":\#(json),"file_unique_id":"u","width":2147483647,"height":-1,"file_size":1e30}]"#
        try await bot.take([
          updates.message("\"text\":\"/start \(json.dropFirst().dropLast())\"", from: sender),
          updates.message("\"text\":\"/start\"", from: sender),
          updates.message("\"caption\":\(json),\"document\":\(file)", from: sender),
          updates.message("\"caption\":\(json),\"photo\":\(photo)", from: sender),
          updates.message("\"contact\":{\"phone_number\":\(json),\"first_name\":\(json)}", from: sender),
          updates.message("\"location\":{\"latitude\":1e308,\"longitude\":-1e308}", from: sender),
          updates.message("\"venue\":{\"location\":{\"latitude\":0,\"longitude\":0},\"title\":\(json)}", from: sender),
          updates.message("\"text\":\"/profile\"", from: sender),
        ])
        await mallory.ignoreAll()
        await expectNothingRefused(bot, name)
      }
    }
  }
}
