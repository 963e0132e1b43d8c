/// A text as words that can be compared: lower case, «ё» as «е», no apostrophes, numbers apart from their units.
struct TextWords: Sendable, Hashable {
  enum Word: Sendable, Hashable {
    case word(String)
    case number(Double)
  }

  let all: [Word]
  let isQuestion: Bool

  init(_ text: String, limit: Int = 4096) {
    var found: [Word] = []
    var current = ""
    func flush() {
      guard !current.isEmpty else { return }
      if let number = Double(current.replacing(",", with: ".")) {
        found.append(.number(number))
      } else {
        found.append(.word(current))
      }
      current = ""
    }
    var previous: Character = " "
    for character in text.lowercased().prefix(limit) {
      defer { previous = character }
      if character == "'" || character == "’" { continue }
      let isDecimal =
        (character == "," || character == ".") && previous.isWholeNumber && current.first?.isWholeNumber == true
      if isDecimal, !current.contains(","), !current.contains(".") {
        current.append(character)
        continue
      }
      guard character.isLetter || character.isWholeNumber else {
        flush()
        continue
      }
      // "5км": the number ends where the letters begin.
      if let first = current.first, first.isWholeNumber != character.isWholeNumber { flush() }
      current.append(character == "ё" ? "е" : character)
    }
    flush()
    all = found.map { word in
      if case .word(let text) = word, text.hasSuffix(",") || text.hasSuffix(".") {
        return .word(String(text.dropLast()))
      }
      return word
    }
    isQuestion = text.contains("?")
  }

  var words: [String] { all.compactMap { if case .word(let text) = $0 { text } else { nil } } }
  var numbers: [Double] { all.compactMap { if case .number(let number) = $0 { number } else { nil } } }

  func has(_ options: Set<String>) -> Bool { words.contains { options.contains($0) } }
  func has(startingWith starts: [String]) -> Bool { words.contains { word in starts.contains { word.hasPrefix($0) } } }
}
