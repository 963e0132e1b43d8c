import TelegramBotAPI
import Testing

@Suite struct RawJSONTests {
  @Test func fieldsAreFoundWithoutParsingTheRest() throws {
    let raw = RawJSON(#" {"a":{"b":[1,{"c":"}"}],"d":"x\"y"},"n":-5,"t":true,"f":false,"r":2.5} "#.bytes)
    #expect(raw["a"]?["d"]?.string == "x\"y")
    #expect(try raw["a"]?["b"]?.elements().map { $0.bytes.text } == ["1", #"{"c":"}"}"#])
    #expect(raw["n"]?.int == -5)
    #expect(raw["t"]?.bool == true)
    #expect(raw["f"]?.bool == false)
    #expect(raw["r"]?.double == 2.5)
    #expect(raw["r"]?.int == nil)
    #expect(raw["zzz"] == nil)
    #expect(raw["n"]?["a"] == nil)
    #expect(try raw.members().map(\.key) == ["a", "n", "t", "f", "r"])
    #expect(try raw["a"]?.decode(JSONValue.self)["b"]?[0] == 1)
  }

  @Test func aBatchIsSplitAroundABrokenElement() throws {
    let body = #"{"ok":true,"result":[{"update_id":1,"message":{"x":nonsense,"y":"\q"}},{"update_id":2},{},7,"a,]"]}"#
    guard case .success(let result) = BotAPIReply.parse(status: 200, body: body.bytes) else {
      Issue.record("expected success")
      return
    }
    let elements = try result.elements()
    #expect(elements.count == 5)
    #expect(throws: JSONFault.self) { try elements[0].decode(Update.self) }
    #expect(elements[0]["update_id"]?.int == 1)
    #expect(try elements[1].decode(Update.self).updateID == 2)
    #expect(throws: JSONFault.self) { try SlimUpdate(elements[2]) }
    #expect(throws: JSONFault.self) { try SlimUpdate(elements[3]) }
    #expect(elements[4].string == "a,]")
  }

  @Test func aTruncatedBodyIsAnErrorWhereverItIsCut() throws {
    let whole = "[" + Samples.all.joined(separator: ",") + "]"
    #expect(try RawJSON(whole.bytes).elements().count == Samples.all.count)
    for end in 0..<whole.utf8.count {
      let cut = Array(whole.utf8.prefix(end))
      #expect(throws: JSONFault.self, "cut at \(end)") { try RawJSON(cut).elements() }
      // As the body of an answer it is nothing that Telegram said.
      guard
        case .failure(let error) = BotAPIReply.parse(
          status: 200, body: #"{"ok":true,"result":"#.bytes + cut)
      else {
        Issue.record("a truncated body was accepted at \(end)")
        return
      }
      #expect(error.kind == .server(status: 200))
    }
  }

  @Test func noByteMakesAnythingTrap() throws {
    let sample = Samples.photo.bytes
    var faults = 0
    for index in sample.indices {
      for byte: UInt8 in [0x00, 0x22, 0x5C, 0x7B, 0x7D, 0x5B, 0x5D, 0x2C, 0x3A, 0x2D, 0x39, 0x80, 0xFF] {
        var broken = sample
        broken[index] = byte
        let raw = RawJSON(broken)
        _ = try? raw.members()
        _ = raw["message"]?["chat"]?["id"]?.int
        _ = raw["message"]?["caption"]?.string
        let slim = try? SlimUpdate(raw)
        let full = try? Update(parsing: broken)
        // What the strict reader takes, the loose one takes too, and both see the same.
        if let full {
          #expect(slim?.updateID == full.updateID)
          #expect(slim?.kind == full.kind)
          if full.kind == .message { #expect(slim?.text == full.message?.caption) }
        } else {
          faults += 1
        }
      }
      let cut = Array(sample.prefix(index))
      #expect(throws: JSONFault.self) { try SlimUpdate(cut) }
      #expect(throws: JSONFault.self) { try Update(parsing: cut) }
    }
    #expect(faults > 1000)
  }

  @Test func rangesBeyondTheBytesAreCut() {
    #expect(RawJSON(base: "12".bytes, range: 0..<50).int == 12)
    #expect(RawJSON(base: [], range: 5..<9).int == nil)
    #expect(RawJSON([]).string == nil)
    #expect(RawJSON("   ".bytes).bool == nil)
    #expect(RawJSON("-".bytes).int == nil)
    #expect(RawJSON("\"".bytes).string == nil)
    #expect(RawJSON("\"a\\".bytes).string == nil)
  }
}
