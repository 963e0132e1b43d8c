import Foundation
import TelegramBotAPI
import Testing

@Suite struct JSONTests {
  @Test func valuesAreReached() throws {
    let value = try JSONValue(parsing: #"{"a":{"b":[1,2.5,"x",true,null,1e2]},"a":0}"#.bytes)
    #expect(value["a"]?["b"]?[0]?.int == 1)
    #expect(value["a"]?["b"]?[1]?.double == 2.5)
    #expect(value["a"]?["b"]?[2]?.string == "x")
    #expect(value["a"]?["b"]?[3]?.bool == true)
    #expect(value["a"]?["b"]?[4]?.isNull == true)
    #expect(value["a"]?["b"]?[5]?.int == 100)
    #expect(value["a"]?["b"]?[6] == nil)
    #expect(value["a"]?["b"]?[-1] == nil)
    #expect(value["c"]?["b"]?.int == nil)
  }

  @Test func outputIsSortedCompactAndUnescaped() throws {
    let value: JSONValue = ["b": [1, 2.5, true, nil], "a": "x/y \"q\" \n\u{1}\u{1F} é", "B": [:], "é": []]
    #expect(value.description == #"{"B":{},"a":"x/y \"q\" \n\u0001\u001f é","b":[1,2.5,true,null],"é":[]}"#)
    #expect(try JSONValue(parsing: value.jsonBytes()) == value)
  }

  @Test(arguments: [Int.min, -1, 0, 7, 10, 1_000_000, Int.max])
  func integersOfAllSizesSurvive(_ number: Int) throws {
    #expect(JSONValue.int(number).description == String(number))
    #expect(try JSONValue(parsing: String(number).bytes) == .int(number))
    #expect(RawJSON(String(number).bytes).int == number)
  }

  @Test func stringsKeepNULAndRepairSurrogates() throws {
    let text = #""a\u0000b\ud800c\udc00\ud83d\ude00\u00e9\ud83dx\/""#
    let expected = "a\0b\u{FFFD}c\u{FFFD}😀é\u{FFFD}x/"
    #expect(try JSONValue(parsing: text.bytes) == .string(expected))
    #expect(RawJSON(text.bytes).string == expected)
    #expect(JSONValue.string("a\0b").description == #""a\u0000b""#)
    // A high surrogate that is followed by an escape which is no low one.
    #expect(try JSONValue(parsing: #""\ud83d\u0041""#.bytes) == "\u{FFFD}A")
    // Bytes that are not UTF-8.
    #expect(try JSONValue(parsing: [0x22, 0x61, 0xFF, 0x22]) == "a\u{FFFD}")
  }

  @Test func numbersBeyondTheirTypeAreFaultsNotTraps() throws {
    #expect(try JSONValue(parsing: "99999999999999999999".bytes) == .double(1e20))
    #expect(throws: JSONFault.self) { try JSONValue(parsing: "1e999".bytes) }
    #expect(throws: JSONFault.self) { try JSONValue(parsing: (String(repeating: "9", count: 100_000)).bytes) }
    #expect(RawJSON("1e999".bytes).double == nil)
    #expect(RawJSON("99999999999999999999".bytes).int == nil)
    #expect(RawJSON("-9223372036854775809".bytes).int == nil)
    #expect(throws: JSONFault.self) { try Int(parsing: "1e30".bytes) }
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "[,]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{1:1}",
    "\"", "\"\\", "\"\\u12", "\"\\q\"", "\"\\u12G4\"", "\"\n\"", "tru", "nul", "falsee", "01", "-", "+1", "1.", ".5",
    "1e", "1e+", "--1", "1 2", "[] []", "NaN", "Infinity", "'a'", "{\"a\" 1}", "[1 2]", "\u{FEFF}1", "]", "}", ":",
    "{\"a\":1]", "[1}",
  ])
  func whatIsNotJSONIsAFault(_ text: String) {
    #expect(throws: JSONFault.self) { try JSONValue(parsing: text.bytes) }
  }

  @Test(arguments: [
    "0", "-0", "-0.5", "1e-5", "0.1", "123456789012345678", "\"\"", "\"\\b\\f\\n\\r\\t\\/\\\\\\\"\"", "[]", "{}",
    " [ 1 , { \"a\" : [ ] } ] \n", "{\"\":{\"\":[[[]]]}}", "\"\\u00Ff\"", "true", "null", "\"\u{7F}\u{2028}é\"",
  ])
  func weAgreeWithFoundationOnWhatIsJSON(_ text: String) throws {
    let ours = try JSONValue(parsing: text.bytes)
    #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == ours)
  }

  /// Foundation takes a few texts that are no JSON, such as `[1,]`; what it refuses, we refuse too, or repair if it is
  /// only a broken character.
  @Test(arguments: Samples.all)
  func weRefuseWhatFoundationRefuses(_ sample: String) {
    let bytes = sample.bytes
    for index in stride(from: 0, to: bytes.count, by: 3) {
      for byte: UInt8 in [0x22, 0x5C, 0x7D, 0x2C, 0x01] {
        var broken = bytes
        broken[index] = byte
        if (try? JSONDecoder().decode(JSONValue.self, from: Data(broken))) == nil {
          let ours = try? JSONValue(parsing: broken)
          #expect(ours?.description.contains("\u{FFFD}") ?? true, "\(broken.text)")
        }
      }
    }
  }

  @Test func nestingIsLimited() throws {
    func nested(_ depth: Int) -> [UInt8] {
      (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).bytes
    }
    #expect(throws: Never.self) { try JSONValue(parsing: nested(64)) }
    let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: nested(65)) }
    #expect(fault.reason == .tooDeep(limit: 64))
    #expect(throws: JSONFault.self) { try JSONValue(parsing: nested(1_000_000)) }
    #expect(throws: JSONFault.self) { try RawJSON(nested(1_000_000)).elements() }
    #expect(throws: JSONFault.self) { try RawJSON(String(repeating: #"{"a":"#, count: 1_000_000).bytes).members() }
  }

  @Test func sizeIsLimited() throws {
    let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: "[1,2,3]".bytes, sizeLimit: 6) }
    #expect(fault.reason == .tooLarge(limit: 6))
    #expect(throws: Never.self) { try JSONValue(parsing: "[1,2,3]".bytes, sizeLimit: 7) }
  }

  @Test func keysWrittenWithEscapesAreFound() throws {
    let user = try User(parsing: #"{"\u0069d":5,"is_bot":false,"first_name":"A"}"#.bytes)
    #expect(user.id == 5)
    #expect(RawJSON(#"{"\u0069d":5}"#.bytes)["id"]?.int == 5)
  }
}
