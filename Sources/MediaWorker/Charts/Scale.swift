import Glibc
import MediaProtocol

/// Values on an axis, with round numbers beside it.
struct Scale {
  let low: Double
  let high: Double
  let ticks: [Double]
  private let decimals: Int

  /// - Parameter values: finite.
  init(_ values: [Double]) {
    let least = values.min() ?? 0
    let greatest = values.max() ?? 1
    // Nearer than that, steps would be lost in the last digits.
    let nearest = max(abs(least), abs(greatest)) * 1e-6
    let span = greatest - least > nearest ? greatest - least : max(abs(greatest), 1)
    let rough = span / 4
    let power = pow(10, floor(log10(rough)))
    let step = power * ([1, 2, 2.5, 5, 10].first { $0 * power >= rough } ?? 10)
    low = floor(least / step) * step
    let top = ceil(greatest / step) * step
    high = top > low ? top : low + step
    ticks = (0...Int(((high - low) / step).rounded())).map { [low] in low + Double($0) * step }
    let fraction = step - step.rounded(.down)
    decimals = step >= 1 && fraction < 1e-9 ? 0 : max(0, Int(ceil(-log10(step))) + (power * 2.5 == step ? 1 : 0))
  }

  /// 0 at the low end, 1 at the high.
  func share(_ value: Double) -> Double { (value - low) / (high - low) }

  /// A number as people write it: thousands apart, as many decimals as the steps need.
  func text(_ value: Double, mark: String) -> String {
    let power = pow(10, Double(min(decimals, 6)))
    let rounded = (abs(value) * power).rounded() / power
    guard rounded < 1e15 else { return "…" }
    let whole = Int(rounded)
    var digits = String(whole)
    if digits.count > 4 {
      var index = digits.count - 3
      while index > 0 {
        digits.insert("\u{202F}", at: digits.index(digits.startIndex, offsetBy: index))
        index -= 3
      }
    }
    if decimals > 0 {
      let part = Int(((rounded - Double(whole)) * power).rounded())
      let text = String(part)
      digits += mark + String(repeating: "0", count: max(0, min(decimals, 6) - text.count)) + text
    }
    return (value < 0 && rounded > 0 ? "−" : "") + digits
  }
}
