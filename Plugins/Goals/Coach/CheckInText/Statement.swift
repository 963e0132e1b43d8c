import Contracts

/// What a text says was done, as far as words without a model tell. Cautious: what is not plainly said is not said.
struct Statement: Sendable, Hashable {
  enum Outcome: Sendable, Hashable { case done, minimum, skipped, missed }

  var outcome: Outcome
  /// Days before today, 0…-3.
  var dayOffset: Int
  /// Numbers in the text, with the word behind each.
  var amounts: [Amount]

  struct Amount: Sendable, Hashable {
    var value: Double
    var unit: String?
  }

  /// Nil when the text states nothing that happened: plans, wishes, questions, "almost".
  init?(_ text: TextWords) {
    let words = text.words
    if text.isQuestion || text.has(Self.plans) || Self.isAlmost(words) {
      return nil
    }
    let isNegated = Self.isNegated(words)
    let isExcused =
      text.has(startingWith: Self.excuses) || text.has(Self.excuseWords) || Self.pairs(words, Self.excusePairs)
    let isDone = words.contains(where: Self.isDone)
    if text.has(startingWith: Self.skips) || isExcused && (isNegated || !isDone) {
      outcome = .skipped
    } else if isNegated || text.has(Self.misses) && !text.has(Self.logging) {
      outcome = .missed
    } else if isDone {
      outcome = text.has(startingWith: Self.minimums) ? .minimum : .done
    } else {
      return nil
    }
    dayOffset = Self.offset(words)
    amounts = Self.amounts(text.all)
  }

  // MARK: Words

  private static let plans: Set<String> = [
    "буду", "будем", "завтра", "послезавтра", "хочу", "хотел", "хотела", "хотелось", "планирую", "собираюсь", "надо",
    "нужно", "пойду", "попробую", "бы", "если", "когда", "нибудь", "обещаю", "мечтаю", "может", "will", "ill",
    "tomorrow", "want", "wanna", "gonna", "going", "plan", "planning", "should", "would", "could", "if", "maybe",
    "might", "try", "hope", "let", "lets", "need", "wish", "when", "must", "ignore", "игнорируй", "представь",
    "system", "log", "mark", "record", "everything", "сделай", "запиши", "засчитай", "отметь", "pretend", "imagine",
  ]
  private static let negations: Set<String> = [
    "не", "ни", "нет", "not", "didnt", "dont", "havent", "hasnt", "couldnt", "wasnt", "never", "cant", "cannot",
  ]
  private static let misses: Set<String> = [
    "missed", "failed", "прогулял", "прогуляла", "забыл", "забыла", "forgot", "провалил", "провалила",
  ]
  /// "Ran yesterday, forgot to note it."
  private static let logging: Set<String> = ["отметить", "записать", "внести", "note", "write"]
  private static let skips = ["пропуска", "пропуст", "пропуск", "skip"]
  private static let excuses = ["боле", "заболе", "больн", "простуд", "температур", "отпуск", "травм"]
  private static let excuseWords: Set<String> = [
    "sick", "ill", "flu", "fever", "injured", "vacation", "holiday", "выходной",
  ]
  private static let excusePairs: [(String, String)] = [("day", "off"), ("rest", "day")]
  private static let minimums = ["миним", "minim"]
  private static let doneWords: Set<String> = [
    "готово", "сделано", "выполнено", "есть", "done", "did", "ran", "read", "wrote", "went", "swam", "slept", "drank",
    "ate", "made", "took", "rode", "sang", "drew", "kept", "finished", "completed", "got", "had", "spent", "meditated",
    "bought", "learnt", "taught", "built", "sat", "stood", "held", "hit", "put", "wed",
  ]
  private static let notDone: Set<String> = [
    "tired", "bored", "need", "stressed", "exhausted", "scared", "worried", "red", "bed", "speed", "feed", "seed",
    "indeed", "interested", "excited", "annoyed", "стол", "угол", "пол", "был", "была", "было", "были", "мал", "мало",
    "устал", "устала", "дела", "начала", "тела", "зал", "стал", "стала", "мила", "села", "сила", "футбол", "гол",
    "школа", "школы", "мог", "смогла", "смог", "решил", "решила", "понял", "поняла", "думал", "думала", "сначала",
    "накопил", "пила", "если", "мысли", "дали", "или", "ли", "ели", "цели", "недели", "сели", "боли", "роли", "доли",
  ]

  private static func isDone(_ word: String) -> Bool {
    if doneWords.contains(word) { return true }
    if notDone.contains(word) { return false }
    if word.unicodeScalars.first.map({ $0.isASCII }) == true { return word.count >= 5 && word.hasSuffix("ed") }
    guard word.count >= 4 else { return false }
    return ["л", "ла", "ли", "лся", "лась", "лись"].contains { word.hasSuffix($0) }
      || ["ился", "илась", "елся", "ошел", "ошла"].contains { word.hasSuffix($0) }
  }

  private static func isNegated(_ words: [String]) -> Bool { words.contains { negations.contains($0) } }

  private static func isAlmost(_ words: [String]) -> Bool {
    words.contains("почти") || words.contains("almost") || words.contains("nearly") || pairs(words, [("чуть", "не")])
      || pairs(words, [("едва", "не")])
  }

  private static func pairs(_ words: [String], _ wanted: [(String, String)]) -> Bool {
    zip(words, words.dropFirst()).contains { pair in wanted.contains { $0 == pair } }
  }

  private static func offset(_ words: [String]) -> Int {
    if words.contains("позавчера") { return -2 }
    if let index = words.firstIndex(of: "yesterday") {
      return index >= 1 && words[index - 1] == "before" ? -2 : -1
    }
    return words.contains("вчера") || words.contains("вчерашн") ? -1 : 0
  }

  private static func amounts(_ all: [TextWords.Word]) -> [Amount] {
    all.indices.compactMap { index in
      guard case .number(let value) = all[index] else { return nil }
      var unit: String?
      if index + 1 < all.count, case .word(let word) = all[index + 1] { unit = word }
      return Amount(value: value, unit: unit)
    }
  }
}
