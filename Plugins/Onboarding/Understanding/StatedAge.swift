/// Hears how old somebody says they are, in Russian and English. Nobody is asked.
package enum StatedAge {
  private static let russianWords = [
    "восемь": 8, "девять": 9, "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13,
    "четырнадцать": 14, "пятнадцать": 15, "шестнадцать": 16, "семнадцать": 17,
  ]
  private static let englishWords = [
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17,
  ]

  /// The youngest age of the writer that the text states; nil when it states none from 5 to 120.
  package static func find(in text: String) -> Int? {
    let lowered = text.lowercased().replacing("ё", with: "е").replacing("’", with: "'")
    var ages: [Int] = []
    // «мне 13», but not «мне 13 задач» and not «мне было 13».
    for match in lowered.matches(
      of:
        #/(?:^|[^а-я])мне (?:всего |только |уже |сейчас |скоро )?(\d{1,3}|[а-я]+)(?: *(лет|год|года|годиков)(?![а-я])|(?= *(?:[.,;:!?)\n—–-]|$|и |я |а |но |хочу )))/#
    ) { add(match.output.1, russianWords, &ages) }
    // «13-летняя», said of oneself: «я 13-летний».
    for match in lowered.matches(of: #/(?:^|[^а-я])я[ ,—–-]+(\d{1,3})[- ]?(?:летн|лет )/#) {
      add(match.output.1, russianWords, &ages)
    }
    for match in lowered.matches(
      of:
        #/(?:^|[^a-z])(?:i'?m|i am|im) (?:only |just |almost |now )?(\d{1,3}|[a-z]+)(?:[ -]*(years?[ -]old|yrs?[ -]old|y\/?o|year[ -]old)(?![a-z])|(?= *(?:[.,;:!?)\n—–-]|$|and |so |but )))/#
    ) { add(match.output.1, englishWords, &ages) }
    for match in lowered.matches(of: #/(?:^|[^a-z])(?:my age is|i'm aged|i am aged) (\d{1,3})/#) {
      add(match.output.1, englishWords, &ages)
    }
    for match in lowered.matches(of: #/(?:^|[^a-z])(?:as a|i'm a|i am a) (\d{1,2})[ -]?years?[ -]?old/#) {
      add(match.output.1, englishWords, &ages)
    }
    return ages.min()
  }

  private static func add(_ found: Substring, _ words: [String: Int], _ ages: inout [Int]) {
    guard let age = Int(found) ?? words[String(found)], (5...120).contains(age) else { return }
    ages.append(age)
  }
}
