/// Numbers for people, by the rules of CLDR: `1 234,5` in Russian (with no-break spaces), `1,234.5` in English.
///
/// Written by hand because Foundation's formatters take many microseconds and load the data of every locale.
public enum NumberText {
  /// A whole number with its thousands grouped.
  public static func integer(_ number: Int, language: Language) -> String {
    let digits = String(number.magnitude)
    let sign = number < 0 ? "-" : ""
    guard digits.utf8.count > 3 else { return sign + digits }
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.utf8.count - index).isMultiple(of: 3) { grouped += groupingSeparator(language) }
      grouped.append(digit)
    }
    return sign + grouped
  }

  /// A number with at most `digits` decimals (0 to 6), rounded half away from zero and without trailing zeros.
  /// NaN is shown as a dash, infinity as ∞.
  public static func decimal(_ number: Double, digits: Int = 2, language: Language) -> String {
    guard !number.isNaN else { return "–" }
    let sign = number < 0 ? "-" : ""
    guard number.isFinite else { return sign + "∞" }
    let digits = min(max(digits, 0), 6)
    let scale = (0..<digits).reduce(1) { value, _ in value * 10 }
    let scaled = (number.magnitude * Double(scale)).rounded(.toNearestOrAwayFromZero)
    // Beyond 2^53 a Double has no decimals to show.
    guard scaled < 9_007_199_254_740_992 else { return hugeNumber(number, language: language) }
    let (whole, rest) = Int(scaled).quotientAndRemainder(dividingBy: scale)
    if whole == 0 && rest == 0 { return "0" }
    var text = sign + integer(whole, language: language)
    if rest > 0 {
      var decimals = String(repeating: "0", count: digits - String(rest).utf8.count) + String(rest)
      while decimals.last == "0" { decimals.removeLast() }
      text += decimalSeparator(language) + decimals
    }
    return text
  }

  /// A share as percent: 0.53 is `53 %` in Russian (with a no-break space), `53%` in English.
  public static func percent(_ share: Double, digits: Int = 0, language: Language) -> String {
    let number = decimal(share * 100, digits: digits, language: language)
    return language == .russian ? number + "\u{A0}%" : number + "%"
  }

  /// The whole number that `decimal` shows for `number`, or nil if it shows a fraction or none exists.
  static func wholeNumber(_ number: Double) -> Int? {
    guard let rounded = Int(exactly: number.rounded(.toNearestOrAwayFromZero)) else { return nil }
    let hundredths = (number.magnitude * 100).rounded(.toNearestOrAwayFromZero)
    return hundredths == Double(rounded.magnitude) * 100 ? rounded : nil
  }

  private static func hugeNumber(_ number: Double, language: Language) -> String {
    Int(exactly: number.rounded()).map { integer($0, language: language) } ?? "\(number)"
  }

  private static func groupingSeparator(_ language: Language) -> String {
    switch language {
    case .russian: "\u{A0}"
    case .english: ","
    }
  }

  private static func decimalSeparator(_ language: Language) -> String {
    switch language {
    case .russian: ","
    case .english: "."
    }
  }
}
