import Sandbox
import TelegramBotAPI
import Testing

@Suite struct TextTests {
  /// The entities as `type:offset+length`.
  private func entities(_ answer: EmulatorAnswer) -> [String] {
    (answer.result?["entities"]?.array ?? []).map {
      "\($0["type"]?.string ?? "?"):\($0["offset"]?.int ?? -1)+\($0["length"]?.int ?? -1)"
    }
  }

  private func say(_ text: String, _ given: [(String, Int, Int)]) async -> EmulatorAnswer {
    let list = given.map { type, offset, length in
      JSONValue.object(["type": .string(type), "offset": .int(offset), "length": .int(length)])
    }
    return await Bench().say(text, ["entities": .array(list)])
  }

  @Test(arguments: [
    ("/start", ["bot_command:0+6"]), ("/start@roost_bot now", ["bot_command:0+16"]), ("a/b /c", ["bot_command:4+2"]),
    ("see https://a.example/b?c=d.", ["url:4+23"]), ("me@example.org", ["email:0+14"]), ("hi @alice!", ["mention:3+6"]),
    ("#goal #1 x#y", ["hashtag:0+5"]), ("example.com and e.g. this", ["url:0+11"]), ("😀 /go", ["bot_command:3+3"]),
    ("plain", []), ("//x /", []),
  ])
  func whatTelegramFinds(text: String, expected: [String]) async {
    #expect(entities(await Bench().say(text)) == expected)
  }

  @Test func entitiesOutOfBoundsAreErrors() async {
    #expect(await say("abc", [("bold", 3, 1)]).refusal?.contains("begins after the end") == true)
    #expect(await say("abc", [("bold", 1, 5)]).refusal?.contains("ends after the end") == true)
    #expect(await say("abc", [("bold", -1, 2)]).refusal?.contains("incorrect offset") == true)
    #expect(await say("a😀b", [("bold", 2, 2)]).refusal?.contains("in a middle of a UTF-16 symbol") == true)
    #expect(await say("a😀b", [("bold", 0, 2)]).refusal?.contains("in a middle of a UTF-16 symbol") == true)
    #expect(await say("abc", [("sparkling", 0, 1)]).status == 400)
    #expect(await say("abc", [("text_link", 0, 1)]).refusal?.contains("url") == true)
    #expect(entities(await say("a😀b", [("bold", 1, 2)])) == ["bold:1+2"])
  }

  @Test func entitiesNestOrAreSplit() async {
    #expect(
      entities(await say("abcdef", [("bold", 0, 4), ("italic", 2, 4)])) == ["bold:0+4", "italic:2+2", "italic:4+2"])
    #expect(entities(await say("abcdef", [("bold", 0, 6), ("italic", 2, 2)])) == ["bold:0+6", "italic:2+2"])
    #expect(entities(await say("abcdef", [("bold", 0, 6), ("code", 2, 2)])) == ["bold:0+2", "code:2+2", "bold:4+2"])
    #expect(entities(await say("abcdef", [("bold", 1, 0)])) == [])
    // Nothing is found inside code.
    #expect(entities(await say("/start", [("code", 0, 6)])) == ["code:0+6"])
  }

  @Test func blanksAtTheEndsGo() async {
    let answer = await say("  hello  \n", [("bold", 2, 7)])
    #expect(answer.result?["text"] == .string("hello"))
    #expect(entities(answer) == ["bold:0+5"])
  }

  @Test(arguments: [
    ("HTML", "<b>a</b> <i>b</i>", "a b", ["bold:0+1", "italic:2+1"]),
    ("HTML", "1 &lt; 2 &amp; &#128512;", "1 < 2 & 😀", []),
    ("HTML", "<a href=\"https://x.example/?a=1&amp;b=2\">x</a>", "x", ["text_link:0+1"]),
    ("HTML", "<pre><code class=\"language-swift\">let x</code></pre>", "let x", ["pre:0+5"]),
    ("HTML", "<blockquote expandable>q</blockquote>", "q", ["expandable_blockquote:0+1"]),
    (
      "MarkdownV2", "*a* _b_ ~c~ ||d|| `e`", "a b c d e",
      ["bold:0+1", "italic:2+1", "strikethrough:4+1", "spoiler:6+1", "code:8+1"]
    ),
    ("MarkdownV2", "1\\.5 [x](https://x\\.example)", "1.5 x", ["text_link:4+1"]),
    ("MarkdownV2", ">q\n>r\ns", "q\nr\ns", ["blockquote:0+3"]),
    (
      "Markdown", "*a* _b_ `c` [d](https://d.example)", "a b c d",
      ["bold:0+1", "italic:2+1", "code:4+1", "text_link:6+1"]
    ),
  ])
  func markupIsRead(mode: String, markup: String, text: String, expected: [String]) async {
    let answer = await Bench().say(markup, ["parse_mode": .string(mode)])
    #expect(answer.result?["text"] == .string(text))
    #expect(entities(answer) == expected)
  }

  @Test(arguments: [
    ("HTML", "<b>a", "Can't find end tag corresponding to start tag \"b\""),
    ("HTML", "<b>a</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
    ("HTML", "a</b>", "Unexpected end tag at byte offset 1"),
    ("HTML", "<goal>", "Unsupported start tag \"goal\" at byte offset 0"),
    ("MarkdownV2", "1.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("MarkdownV2", "*a", "Can't find end of Bold entity at byte offset 0"),
    ("Markdown", "*a", "Can't find end of the entity starting at byte offset 0"),
  ])
  func brokenMarkupIsRefused(mode: String, markup: String, refusal: String) async {
    let answer = await Bench().say(markup, ["parse_mode": .string(mode)])
    #expect(answer.refusal == "Bad Request: can't parse entities: \(refusal)")
  }

  @Test func unknownModesAreRefused() async {
    #expect(await Bench().say("x", ["parse_mode": .string("RTF")]).refusal == "Bad Request: unsupported parse_mode")
  }
}
