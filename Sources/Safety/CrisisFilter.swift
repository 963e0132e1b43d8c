/// Hears a crisis in a text without a model: lists of phrases over normalised words, tuned so that little is missed.
///
/// A pure function. Both languages are looked for in every text, since people in pain write in whichever comes first.
/// The lists are `Data/*.txt`; what they look like stands at ``PhraseList``. The time is linear in the length of the text.
public struct CrisisFilter: Sendable {
  /// The lists that ship with the module.
  public static let standard = CrisisFilter(
    russian: [
      .selfHarm: PackageResources.ru_self_harm_txt, .harmToOthers: PackageResources.ru_harm_to_others_txt,
      .abuseVictim: PackageResources.ru_abuse_victim_txt, .eatingRisk: PackageResources.ru_eating_risk_txt,
      .medical: PackageResources.ru_medical_txt,
    ], russianIdioms: PackageResources.ru_idioms_txt,
    english: [
      .selfHarm: PackageResources.en_self_harm_txt, .harmToOthers: PackageResources.en_harm_to_others_txt,
      .abuseVictim: PackageResources.en_abuse_victim_txt, .eatingRisk: PackageResources.en_eating_risk_txt,
      .medical: PackageResources.en_medical_txt,
    ], englishIdioms: PackageResources.en_idioms_txt)

  /// Longer texts are read up to here; Telegram's are shorter.
  static let scalarLimit = 16_384

  private struct Script: Sendable {
    var alphabet: Alphabet
    /// By weight: what is heard first is what is answered.
    var lists: [(category: SafetyCategory, phrases: PhraseList)]
    var idioms: PhraseList
  }

  private let scripts: [Script]

  init(
    russian: [SafetyCategory: [UInt8]], russianIdioms: [UInt8], english: [SafetyCategory: [UInt8]],
    englishIdioms: [UInt8]
  ) {
    func script(_ alphabet: Alphabet, _ files: [SafetyCategory: [UInt8]], _ idioms: [UInt8]) -> Script {
      Script(
        alphabet: alphabet,
        lists: SafetyCategory.allCases.compactMap { category in
          files[category].map { (category, PhraseList(file: $0, alphabet)) }
        }, idioms: PhraseList(file: idioms, alphabet))
    }
    scripts = [script(.cyrillic, russian, russianIdioms), script(.latin, english, englishIdioms)]
  }

  /// What the text is about, the gravest first; nil for almost every text.
  public func category(of text: String) -> SafetyCategory? { finding(in: text)?.category }

  /// The category with the line of the list that heard it.
  func finding(in text: String) -> (category: SafetyCategory, phrase: String)? {
    let plain = PlainText(text, limit: Self.scalarLimit)
    var best: (category: SafetyCategory, phrase: String)?
    for script in scripts {
      for words in plain.readings(in: script.alphabet) {
        // Idioms are looked for only once something was heard.
        var idioms: [Range<Int>]?
        for (category, phrases) in script.lists
        where best.map({ Self.weight(category) < Self.weight($0.category) }) ?? true {
          for hit in phrases.hits(in: words) {
            if !hit.isStrong {
              let taken = idioms ?? script.idioms.hits(in: words).map(\.range)
              idioms = taken
              if taken.contains(where: { $0.overlaps(hit.range) }) { continue }
            }
            best = (category, hit.phrase)
            break
          }
        }
      }
    }
    return best
  }

  /// Everything in the lists that could not be read, for a test.
  var problems: [String] {
    scripts.flatMap { script in (script.lists.map(\.phrases) + [script.idioms]).flatMap(\.problems) }
  }

  private static func weight(_ category: SafetyCategory) -> Int {
    SafetyCategory.allCases.firstIndex(of: category) ?? .max
  }
}
