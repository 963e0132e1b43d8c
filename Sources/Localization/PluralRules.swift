/// The six plural categories of CLDR, spelled as in a pattern.
public enum PluralCategory: String, Sendable, Hashable, CaseIterable {
  /// Not used by Russian and English.
  case zero
  /// 1 day; 1, 21, 31 день.
  case one
  /// Not used by Russian and English.
  case two
  /// 2, 3, 4, 22 дня.
  case few
  /// 0, 5…20, 25 дней.
  case many
  /// Everything else: 2 days; 1,5 дня.
  case other
}

/// Cardinal plural rules of CLDR (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
public enum PluralRules {
  /// The category of a whole number: 1 день, 2 дня, 5 дней; 1 day, 2 days. The sign does not matter.
  public static func category(of number: Int, in language: Language) -> PluralCategory {
    let magnitude = number.magnitude
    switch language {
    case .english:
      return magnitude == 1 ? .one : .other
    case .russian:
      let (unit, hundred) = (magnitude % 10, magnitude % 100)
      if unit == 1 && hundred != 11 { return .one }
      if (2...4).contains(unit) && !(12...14).contains(hundred) { return .few }
      return .many
    }
  }

  /// The category of a number as `NumberText.decimal` shows it: what is shown without a fraction counts as whole
  /// (2.0 is «2 дня»), anything with a fraction is `other` (1,5 дня; 1.5 days), and so are infinity and NaN.
  public static func category(of number: Double, in language: Language) -> PluralCategory {
    guard let whole = NumberText.wholeNumber(number) else { return .other }
    return category(of: whole, in: language)
  }

  /// The categories that whole numbers and fractions of a language fall into: what a complete `plural` spells out.
  public static func categories(of language: Language) -> [PluralCategory] {
    switch language {
    case .english: [.one, .other]
    case .russian: [.one, .few, .many, .other]
    }
  }
}
