/// Aims that this bot makes no plan for, found by their words, whatever a model says: numbers of weight, body and
/// calories, and what belongs to a doctor.
public enum RefusedAim: String, Sendable, CaseIterable {
  /// Weight, measures of the body, calories, fasting.
  case body
  /// Doses, taking or leaving off medicine.
  case medical

  /// - Parameters:
  ///   - text: everything that is known of the aim, in Russian or English.
  ///   - isTeen: told to be young: diets and the looks of the body are out, too.
  public init?(_ text: String, isTeen: Bool = false) {
    let words = Self.words(text)
    if Self.isMedical(words) {
      self = .medical
    } else if Self.isBody(words, isTeen: isTeen) {
      self = .body
    } else {
      return nil
    }
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().replacing("ё", with: "е").split { !$0.isLetter && !$0.isNumber && $0 != "-" }.flatMap { word in
      // "60кг", "10kg": the number and its unit.
      let digits = word.prefix { $0.isNumber }
      return digits.isEmpty || digits.count == word.count
        ? [String(word)] : [String(digits), String(word.dropFirst(digits.count))]
    }
  }

  private static func has(_ words: [String], anyOf wanted: Set<String> = [], startingWith starts: [String] = []) -> Bool
  {
    words.contains { word in wanted.contains(word) || starts.contains { word.hasPrefix($0) } }
  }

  // MARK: Body

  private static let bodyStarts = [
    "похуде", "худеть", "худею", "схудн", "калори", "кбжу", "голодан", "голодовк", "calorie", "анорекс", "булими",
    "overweight", "underweight", "anorex", "bulimi",
  ]
  private static let bodyWords: Set<String> = [
    "ккал", "имт", "kcal", "bmi", "вешу", "весить", "весил", "весила", "weigh", "голодать", "slimmer", "похудание",
  ]
  private static let weights: Set<String> = [
    "вес", "веса", "весе", "весом", "кг", "кило", "килограмм", "килограмма", "килограммов", "weight", "kg", "kgs",
    "kilo", "kilos", "pound", "pounds", "lb", "lbs", "stone", "fat", "жир", "жира",
  ]
  private static let losing: Set<String> = [
    "сбросить", "скинуть", "убрать", "снизить", "набрать", "потерять", "согнать", "минус", "сбросила", "сбросил",
    "lose", "losing", "lost", "drop", "gain", "shed", "burn",
  ]
  private static let measures: Set<String> = ["талия", "талии", "талию", "бедер", "waist", "hips", "обхват"]
  private static let teenStarts = ["диет", "фигур", "живот", "питани", "diet", "abs", "belly", "thin", "skinny"]

  private static func isBody(_ words: [String], isTeen: Bool) -> Bool {
    if has(words, anyOf: bodyWords, startingWith: bodyStarts) { return true }
    if has(words, anyOf: weights), has(words, anyOf: losing) { return true }
    if has(words, anyOf: ["вес", "веса", "весом", "weight"]), has(words, anyOf: ["лишний", "лишнего", "мой", "my"]) {
      return true
    }
    if has(words, anyOf: measures), words.contains(where: { $0.contains(where: \.isNumber) }) { return true }
    // "-6 кг": a number with a minus before a unit of weight.
    for (word, next) in zip(words, words.dropFirst()) where word.hasPrefix("-") && weights.contains(next) {
      if word.dropFirst().allSatisfy(\.isNumber), word.count > 1 { return true }
    }
    return isTeen && has(words, startingWith: teenStarts)
  }

  // MARK: Medical

  private static let doses: Set<String> = ["мг", "mg", "mcg", "мкг", "доза", "дозу", "дозы", "дозе", "dose", "doses"]
  private static let medicineStarts = [
    "таблет", "лекарств", "антидепресс", "инсулин", "препарат", "дозировк", "medicat", "medicine", "antidepress",
    "insulin", "dosage", "prescri", "нейролепт", "снотворн", "транквил",
  ]
  private static let medicineWords: Set<String> = ["pill", "pills", "meds", "drug", "drugs"]
  private static let changing: Set<String> = [
    "бросить", "отменить", "прекратить", "перестать", "слезть", "снизить", "уменьшить", "увеличить", "повысить",
    "без", "самому", "сама", "сам", "stop", "quit", "reduce", "lower", "increase", "without", "off", "cut",
  ]
  private static let cureStarts = ["вылеч", "излеч", "исцел", "cure", "диагност", "diagnos"]

  private static func isMedical(_ words: [String]) -> Bool {
    if has(words, anyOf: doses) { return true }
    if has(words, startingWith: cureStarts) { return true }
    let isMedicine = has(words, anyOf: medicineWords, startingWith: medicineStarts)
    return isMedicine && has(words, anyOf: changing)
  }
}
