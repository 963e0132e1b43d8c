import Localization

let russian = Reader(language: .russian)
let english = Reader(language: .english)

/// SplitMix64: the same numbers on every machine for the same seed.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Pieces that have broken text handling somewhere: surrogate pairs, sequences, marks, bidi, controls, whitespace.
let hostilePieces: [String] = [
  "a", "Z", "я", "ё", "слово", "word", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u{A0}", "\u{3000}", "😀", "👨‍👩‍👧‍👦", "🇷🇺",
  "👍🏽", "1️⃣", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "e\u{301}", "и\u{306}", "\u{301}",
  "Z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30A}\u{333}\u{33F}", "\u{202E}",
  "\u{2067}", "\u{2069}", "\u{200F}", "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{0}", "\u{1}", "\u{7F}", "\u{2028}",
  "שלום", "مرحبا", "<b>", "</b>", "{name}", "'", "*", "_", "[x](tg://user?id=1)", "&lt;", "\u{FFFD}", "\u{E000}",
  "\u{10FFFF}", "漢字", "한", "ᄀ", "ᅠ", "𝔘", "ﷺ",
]

func hostileString(pieces: Int, _ generator: inout Seeded) -> String {
  (0..<pieces).map { _ in hostilePieces.randomElement(using: &generator) ?? "" }.joined()
}

let someKinds: [TextEntity.Kind] = [
  .bold, .italic, .underline, .strikethrough, .spoiler, .quote(), .quote(expandable: true), .code,
  .pre(language: "swift"),
  .link(url: "https://example.org"), .mention(userID: 7), .dateTime(unixSeconds: 1_700_000_000, format: "t"),
]

func hostileText(pieces: Int, entities: Int, _ generator: inout Seeded) -> Text {
  let string = hostileString(pieces: pieces, &generator)
  let count = string.utf16.count
  return Text(
    string,
    entities: (0..<entities).map { _ in
      TextEntity(
        someKinds.randomElement(using: &generator) ?? .bold, offset: Int.random(in: -3...count + 3, using: &generator),
        length: Int.random(in: -2...count + 3, using: &generator))
    })
}

/// What a strict server would say against a text, written apart from the code under test. Empty means nothing.
func complaints(about text: Text, isNormalized: Bool = true) -> [String] {
  var complaints: [String] = []
  let units = Array(text.string.utf16)
  if units.count != text.utf16Count { complaints.append("utf16Count \(text.utf16Count), really \(units.count)") }
  for entity in text.entities {
    guard entity.offset >= 0, entity.length > 0, entity.offset + entity.length <= units.count else {
      complaints.append("out of range: \(entity)")
      continue
    }
    for edge in [entity.offset, entity.offset + entity.length] where edge > 0 && edge < units.count {
      if UTF16.isTrailSurrogate(units[edge]) { complaints.append("inside a pair: \(entity)") }
    }
    let covered = String(decoding: units[entity.offset..<entity.offset + entity.length], as: UTF16.self)
    if isNormalized && covered.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
      complaints.append("only whitespace: \(entity)")
    }
  }
  guard isNormalized else { return complaints }
  let ends = [text.string.unicodeScalars.first, text.string.unicodeScalars.last]
  if ends.contains(where: { $0?.properties.isWhitespace == true }) {
    complaints.append("outer whitespace")
  }
  for (index, a) in text.entities.enumerated() {
    for b in text.entities.dropFirst(index + 1) {
      let (aEnd, bEnd) = (a.offset + a.length, b.offset + b.length)
      guard a.offset < bEnd, b.offset < aEnd else { continue }
      let aHolds = a.offset <= b.offset && bEnd <= aEnd
      let bHolds = b.offset <= a.offset && aEnd <= bEnd
      if !aHolds && !bHolds { complaints.append("crossing: \(a) \(b)") }
      if a.kind == b.kind { complaints.append("twice: \(a) \(b)") }
      let names = Set([a.kind.typeName, b.kind.typeName])
      let styles: Set = ["bold", "italic", "underline", "strikethrough", "spoiler"]
      let quotes: Set = ["blockquote", "expandable_blockquote"]
      if !names.isDisjoint(with: ["code", "pre"]) && names.isDisjoint(with: quotes) {
        complaints.append("code shared: \(a) \(b)")
      }
      if names.isSubset(of: quotes) { complaints.append("quote in quote: \(a) \(b)") }
      if names.isDisjoint(with: styles) && names.isDisjoint(with: quotes) {
        complaints.append("block in block: \(a) \(b)")
      }
    }
  }
  return complaints
}
