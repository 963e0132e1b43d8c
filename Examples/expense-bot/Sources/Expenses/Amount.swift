import PluginAPI

/// An amount of money in hundredths.
struct Amount: Hashable, Sendable {
  var hundredths: Int

  /// An amount as people type it: `12`, `4.5`, `4,50`. Nil for anything else, for nothing, and above the limit.
  /// - Parameter largest: in whole units.
  init?(typed text: some StringProtocol, largest: Int) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      .flatMap { $0.split(separator: ".", omittingEmptySubsequences: false) }
    guard (1...2).contains(parts.count), let whole = Self.digits(parts[0], 1...10) else { return nil }
    var rest = 0
    if parts.count == 2 {
      guard let digits = Self.digits(parts[1], 1...2) else { return nil }
      rest = parts[1].utf8.count == 1 ? digits * 10 : digits
    }
    let (hundredths, overflow) = whole.multipliedReportingOverflow(by: 100)
    guard !overflow, hundredths + rest > 0, whole <= largest else { return nil }
    self.hundredths = hundredths + rest
  }

  init(hundredths: Int) { self.hundredths = hundredths }

  /// `1,234.50` in English, `1 234,50` in Russian; whole amounts without hundredths.
  func text(_ language: Language) -> String {
    let (whole, rest) = Int(hundredths.magnitude).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    let number = sign + NumberText.integer(whole, language: language)
    guard rest > 0 else { return number }
    return number + (language == .russian ? "," : ".") + (rest < 10 ? "0\(rest)" : "\(rest)")
  }

  private static func digits(_ text: some StringProtocol, _ count: ClosedRange<Int>) -> Int? {
    guard count.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}
