import PluginAPI
import PluginTesting
import Sandbox
import SandboxRuntime
import TelegramBotAPI
import Testing

@testable import Host

/// Small inputs that want to become large, and numbers out of all range.
@Suite(.timeLimit(.minutes(10))) struct BombTests {
  private static let depth = 100_000

  @Test func deepJSONIsRefusedAtOnce() throws {
    for (open, close) in [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")] {
      let nest = String(repeating: open, count: Self.depth) + "1" + String(repeating: close, count: Self.depth)
      let update = Array(#"{"update_id":1,"message":{"chat":\#(nest)}}"#.utf8)
      #expect(throws: JSONFault.self) { try SlimUpdate(update) }
      #expect(throws: JSONFault.self) { try Update(parsing: update) }
      guard case .failure = BotAPIReply.parse(status: 200, body: Array(#"{"ok":true,"result":\#(nest)}"#.utf8)) else {
        Issue.record("a bomb was taken for an answer")
        continue
      }
    }
  }

  /// Numbers that fit nothing, at every place where a number may stand.
  @Test func numbersOutOfAllRange() async throws {
    try await withBot(coach, allowsQuarantine: true, options: { $0.settings.throttleInterval = .zero }) { bot in
      let mallory = await bot.mallory()
      let template =
        #"{"update_id":@U,"message":{"message_id":@M,"from":{"id":@F,"is_bot":false,"first_name":"M"},"chat":{"id":@C,"type":"private"},"date":@D,"text":"/help"}}"#
      let usual = ["@U": "77", "@M": "5", "@F": "\(mallory.id)", "@C": "\(mallory.id)", "@D": "1772442000"]
      let numbers = [
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e308", "-0", "1.5", "0", "-1", "null",
        "\"7\"", "[]", "18446744073709551616", String(repeating: "9", count: 5000),
      ]
      var sent = 0
      let before = try await bot.recorded()
      for place in usual.keys.sorted() {
        for number in numbers {
          sent += 1
          var update = template
          for (name, value) in usual {
            let unique = name == "@U" ? "\(5_000_000 + sent)" : value
            update = update.replacing(name, with: name == place ? number : unique)
          }
          try await bot.runtime.host.intake.accept([Array(update.utf8)], movesCursor: true)
          await bot.runtime.settle()
        }
      }
      // All are on record but those with the same number twice: "77" stands for many.
      let recorded = try await bot.recorded() - before
      #expect(recorded >= sent - numbers.count && recorded <= sent, "\(recorded) of \(sent)")
      await mallory.ignoreAll()
      try await mallory.send("/help")
      try await mallory.expect("/goal")
    }
  }

  @Test func theLargestUpdateNumberMovesTheCursorNowhere() {
    #expect(Cursor.after(.max) == .max)
    #expect(Cursor.after(7) == 8)
    #expect(Cursor.after(-1) == 0)
  }

  /// A payment that ends beyond all time is a payment.
  @Test func datesBeyondAllTime() async throws {
    try await withBot(coach, allowsQuarantine: true) { bot in
      let mallory = await bot.mallory()
      var updates = RawUpdates(mallory)
      for expiry in ["9223372036854775807", "-9223372036854775808", "253402300800"] {
        try await bot.take([
          updates.message(
            """
            "successful_payment":{"currency":"XTR","total_amount":9223372036854775807,"invoice_payload":"x",
            "telegram_payment_charge_id":"c\(expiry)","provider_payment_charge_id":"","is_recurring":true,
            "subscription_expiration_date":\(expiry)}
            """)
        ])
      }
      await mallory.ignoreAll()
      try await mallory.send("/help")
      try await mallory.expect("/goal")
    }
  }

  /// Each name stands for ten of the one before: ten billion entries in 400 bytes.
  @Test func aYAMLBombIsRefused() {
    var bomb = "a0: &a0 [x]\n"
    for level in 1...10 {
      bomb += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    #expect(throws: PlanError.self) { try ConfigFile.parse(bomb, name: "bomb.yaml") }
    #expect(throws: PlanError.self) { try ConfigFile.parse("a: &x 1\nb: *x\n", name: "alias.yaml") }
  }

  @Test func deepYAMLIsRefused() {
    for open in ["[", "{a: ", "- "] {
      let text = String(repeating: open, count: 20_000)
      #expect(throws: PlanError.self) { try ConfigFile.parse(text, name: "deep.yaml") }
    }
  }

  /// A file's path comes from Telegram and must not leave its folder.
  @Test(arguments: [
    "", "/etc/passwd", "../secret", "a/../../b", "a//b", "..", String(repeating: "a", count: 1001),
  ])
  func pathsThatLeaveTheirFolder(_ path: String) {
    #expect(FilePath.escaped(path) == nil)
  }

  @Test func pathsAreEscaped() {
    #expect(FilePath.escaped("photos/file 1?x#y\u{0}.jpg") == "photos/file%201%3Fx%23y%00.jpg")
  }

  /// Names of files and parts cannot break out of their header line.
  @Test func fileNamesStayInTheirLine() throws {
    let name = "a\"\r\nContent-Type: text/html\r\n\r\n<script>\u{0}.png"
    let document = Attachment(name: name, filename: name, contentType: "image/png\r\nX: y", bytes: [1])
    let (_, body) = try SendDocument(chatID: .id(1), document: .upload(document)).call().httpBody()
    let text = String(decoding: body, as: UTF8.self)
    #expect(!text.contains("\r\nContent-Type: text/html"))
    #expect(!text.contains("\r\nX: y"))
    #expect(text.contains("filename=\"a%22%0D%0AContent-Type: text/html%0D%0A%0D%0A<script>_.png\""))
  }
}
