/// Lengths of time for people: `5 минут`, `1 hour 30 minutes`. A number and its word are held together by a no-break
/// space.
public enum DurationText {
  /// A unit of time.
  public enum Unit: Sendable, Hashable, CaseIterable {
    case second, minute, hour, day, week, month, year
  }

  /// The grammatical case, which Russian shows in the word after 1: «прошла 1 минута», «через 1 минуту».
  public enum Case: Sendable, Hashable {
    /// Naming: «1 минута».
    case nominative
    /// After «через», «за», «на»: «1 минуту».
    case accusative
  }

  /// A number of units: `5 минут`, `5 minutes`.
  public static func count(_ number: Int, _ unit: Unit, language: Language, case: Case = .nominative) -> String {
    "\(NumberText.integer(number, language: language))\u{A0}\(word(number, unit, language, `case`))"
  }

  /// A length in the largest units that fit, the first `units` of them, whatever is smaller cut off: 5400 s is
  /// `1 час 30 минут`, 90061 s is `1 день 1 час`. Up to days; the sign does not matter.
  public static func seconds(_ seconds: Int, units: Int = 2, language: Language, case: Case = .nominative) -> String {
    var rest = Int(clamping: seconds.magnitude)
    var parts: [String] = []
    var unitsLeft = max(units, 1)
    for (unit, size) in [(Unit.day, 86_400), (.hour, 3_600), (.minute, 60), (.second, 1)] where unitsLeft > 0 {
      let (number, remainder) = rest.quotientAndRemainder(dividingBy: size)
      rest = remainder
      if number > 0 { parts.append(count(number, unit, language: language, case: `case`)) }
      // Counted from the first unit shown: nobody wants "3 days 4 seconds".
      if !parts.isEmpty { unitsLeft -= 1 }
    }
    return parts.isEmpty ? count(0, .second, language: language) : parts.joined(separator: " ")
  }

  private static func word(_ number: Int, _ unit: Unit, _ language: Language, _ case: Case) -> String {
    let category = PluralRules.category(of: number, in: language)
    switch language {
    case .english:
      return category == .one ? english(unit) : english(unit) + "s"
    case .russian:
      let forms = russian(unit)
      switch category {
      case .one: return `case` == .accusative ? forms.oneAccusative : forms.one
      case .few: return forms.few
      default: return forms.many
      }
    }
  }

  private static func english(_ unit: Unit) -> String {
    switch unit {
    case .second: "second"
    case .minute: "minute"
    case .hour: "hour"
    case .day: "day"
    case .week: "week"
    case .month: "month"
    case .year: "year"
    }
  }

  private typealias Forms = (one: String, oneAccusative: String, few: String, many: String)

  private static func russian(_ unit: Unit) -> Forms {
    switch unit {
    case .second: ("секунда", "секунду", "секунды", "секунд")
    case .minute: ("минута", "минуту", "минуты", "минут")
    case .hour: ("час", "час", "часа", "часов")
    case .day: ("день", "день", "дня", "дней")
    case .week: ("неделя", "неделю", "недели", "недель")
    case .month: ("месяц", "месяц", "месяца", "месяцев")
    case .year: ("год", "год", "года", "лет")
    }
  }
}
