import TelegramBotAPI

@testable import Localization

/// What people type, and texts with entities anywhere.
func fuzzTexts(_ input: [UInt8]) {
  var reader = InputReader(input)
  let limit = Int(reader.byte())
  let isMultiline = reader.byte() % 2 == 1
  let count = Int(reader.byte()) * 2
  var entities: [TextEntity] = []
  for _ in 0..<min(count, reader.rest.count / 8) {
    let kind = kinds[Int(reader.byte()) % kinds.count]
    entities.append(TextEntity(kind, offset: number(&reader), length: number(&reader)))
  }
  let string = reader.text
  clean(string, limit, isMultiline)
  clean(Array(string.utf16), limit)
  check(Text(string, entities: entities), limit)
  let redacted = Redaction.clean(string)
  demand(redacted.count <= 300 && !hasToken(redacted), "a token in a log")
}

private let kinds: [TextEntity.Kind] = [
  .bold, .italic, .underline, .strikethrough, .spoiler, .quote(), .quote(expandable: true), .code, .pre(language: "c"),
  .link(url: "https://a.b"), .mention(userID: 1), .customEmoji(id: "1"), .dateTime(unixSeconds: 1, format: "r"),
]

private func number(_ reader: inout InputReader) -> Int {
  let high = Int(reader.byte())
  let low = Int(reader.byte())
  // Mostly in the text, sometimes far out of it.
  return high == 0xFF ? (low % 2 == 0 ? Int.max - low : Int.min + low) : high << 6 ^ low
}

private func clean(_ raw: String, _ limit: Int, _ isMultiline: Bool) {
  let once = UserText.clean(raw, limit: limit, multiline: isMultiline)
  demand(once.count <= limit, "\(once.count) graphemes for a limit of \(limit)")
  let twice = UserText.clean(once, limit: limit, multiline: isMultiline)
  demand(twice.unicodeScalars.elementsEqual(once.unicodeScalars), "cleaning again changes a text")
  let hidden: Set<UInt32> = [0, 0x200B, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF]
  demand(!once.unicodeScalars.contains { hidden.contains($0.value) }, "a hidden character was kept")
  // By scalars: a space within the text and a letter that clings to it, a Thai vowel sign, are one grapheme to Swift.
  let ends = [once.unicodeScalars.first, once.unicodeScalars.last]
  demand(!ends.contains { $0?.properties.isWhitespace == true }, "space around a clean text")
  _ = UserText.words(raw)
  let isolated = UserText.isolated(raw).unicodeScalars
  demand(isolated.filter { $0.value == 0x2068 }.count == isolated.filter { $0.value == 0x2069 }.count, "left isolated")
}

private func clean(_ units: [UInt16], _ limit: Int) {
  // A surrogate loses its partner.
  let broken = units.enumerated().filter { $0.offset % 7 != 3 }.map(\.element)
  demand(UserText.clean(utf16: broken, limit: limit).count <= limit, "too long")
}

private func check(_ text: Text, _ limit: Int) {
  consistent(text)
  let normal = text.normalized()
  consistent(normal)
  demand(normal.normalized() == normal, "normalizing again changes a text")
  let short = text.truncated(to: limit)
  consistent(short)
  demand(short.utf16Count <= max(limit, 0) || short == text, "cut to \(short.utf16Count) units for \(limit)")
  for piece in text.split(limit: 16 + limit * 16) {
    consistent(piece)
    demand(!piece.isEmpty && piece.utf16Count <= 16 + limit * 16, "a piece of \(piece.utf16Count) units")
    demand(piece.normalized() == piece, "a piece that is not normalized")
  }
}

private func consistent(_ text: Text) {
  let units = Array(text.string.utf16)
  demand(units.count == text.utf16Count, "a wrong length")
  for entity in text.entities {
    let (start, end) = (entity.offset, entity.offset + entity.length)
    demand(start >= 0 && start < end && end <= units.count, "an entity outside its text")
    demand(start == 0 || !UTF16.isTrailSurrogate(units[start]), "an entity begins inside a character")
    demand(end == units.count || !UTF16.isTrailSurrogate(units[end]), "an entity ends inside a character")
  }
}

/// Digits, a colon and 20 or more of a token's letters.
private func hasToken(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  func isLetter(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F || byte == 0x2D
  }
  for colon in bytes.indices where bytes[colon] == 0x3A {
    let before = bytes[..<colon].reversed().prefix(while: isDigit).count
    let after = bytes[(colon + 1)...].prefix {
      isDigit($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x5F || $0 == 0x2D
    }
    if before >= 3, after.count >= 20 { return true }
  }
  return false
}
