import PluginAPI

/// A number with a unit as people type it: "2 стакана", "2,5 km", "10 000 шагов".
struct Quantity: Sendable, Hashable {
  var amount: Double
  var unit: String?

  /// Why a text is not a quantity.
  enum Problem: Error, Sendable, Hashable {
    case noNumber
    case outOfRange
    case unitTooLong
  }

  /// Reads a number, at most two decimals, and what stands behind it.
  /// - Parameter zero: whether nothing is a quantity too: "0 cigarettes".
  init(_ text: String, zero: Bool = false) throws(Problem) {
    let clean = UserText.clean(text, limit: 100)
    let number = clean.prefix { $0.isASCII && $0.isNumber || $0 == "," || $0 == "." || $0 == " " }
    guard let amount = Self.number(number) else { throw .noNumber }
    guard amount <= Limits.amount, zero ? amount >= 0 : amount > 0 else { throw .outOfRange }
    let rest = UserText.clean(String(clean[number.endIndex...]), limit: 100)
    guard rest.count <= Limits.unit else { throw .unitTooLong }
    self.amount = amount
    unit = rest.isEmpty ? nil : rest
  }

  /// The value of digits, with spaces between thousands and a comma or a point before at most two decimals.
  private static func number(_ text: Substring) -> Double? {
    let compact = text.filter { $0 != " " }
    let parts = compact.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
    guard let whole = parts.first, (1...9).contains(whole.count), whole.allSatisfy(\.isNumber) else { return nil }
    let decimals = parts.count > 1 ? parts[1] : ""
    guard parts.count == 1 || (1...2).contains(decimals.count) && decimals.allSatisfy(\.isNumber) else { return nil }
    return Double("\(whole).\(decimals.isEmpty ? "0" : decimals)")
  }

  /// Sums of amounts without the dust of binary fractions.
  static func rounded(_ amount: Double) -> Double { (amount * 100).rounded() / 100 }

  /// The two steps that buttons offer for a target: a small one and one five times as large.
  static func steps(towards target: Double?) -> (small: Int, large: Int) {
    switch target ?? 0 {
    case ..<30: (1, 5)
    case ..<300: (10, 50)
    case ..<3000: (100, 500)
    default: (1000, 5000)
    }
  }
}
