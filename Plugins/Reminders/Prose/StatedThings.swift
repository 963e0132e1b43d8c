import PluginAPI

/// The numbers and days of the week that a text states, in digits and in words, in English and in Russian.
struct StatedThings: Sendable, Hashable {
  /// Of "3 of 7" and the like.
  struct Share: Sendable, Hashable {
    var part: Double
    var whole: Double
  }

  private(set) var numbers: Set<Double> = []
  private(set) var shares: Set<Share> = []
  private(set) var days: Set<Weekday> = []

  init(_ text: String) {
    let words = Self.words(text)
    let values = words.map(Self.value)
    numbers = Set(values.compactMap { $0 })
    days = Set(words.compactMap(Self.day))
    for (index, value) in values.enumerated() {
      // "3 of 7", "3 out of the 7", "3 из 7", "3/7".
      guard let value, words.dropFirst(index + 1).first.map(Self.links.contains) ?? false,
        let whole = values.dropFirst(index + 2).prefix(2).compactMap(\.self).first
      else { continue }
      shares.insert(Share(part: value, whole: whole))
    }
  }

  private static let links: Set<String> = ["of", "out", "из", "/"]

  init(_ texts: [String]) { self.init(texts.joined(separator: "\n")) }

  /// In lower case, "ё" as "е"; digits apart from letters, a slash by itself.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var current = ""
    func flush() {
      // A full stop or comma at the end is none of the number.
      while let last = current.last, last == "." || last == "," { current.removeLast() }
      if !current.isEmpty { words.append(current) }
      current = ""
    }
    for character in text.lowercased() {
      let isNumber = current.first?.isNumber ?? false
      if isNumber, character == "." || character == ",", current.last?.isNumber == true {
        current.append(character)
      } else if character.isNumber {
        if !isNumber { flush() }
        current.append(character)
      } else if character.isLetter {
        if isNumber { flush() }
        current.append(character == "ё" ? "е" : character)
      } else {
        flush()
        if character == "/" { words.append("/") }
      }
    }
    flush()
    return words
  }

  private static func value(_ word: String) -> Double? {
    guard word.first?.isNumber == true else { return named[word] }
    // Digits of any script, and signs such as "½", which no fact states.
    let digits = word.map { $0.wholeNumberValue.map(String.init) ?? ($0 == "," || $0 == "." ? "." : "x") }
    return Double(digits.joined()) ?? -1
  }

  private static func day(_ word: String) -> Weekday? {
    Weekday.allCases.first { day in
      let english = day.name
      return word == english || word == english + "s" || dayForms[day]?.contains(word) ?? false
        || dayStems[day].map(word.hasPrefix) ?? false
    }
  }

  private static let dayStems: [Weekday: String] = [
    .monday: "понедельник", .tuesday: "вторник", .thursday: "четверг", .friday: "пятниц", .saturday: "суббот",
    .sunday: "воскресен",
  ]
  /// Words that begin like "среда" are many.
  private static let dayForms: [Weekday: Set<String>] = [
    .wednesday: ["среда", "среды", "среде", "среду", "средой", "средам", "средами"]
  ]

  /// Words for numbers, -1 for what no fact states. "One" and "once" are not among them: they count nothing in "one small step".
  private static let named: [String: Double] = {
    let table: [(Double, String)] = [
      (0.25, "quarter четверть четверти"), (0.5, "half halves половина половину половины половине полтора"),
      (-1, "double doubled triple tripled вдвое втрое вдвойне"), (2, "two twice два две двух двум двумя дважды двое"),
      (3, "three thrice third три трех трем тремя трижды трое втрое третий третья третье третью третьей треть трети"),
      (4, "four fourth четыре четырех четырем четырьмя четверо четвертый четвертая четвертую четвертой"),
      (5, "five fifth пять пяти пятью пятый пятая пятую пятой пятеро"),
      (6, "six sixth шесть шести шестью шестой шестая шестую"), (7, "seven seventh семь семи седьмой седьмая седьмую"),
      (8, "eight eighth восемь восьми восьмой восьмая"), (9, "nine ninth девять девяти"),
      (10, "ten tenth десять десяти десяток"), (11, "eleven одиннадцать"), (12, "twelve dozen двенадцать дюжина"),
      (13, "thirteen тринадцать"), (14, "fourteen четырнадцать"), (15, "fifteen пятнадцать"),
      (16, "sixteen шестнадцать"), (17, "seventeen семнадцать"), (18, "eighteen восемнадцать"),
      (19, "nineteen девятнадцать"), (20, "twenty двадцать двадцати"), (30, "thirty тридцать тридцати"),
      (40, "forty сорок сорока"), (50, "fifty пятьдесят пятидесяти"), (60, "sixty шестьдесят шестидесяти"),
      (70, "seventy семьдесят семидесяти"), (80, "eighty восемьдесят восьмидесяти"), (90, "ninety девяносто"),
      (100, "hundred сто ста сотня сотню"), (1000, "thousand тысяча тысячи тысяч"),
    ]
    var named: [String: Double] = [:]
    for (value, words) in table {
      for word in words.split(separator: " ") { named[String(word)] = value }
    }
    return named
  }()
}
