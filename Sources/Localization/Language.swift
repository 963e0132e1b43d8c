/// A language the bot speaks. Adding one means: a case here, its rule in `PluralRules`, its words in `DateText` and
/// `DurationText`, and one JSON file per plugin.
public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
  /// Russian, `ru`.
  case russian = "ru"
  /// English, `en`: also the fallback wherever a text is missing.
  case english = "en"

  /// The language for the IETF tag that Telegram sends as `User.language_code` (`"ru"`, `"en-US"`, `"pt-br"`, nothing).
  ///
  /// Only `ru` itself, with any region or script, becomes Russian. `be`, `uk`, `kk` and all others become English:
  /// guessing Russian for a neighbour offends more people than it helps, and `/language` is one tap away.
  public init(languageCode: String?) {
    let primary = languageCode?.lowercased().prefix { $0 != "-" && $0 != "_" }
    self = primary == "ru" ? .russian : .english
  }
}
