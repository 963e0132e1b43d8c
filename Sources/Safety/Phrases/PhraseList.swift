/// A list of phrases: a text file, one phrase a line, `#` begins a comment.
///
/// A phrase is words with spaces between. `жить|жизнь` is either; `умир*` any word that begins so; `очень?` may be
/// missing; `_` is up to two words of any kind within the sentence; `\#` a number. A line that begins with `!` is never
/// taken back by an idiom. A line that begins with `~` is looked for inside long words, for texts without spaces.
struct PhraseList: Sendable {
  struct Hit: Sendable {
    var range: Range<Int>
    var isStrong: Bool
    var phrase: String
  }

  private enum Piece: Sendable {
    case any
    case word(exact: [String], prefixes: [String], number: Bool)

    func matches(_ word: PlainText.Word) -> Bool {
      switch self {
      case .any: true
      case .word(let exact, let prefixes, let number):
        number && word.isNumber || exact.contains(word.letters) || prefixes.contains { word.letters.hasPrefix($0) }
      }
    }

    var isAny: Bool { if case .any = self { true } else { false } }
  }

  private struct Phrase: Sendable {
    var pieces: [Piece] = []
    /// Bit `i`: piece `i` may be missing.
    var optional: UInt64 = 0
    var isStrong: Bool
    var line: String

    mutating func append(_ piece: Piece, isOptional: Bool = false) {
      if isOptional { optional |= 1 << UInt64(pieces.count) }
      pieces.append(piece)
    }

    /// The places reached from `places` by leaving out what may be missing.
    func skipping(_ places: UInt64) -> UInt64 {
      var reached = places
      for place in 0..<pieces.count where reached & optional & (1 << UInt64(place)) != 0 {
        reached |= 1 << UInt64(place + 1)
      }
      return reached
    }
  }

  private var phrases: [Phrase] = []
  private var byWord: [String: [Int]] = [:]
  private var byPrefix: [String: [Int]] = [:]
  private var beginningWithNumber: [Int] = []
  private var prefixLengths: [Int] = []
  private var inside: [(text: String, line: String)] = []
  /// Lines that could not be read.
  private(set) var problems: [String] = []

  init(file: [UInt8], _ alphabet: Alphabet) {
    for raw in String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let line = raw.drop(while: \.isWhitespace)
      if line.isEmpty || line.first == "#" { continue }
      add(line, alphabet)
    }
    prefixLengths = Set(byPrefix.keys.map(\.unicodeScalars.count)).sorted()
  }

  /// Where phrases of the list stand in the words.
  func hits(in words: [PlainText.Word]) -> [Hit] {
    var hits: [Hit] = []
    for (index, word) in words.enumerated() {
      for candidate in candidates(word) {
        let phrase = phrases[candidate]
        guard let end = end(of: phrase, in: words, from: index) else { continue }
        hits.append(Hit(range: index..<end, isStrong: phrase.isStrong, phrase: phrase.line))
      }
      if !inside.isEmpty, word.letters.utf8.count >= 8 {
        for found in inside where word.letters.contains(found.text) {
          hits.append(Hit(range: index..<index + 1, isStrong: false, phrase: found.line))
        }
      }
    }
    return hits
  }

  private func candidates(_ word: PlainText.Word) -> [Int] {
    var found = byWord[word.letters] ?? []
    if word.isNumber { found += beginningWithNumber }
    let scalars = word.letters.unicodeScalars
    for length in prefixLengths {
      guard let end = scalars.index(scalars.startIndex, offsetBy: length, limitedBy: scalars.endIndex) else { break }
      if let some = byPrefix[String(scalars[..<end])] { found += some }
    }
    return found
  }

  /// Where the shortest match that begins at `start` ends. Walks all ways to match side by side, so that nothing is
  /// tried again and again: at most as many steps as the phrase has pieces.
  private func end(of phrase: Phrase, in words: [PlainText.Word], from start: Int) -> Int? {
    let goal: UInt64 = 1 << UInt64(phrase.pieces.count)
    // Places reached by a word of the phrase, and by a word of any kind.
    var byWord = phrase.skipping(1)
    var byAny: UInt64 = 0
    for index in start..<min(words.count, start + phrase.pieces.count) {
      let word = words[index]
      let isNewSentence = index > start && word.startsSentence
      let places = isNewSentence ? byWord : byWord | byAny
      var nextByWord: UInt64 = 0
      var nextByAny: UInt64 = 0
      for (place, piece) in phrase.pieces.enumerated() where places & (1 << UInt64(place)) != 0 {
        guard piece.matches(word), !(isNewSentence && piece.isAny) else { continue }
        if piece.isAny { nextByAny |= 1 << UInt64(place + 1) } else { nextByWord |= 1 << UInt64(place + 1) }
      }
      byWord = phrase.skipping(nextByWord)
      byAny = phrase.skipping(nextByAny)
      if (byWord | byAny) & goal != 0 { return index + 1 }
      if byWord | byAny == 0 { return nil }
    }
    return nil
  }

  // MARK: Reading

  private mutating func add(_ line: Substring, _ alphabet: Alphabet) {
    let text = String(line)
    var rest = line
    if rest.first == "~" {
      let word = PlainText.folded(rest.dropFirst(), alphabet)
      if word.isEmpty { problems.append(text) } else { inside.append((word, text)) }
      return
    }
    let isStrong = rest.first == "!"
    if isStrong { rest.removeFirst() }
    var phrase = Phrase(isStrong: isStrong, line: text)
    for token in rest.split(separator: " ") {
      if token == "_" {
        phrase.append(.any, isOptional: true)
        phrase.append(.any, isOptional: true)
      } else if token.last == "?" {
        phrase.append(Self.piece(token.dropLast(), alphabet), isOptional: true)
      } else {
        phrase.append(Self.piece(token, alphabet))
      }
    }
    insert(phrase)
  }

  private mutating func insert(_ phrase: Phrase) {
    let index = phrases.count
    guard let first = phrase.pieces.first, phrase.pieces.count < 64, phrase.optional & 1 == 0 else {
      return problems.append(phrase.line)
    }
    for case .word(let exact, let prefixes, _) in phrase.pieces where (exact + prefixes).contains("") {
      return problems.append(phrase.line)
    }
    switch first {
    case .any: return problems.append(phrase.line)
    case .word(let exact, let prefixes, let number):
      if number { beginningWithNumber.append(index) }
      for word in Set(exact) { byWord[word, default: []].append(index) }
      for prefix in Set(prefixes) { byPrefix[prefix, default: []].append(index) }
    }
    phrases.append(phrase)
  }

  private static func piece(_ token: Substring, _ alphabet: Alphabet) -> Piece {
    var exact: [String] = []
    var prefixes: [String] = []
    var number = false
    for option in token.split(separator: "|", omittingEmptySubsequences: false) {
      if option == "\\#" {
        number = true
      } else if option.last == "*" {
        prefixes.append(PlainText.folded(option.dropLast(), alphabet))
      } else {
        exact.append(PlainText.folded(option, alphabet))
      }
    }
    return .word(exact: exact, prefixes: prefixes, number: number)
  }
}
