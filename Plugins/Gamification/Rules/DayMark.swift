import Contracts
import PluginAPI

/// What a date came to for one goal.
enum DayMark: Sendable, Hashable {
  case full, minimum
  /// A part of a quantity, 0…1: counts like the minimum.
  case partial(Double)
  case skip, rest, pause, frozen
  /// A limit nobody has confirmed yet.
  case unknown
  case missed
  /// Not over yet.
  case open

  var isSuccess: Bool {
    switch self {
    case .full, .minimum, .partial: true
    default: false
    }
  }

  /// What it adds to the strength; nil leaves it alone.
  var credit: Double? {
    switch self {
    case .full: 1
    case .minimum: 0.6
    case .partial(let share): share
    case .missed: 0
    case .skip, .rest, .pause, .frozen, .unknown, .open: nil
    }
  }

  /// What the log says; nil when it says nothing.
  init?(_ entries: [CheckIn], terms: Terms) {
    var sum = 0.0
    for entry in entries where entry.kind == .amount { sum += entry.amount ?? 0 }
    self.init(kinds: Set(entries.map(\.kind)), amount: sum, terms: terms)
  }

  /// - Parameter amount: the sum of the day's amounts.
  init?(kinds: Set<CheckIn.Kind>, amount: Double, terms: Terms) {
    let amount = amount.isFinite ? amount : 0
    if terms.kind == .limit {
      if kinds.contains(.miss) || (kinds.contains(.amount) && amount > (terms.target ?? 0)) {
        self = .missed
        return
      }
      if kinds.contains(.amount) {
        self = .full
        return
      }
    }
    if kinds.contains(.full) {
      self = .full
    } else if kinds.contains(.amount), amount > 0 {
      guard let target = terms.target, target > 0, amount < target else {
        self = .full
        return
      }
      self = kinds.contains(.minimum) ? .partial(max(0.6, amount / target)) : .partial(amount / target)
    } else if kinds.contains(.minimum) {
      self = .minimum
    } else if kinds.contains(.skip) {
      self = .skip
    } else if kinds.contains(.miss) {
      self = .missed
    } else {
      return nil
    }
  }
}
