import Contracts
import PluginAPI

/// What a press that logs something comes to, given what is logged already.
enum CheckInRule {
  enum Decision: Sendable, Hashable {
    /// Write this; `replacing` is then no longer in force.
    case record(CheckIn.Kind, amount: Double?, replacing: CheckIn?)
    /// It is logged already; nothing changes.
    case already
    /// A limit that is exceeded cannot be confirmed as kept.
    case overLimit
  }

  /// A press of done, minimum, skip or miss.
  static func mark(_ kind: CheckIn.Kind, on item: DayItem) -> Decision {
    if item.isLimit, kind == .full, item.standing == .exceeded { return .overLimit }
    // A target or a step is no yes or no: it wants a number, or its own button.
    if item.goal.snapshot.kind == .target || item.goal.snapshot.kind == .milestone, kind != .skip { return .already }
    if kind == .full, item.isCounted {
      // A quantity is logged as what was still missing, so that sums stay true.
      return item.missing > 0 ? amount(item.missing, on: item) : .already
    }
    if kind == .skip, !item.isLimit, !item.amounts.isEmpty { return .already }
    guard let mark = item.mark else { return .record(kind, amount: nil, replacing: nil) }
    // Only upwards: a stray press on an old card must not turn a success into a skip.
    return rank(kind) > rank(mark.kind) ? .record(kind, amount: nil, replacing: mark) : .already
  }

  /// An amount; what it contradicts is replaced.
  static func amount(_ amount: Double, on item: DayItem) -> Decision {
    if item.isMeasured {
      // The value of a date is its last one.
      guard amount <= Limits.amount else { return .already }
      if let last = item.amounts.last, last.amount == amount { return .already }
      return .record(.amount, amount: Quantity.rounded(amount), replacing: item.amounts.last ?? item.mark)
    }
    let sum = Quantity.rounded(item.sum + amount)
    guard sum <= Limits.amount else { return .already }
    var replaced = item.mark
    if item.isLimit, let mark = item.mark, mark.kind == .full, sum <= item.goal.snapshot.target ?? 0 { replaced = nil }
    return .record(.amount, amount: Quantity.rounded(amount), replacing: replaced)
  }

  private static func rank(_ kind: CheckIn.Kind) -> Int {
    switch kind {
    case .miss: 0
    case .skip: 1
    case .minimum: 2
    case .full: 3
    case .amount: 4
    }
  }
}
