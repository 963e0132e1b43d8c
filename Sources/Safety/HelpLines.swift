public import Localization

/// Where somebody in a crisis finds people: numbers by country, and an international directory.
///
/// The list that ships is short on purpose: only what the product's sources name. The owner of a deployment verifies it
/// before release and every six months (SAFETY.md), and replaces it by a file of their own.
public struct HelpLines: Sendable, Hashable, Codable {
  /// A line to call.
  public struct Line: Sendable, Hashable, Codable {
    /// What it is, per language (`ru`, `en`).
    public var title: [String: String]
    /// Telephone numbers as people dial them.
    public var numbers: [String]
    /// Made for children and teenagers: named first to somebody who said to be one.
    public var isForChildren: Bool { forChildren == true }
    var forChildren: Bool?

    enum CodingKeys: String, CodingKey {
      case title, numbers
      case forChildren = "for_children"
    }

    /// The title for a language, else in English.
    public func title(in language: Language) -> String { title[language.rawValue] ?? title["en"] ?? "" }
  }

  /// The day on which the owner verified the list, `YYYY-MM-DD`; nil as it ships.
  public var verifiedOn: String?
  /// An address that lists help lines of all countries.
  public var directory: String
  /// The country for a language.
  var byLanguage: [String: String]
  /// The entry for everybody else.
  var fallback: String
  var countries: [String: [Line]]

  enum CodingKeys: String, CodingKey {
    case verifiedOn = "verified_on"
    case directory
    case byLanguage = "by_language"
    case fallback, countries
  }

  /// The lines to show to somebody who reads this language.
  /// - Parameter isTeen: those for children first.
  public func lines(for language: Language, isTeen: Bool = false) -> [Line] {
    let lines = countries[byLanguage[language.rawValue] ?? fallback] ?? countries[fallback] ?? []
    return isTeen ? lines.filter(\.isForChildren) + lines.filter { !$0.isForChildren } : lines
  }

  /// Everything that is wrong with the list, a sentence each.
  public var problems: [String] {
    var problems: [String] = []
    if !directory.hasPrefix("https://") { problems.append("\"directory\" must be an https address") }
    for country in Set(byLanguage.values).union([fallback]).sorted() where countries[country] == nil {
      problems.append("\"countries\" lacks \(country)")
    }
    for (country, lines) in countries.sorted(by: { $0.key < $1.key }) {
      if lines.isEmpty { problems.append("\(country) has no line") }
      for line in lines {
        for language in Language.allCases where line.title(in: language).isEmpty {
          problems.append("\(country): a line has no title in \"\(language.rawValue)\"")
        }
        if line.numbers.isEmpty { problems.append("\(country): a line has no number") }
        for number in line.numbers where !Self.isNumber(number) {
          problems.append("\(country): \"\(number.prefix(30))\" is not a telephone number")
        }
      }
    }
    return problems
  }

  private static func isNumber(_ text: String) -> Bool {
    (2...24).contains(text.utf8.count) && text.contains(where: \.isNumber)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x20, 0x28, 0x29, 0x2B, 0x2D].contains($0) }
  }
}
