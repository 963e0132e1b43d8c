import Testing

@testable import Safety

/// What the filter hears, and what it does not, on phrases that are kept apart from its lists.
@Suite struct PhraseTests {
  private static func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }
  private static let mustFire = lines(PackageResources.must_fire_txt)
  private static let mustNot = lines(PackageResources.must_not_txt)
  private let filter = CrisisFilter.standard

  @Test func thereAreEnough() {
    #expect(Self.mustFire.count >= 60)
    #expect(Self.mustNot.count >= 60)
  }

  @Test func theListsCanBeRead() { #expect(filter.problems == []) }

  @Test(arguments: mustFire) func isHeard(_ text: String) {
    #expect(filter.category(of: text)?.isCrisis == true)
  }

  @Test(arguments: mustNot) func isNoCrisis(_ text: String) {
    let finding = filter.finding(in: text)
    #expect(finding?.category.isCrisis != true, "\(finding?.phrase ?? "")")
  }

  @Test(arguments: [
    ("Муж меня бьёт", SafetyCategory.abuseVictim), ("I was raped last year", .abuseVictim),
    ("Хочу убить соседа", .harmToOthers), ("I will shoot up the school", .harmToOthers),
    ("после каждой еды вызываю рвоту", .eatingRisk), ("хочу весить 38 кг", .eatingRisk),
    ("lose 15 kg in a week", .eatingRisk), ("I eat 500 calories a day", .eatingRisk),
    ("какую дозу антидепрессанта мне пить?", .medical), ("should I stop taking my antidepressants", .medical),
    // The gravest of several.
    ("Муж меня бьёт, и я хочу умереть", .selfHarm),
  ])
  func theCategoryIsRight(_ text: String, _ category: SafetyCategory) {
    #expect(filter.category(of: text) == category)
  }

  @Test func aDisguiseDoesNotHelp() {
    for text in [
      "ХоЧу УмЕрЕтЬ", "хочу\u{200B} умер\u{200D}еть", "хо́чу уме́реть", "xoчy yмepeть", "хочу... умереть", "хочу,умереть",
      "хочу_умереть", "хооочу умереееть", "Ｉ ｗａｎｔ ｔｏ ｄｉｅ", "𝓘 𝔀𝓪𝓷𝓽 𝓽𝓸 𝓭𝓲𝓮", "i w4nt to d1e", "I wаnt tо diе",
      "s.u.i.c.i.d.e", "су1цид", "хочу\nумереть",
    ] {
      #expect(filter.category(of: text) == .selfHarm, "\(text)")
    }
  }

  @Test func emptyTextsAreNothing() {
    for text in ["", " ", "…", "👍", "123", "\u{200B}", "5 км", "ok"] { #expect(filter.category(of: text) == nil) }
  }

  /// An idiom takes back what it covers, not what stands beside it.
  @Test func anIdiomDoesNotHideTheRest() {
    #expect(filter.category(of: "Смертельно устал. Хочу умереть.") == .selfHarm)
    #expect(filter.category(of: "Убил день на сериалы, не хочу больше жить") == .selfHarm)
    #expect(filter.category(of: "dying of laughter, but really I want to die") == .selfHarm)
  }

  /// The work grows with the text and not with its square: four times the text, about four times the time.
  @Test(arguments: ["не ", "хочу ", "не хочу жить без ", "и ", "want to ", "dont want to ", "a.b.", "х о ч у ", "!"])
  func hostileTextsAreReadInLinearTime(_ piece: String) {
    func time(_ count: Int) -> Duration {
      let text = String(repeating: piece, count: count / piece.unicodeScalars.count)
      let clock = ContinuousClock()
      return (0..<3).map { _ in clock.measure { _ = filter.category(of: text) } }.min() ?? .zero
    }
    let small = time(2000)
    let large = time(16_000)
    #expect(large < small * 40 + .milliseconds(50))
    #expect(large < .seconds(5))
  }
}
