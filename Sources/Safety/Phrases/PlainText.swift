/// A text without what only hides it: case, accents, invisible characters, «ё», soft signs, other shapes of letters.
struct PlainText: Sendable {
  /// A word as it is compared.
  struct Word: Sendable, Hashable {
    var letters: String
    /// Digits only; shown as `#` in the lists.
    var isNumber: Bool
    /// The first word after a full stop.
    var startsSentence: Bool
  }

  /// What stands between two spaces.
  private struct Chunk {
    var scalars: [UInt32]
    var startsSentence: Bool
  }

  private var chunks: [Chunk] = []

  init(_ text: String, limit: Int) {
    var current: [UInt32] = []
    var startsSentence = false
    var ended = false
    func flush(_ chunks: inout [Chunk]) {
      guard !current.isEmpty else { return }
      chunks.append(Chunk(scalars: current, startsSentence: startsSentence))
      startsSentence = current.last.map(Self.endsSentence) ?? false
      current.removeAll(keepingCapacity: true)
    }
    for scalar in text.unicodeScalars.prefix(limit) {
      if scalar.properties.isWhitespace {
        flush(&chunks)
        ended = ended || scalar == "\n"
      } else if let value = Self.plain(scalar) {
        if current.isEmpty, ended { startsSentence = true }
        ended = false
        current.append(value)
      }
    }
    flush(&chunks)
  }

  /// The words of the text in an alphabet, in up to two readings: punctuation parts words, or is ignored.
  func readings(in alphabet: Alphabet) -> [[Word]] {
    var parted: [Word] = []
    var joined: [Word] = []
    for chunk in chunks {
      var startsSentence = chunk.startsSentence
      var pieces: [[UInt32]] = [[]]
      for (index, scalar) in chunk.scalars.enumerated() {
        if Self.isWordPart(scalar, in: chunk.scalars, at: index) {
          pieces[pieces.count - 1].append(scalar)
        } else if !Self.isApostrophe(scalar), pieces[pieces.count - 1].isEmpty == false {
          pieces.append([])
        }
      }
      pieces.removeAll(where: \.isEmpty)
      if let word = Self.word(pieces.flatMap(\.self), alphabet, startsSentence: startsSentence) { joined.append(word) }
      for piece in pieces {
        if let word = Self.word(piece, alphabet, startsSentence: startsSentence) { parted.append(word) }
        startsSentence = false
      }
    }
    let readings = parted == joined ? [parted] : [parted, joined]
    return readings.flatMap { words in
      let gathered = Self.gathered(words)
      return gathered == words ? [words] : [words, gathered]
    }
  }

  /// A word of a list, folded as the text is.
  static func folded(_ word: Substring, _ alphabet: Alphabet) -> String {
    let scalars = word.unicodeScalars.compactMap(plain).filter { isLetter($0) || (0x30...0x39).contains($0) }
    return Self.word(scalars, alphabet, startsSentence: false)?.letters ?? ""
  }

  /// Letters that stand alone, four or more in a row, read as one word.
  private static func gathered(_ words: [Word]) -> [Word] {
    var result: [Word] = []
    var index = 0
    while index < words.count {
      var end = index
      while end < words.count, words[end].letters.unicodeScalars.count == 1, !words[end].isNumber { end += 1 }
      guard end - index >= 4 else {
        result.append(words[index])
        index += 1
        continue
      }
      let letters = collapsed(words[index..<end].flatMap { $0.letters.unicodeScalars.map(\.value) })
      result.append(Word(letters: letters, isNumber: false, startsSentence: words[index].startsSentence))
      index = end
    }
    return result
  }

  private static func word(_ scalars: [UInt32], _ alphabet: Alphabet, startsSentence: Bool) -> Word? {
    guard !scalars.isEmpty else { return nil }
    let isNumber = scalars.allSatisfy { (0x30...0x39).contains($0) }
    let letters = isNumber ? scalars : scalars.map(alphabet.letter)
    return Word(
      letters: isNumber ? string(letters) : collapsed(letters), isNumber: isNumber, startsSentence: startsSentence)
  }

  /// A letter that is repeated counts once: «хочуууу», and on both sides of every comparison.
  private static func collapsed(_ scalars: [UInt32]) -> String {
    var result: [UInt32] = []
    result.reserveCapacity(scalars.count)
    for var scalar in scalars {
      // After these three «ы» sounds, and is written by mistake, as «и».
      if scalar == 0x44B, let last = result.last, last == 0x436 || last == 0x448 || last == 0x446 { scalar = 0x438 }
      if scalar != result.last { result.append(scalar) }
    }
    return string(result)
  }

  private static func string(_ scalars: [UInt32]) -> String {
    var text = String.UnicodeScalarView()
    for value in scalars { if let scalar = Unicode.Scalar(value) { text.append(scalar) } }
    return String(text)
  }

  /// A scalar as it is compared; nil when it says nothing.
  private static func plain(_ scalar: Unicode.Scalar) -> UInt32? {
    let value = scalar.value
    switch value {
    case 0x61...0x7A, 0x21...0x40: return value
    case 0x41...0x5A: return value + 0x20
    case 0x451, 0x401: return 0x435  // ё → е
    case 0x439, 0x419: return 0x438  // й → и
    case 0x44C, 0x42C, 0x44A, 0x42A: return nil  // ь, ъ
    case 0x430...0x44F: return value
    case 0x410...0x42F: return value + 0x20
    case 0xFF01...0xFF5E: return Unicode.Scalar(value - 0xFEE0).flatMap(plain)
    case 0x1D400...0x1D6A3: return 0x61 + (value - 0x1D400) % 26
    case 0x24B6...0x24E9: return 0x61 + (value - 0x24B6) % 26
    default: break
    }
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint { return nil }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .modifierSymbol: return nil
    default: return properties.lowercaseMapping.unicodeScalars.first?.value ?? value
    }
  }

  private static func isWordPart(_ scalar: UInt32, in chunk: [UInt32], at index: Int) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x61...0x7A, 0x430...0x44F, 0x40, 0x24: return true
    // "k!ll": between letters an exclamation mark may be one.
    case 0x21, 0x7C:
      return index > 0 && index + 1 < chunk.count && isLetter(chunk[index - 1]) && isLetter(chunk[index + 1])
    default: return isLetter(scalar)
    }
  }

  private static func isLetter(_ value: UInt32) -> Bool { Unicode.Scalar(value)?.properties.isAlphabetic ?? false }

  private static func isApostrophe(_ value: UInt32) -> Bool {
    value == 0x27 || value == 0x2019 || value == 0x2BC || value == 0x60 || value == 0xB4
  }

  private static func endsSentence(_ value: UInt32) -> Bool {
    value == 0x2E || value == 0x21 || value == 0x3F || value == 0x2026
  }
}
