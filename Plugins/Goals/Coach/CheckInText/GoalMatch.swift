import Contracts
import PluginAPI

/// Which goals a text is about, by words that belong together.
enum GoalMatch {
  /// Roots that mean one activity, in both languages. A word belongs to the group of the first root it begins with,
  /// with a verb's prefix or without.
  private static let groups: [[String]] = [
    ["бег", "беж", "бега", "кросс", "run", "ran", "jog", "марафон"],
    ["чита", "чит", "чтен", "книг", "страниц", "read", "book", "page"],
    ["зарядк", "разминк", "exercise", "warmup", "гимнаст"], ["медит", "meditat"],
    ["вод", "стакан", "пить", "пил", "water", "glass", "drank", "drink"],
    ["английск", "english", "слов", "word", "vocab"],
    ["спать", "спал", "сон", "сна", "sleep", "slept"],
    ["ходи", "ходь", "гул", "прогул", "шаг", "шел", "шла", "walk", "step"],
    ["отжим", "отжат", "отжал", "pushup"], ["присед", "squat"], ["планк", "plank"], ["йог", "yoga"],
    ["кури", "курил", "сигар", "smok", "cigar"], ["кофе", "coffee"],
    ["сахар", "слад", "конфет", "sugar", "sweet", "candy"],
    ["писа", "пиш", "дневник", "write", "wrote", "writ", "journal", "diary"],
    ["плав", "плы", "бассейн", "swim", "swam"],
    ["велос", "велик", "bike", "cycl"], ["тренир", "зал", "gym", "train", "workout", "worked"],
    ["рисо", "draw", "drew", "sketch"],
    ["гитар", "guitar"], ["пиан", "фортеп", "piano"], ["убор", "убир", "убра", "clean", "tidy", "tidied"],
    ["учи", "учу", "изуч", "занима", "study", "studi", "learn"], ["растяж", "тянул", "stretch"],
    ["код", "программ", "code", "coding", "coded"],
    ["готов", "cook"], ["благодар", "gratitude", "grateful"], ["витамин", "vitamin"], ["язык", "language"],
    ["диплом", "thesis"], ["испанск", "spanish"], ["немецк", "german"], ["алкогол", "alcohol"],
  ]
  private static let prefixes = ["про", "по", "вы", "на", "за", "пере", "до", "от", "при", "об", "у", "с"]
  private static let empty: Set<String> = [
    "раза", "неделю", "каждый", "день", "сегодня", "вчера", "минут", "минуты", "утром", "вечером", "times", "week",
    "every", "daily", "today", "yesterday", "minutes", "morning", "evening", "сделал", "сделала", "more", "больше",
    "меньше", "после", "after", "before", "перед", "with", "мной", "моя", "мой", "this", "that", "done", "готово",
  ]

  /// Goals with the most in common with the text, at most four; none when nothing is in common.
  static func goals(for text: TextWords, among goals: [Goal]) -> [Goal] {
    let said = Set(text.words.flatMap(keys))
    let scores = goals.map { goal -> Int in
      let own = Set(TextWords(goal.title).words.flatMap(keys))
      let unit = Set(TextWords(goal.snapshot.unit ?? "").words.flatMap(keys))
      let shared = own.intersection(said).count * 2
      return shared > 0 ? shared + (unit.isDisjoint(with: said) ? 0 : 1) : (unit.isDisjoint(with: said) ? 0 : 1)
    }
    guard let best = scores.max(), best > 0 else { return [] }
    return Array(zip(goals, scores).filter { $0.1 == best }.map(\.0).prefix(4))
  }

  /// What a word stands for: its group, or its first five letters.
  private static func keys(_ word: String) -> [String] {
    guard word.count >= 2, !empty.contains(word) else { return [] }
    if let group = group(of: word) { return ["#\(group)"] }
    for prefix in prefixes where word.hasPrefix(prefix) && word.count >= prefix.count + 3 {
      if let group = group(of: String(word.dropFirst(prefix.count))) { return ["#\(group)"] }
    }
    return word.count >= 4 ? [String(word.prefix(5))] : []
  }

  private static func group(of word: String) -> Int? {
    groups.firstIndex { roots in roots.contains { word.hasPrefix($0) } }
  }
}
