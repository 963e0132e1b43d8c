/// One kind of local time that a zone has: its distance from UTC and its short name.
struct LocalTimeType: Sendable, Hashable {
  /// Seconds east of UTC.
  let offset: Int
  let isDaylight: Bool
  let abbreviation: String
}

/// What a zone's clocks do, for all time: a table of changes, and a rule for what follows it.
///
/// Immutable, and a class so that a `Zone` is cheap to copy. The rule is unrolled into the table up to the year 2100,
/// so that nearly every question is one binary search.
final class ZoneRules: Sendable {
  /// A stretch of time without a change: from `start` (included) to `end` (not included), in seconds since 1970.
  struct Stretch {
    let start: Int64
    let end: Int64
    let type: Int
    let offset: Int64
  }

  let types: [LocalTimeType]
  private let offsets: [Int32]
  private let transitions: [Int64]
  private let typeIndices: [UInt16]
  private let initialType: Int
  private let rule: PosixRule?
  // Where in `types` the two types of the rule are.
  private let standardType: Int
  private let daylightType: Int

  private static let lastUnrolledYear = 2100

  init(_ file: TZifFile) {
    var types = file.types
    standardType = file.rule.map { types.index(adding: $0.standard) } ?? 0
    daylightType = file.rule?.daylight.map { types.index(adding: $0.type) } ?? 0
    var transitions = file.transitions
    var typeIndices = file.typeIndices.map(UInt16.init)
    if let rule = file.rule, let last = transitions.last {
      // From the last listed change on the rule decides (RFC 9636 §3.3).
      typeIndices[typeIndices.count - 1] = UInt16(
        rule.stretch(containing: last).isDaylight ? daylightType : standardType)
      let year = Gregorian.date(days: Int(floorDivide(last, 86_400))).year
      if rule.daylight != nil, year >= 1800, year <= Self.lastUnrolledYear {
        for event in rule.events(years: (year - 1)...Self.lastUnrolledYear) where event.second > last {
          transitions.append(event.second)
          typeIndices.append(UInt16(event.toDaylight ? daylightType : standardType))
        }
      }
    }
    self.types = types
    offsets = types.map { Int32($0.offset) }
    self.transitions = transitions
    self.typeIndices = typeIndices
    initialType = file.initialType
    rule = file.rule
  }

  init(fixed type: LocalTimeType) {
    types = [type]
    offsets = [Int32(type.offset)]
    transitions = []
    typeIndices = []
    initialType = 0
    rule = nil
    standardType = 0
    daylightType = 0
  }

  /// Seconds east of UTC at a second since 1970.
  func offset(at second: Int64) -> Int64 { Int64(offsets[type(at: second)]) }

  /// The index of the type at a second since 1970.
  func type(at second: Int64) -> Int {
    let index = countOfTransitions(upTo: second)
    guard index == transitions.count, let rule else { return index == 0 ? initialType : Int(typeIndices[index - 1]) }
    return rule.stretch(containing: second).isDaylight ? daylightType : standardType
  }

  /// The stretch around a second since 1970.
  func stretch(containing second: Int64) -> Stretch {
    let index = countOfTransitions(upTo: second)
    if index < transitions.count {
      let type = index == 0 ? initialType : Int(typeIndices[index - 1])
      return stretch(from: index == 0 ? .min : transitions[index - 1], to: transitions[index], type: type)
    }
    let start = transitions.last ?? .min
    guard let rule else {
      return stretch(from: start, to: .max, type: typeIndices.last.map(Int.init) ?? initialType)
    }
    let current = rule.stretch(containing: second)
    return stretch(
      from: max(start, current.start), to: current.end, type: current.isDaylight ? daylightType : standardType)
  }

  private func stretch(from start: Int64, to end: Int64, type: Int) -> Stretch {
    Stretch(start: start, end: end, type: type, offset: Int64(offsets[type]))
  }

  private func countOfTransitions(upTo second: Int64) -> Int {
    transitions.withUnsafeBufferPointer { transitions in
      var low = 0
      var high = transitions.count
      while low < high {
        let middle = (low + high) / 2
        if transitions[middle] <= second { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}

extension ZoneRules: Equatable {
  static func == (left: ZoneRules, right: ZoneRules) -> Bool {
    left === right
      || (left.types == right.types && left.transitions == right.transitions && left.typeIndices == right.typeIndices
        && left.initialType == right.initialType && left.rule == right.rule)
  }
}

extension [LocalTimeType] {
  fileprivate mutating func index(adding type: LocalTimeType) -> Int {
    if let index = firstIndex(of: type) { return index }
    append(type)
    return count - 1
  }
}
