/// A set of weekdays, such as `[.monday, .thursday]` or `.workdays`.
///
/// Iterates from Monday to Sunday. Its text, and its encoded form, is the ISO numbers in order: `"1,4"`.
public struct WeekdaySet: Sendable, Hashable, SetAlgebra, Sequence, LosslessStringConvertible, Codable {
  // Bit 0 is Monday.
  private(set) var bits: UInt8 = 0

  /// Monday to Sunday.
  public static let everyDay = WeekdaySet(Weekday.allCases)
  /// Monday to Friday.
  public static let workdays: WeekdaySet = [.monday, .tuesday, .wednesday, .thursday, .friday]
  /// Saturday and Sunday.
  public static let weekend: WeekdaySet = [.saturday, .sunday]

  /// The empty set.
  public init() {}
  private init(bits: UInt8) { self.bits = bits }

  /// The set of numbers such as `"1,3,5"`: ascending, none twice, no spaces. The empty text is the empty set.
  public init?(_ text: String) {
    var cursor = TextCursor(text)
    while !cursor.isAtEnd {
      guard bits == 0 || cursor.take(UInt8(ascii: ",")), let number = cursor.number(digits: 1),
        let day = Weekday(rawValue: number), Self.bit(day) > bits
      else { return nil }
      bits |= Self.bit(day)
    }
  }

  /// The ISO numbers in order, such as `"1,3,5"`.
  public var description: String { map { String($0.rawValue) }.joined(separator: ",") }

  /// The number of days in the set: 0…7.
  public var count: Int { bits.nonzeroBitCount }
  public var isEmpty: Bool { bits == 0 }

  private static func bit(_ day: Weekday) -> UInt8 { 1 << UInt8(day.rawValue - 1) }

  public func contains(_ day: Weekday) -> Bool { bits & Self.bit(day) != 0 }

  @discardableResult
  public mutating func insert(_ day: Weekday) -> (inserted: Bool, memberAfterInsert: Weekday) {
    defer { bits |= Self.bit(day) }
    return (!contains(day), day)
  }

  @discardableResult
  public mutating func remove(_ day: Weekday) -> Weekday? {
    defer { bits &= ~Self.bit(day) }
    return contains(day) ? day : nil
  }

  @discardableResult
  public mutating func update(with day: Weekday) -> Weekday? {
    insert(day).inserted ? nil : day
  }

  public func union(_ other: WeekdaySet) -> WeekdaySet { WeekdaySet(bits: bits | other.bits) }
  public func intersection(_ other: WeekdaySet) -> WeekdaySet { WeekdaySet(bits: bits & other.bits) }
  public func symmetricDifference(_ other: WeekdaySet) -> WeekdaySet { WeekdaySet(bits: bits ^ other.bits) }
  public mutating func formUnion(_ other: WeekdaySet) { bits |= other.bits }
  public mutating func formIntersection(_ other: WeekdaySet) { bits &= other.bits }
  public mutating func formSymmetricDifference(_ other: WeekdaySet) { bits ^= other.bits }

  public func makeIterator() -> some IteratorProtocol<Weekday> {
    Weekday.allCases.lazy.filter(contains).makeIterator()
  }

  public init(from decoder: any Decoder) throws {
    self = try decodeText(Self.self, expected: "weekday numbers 1…7, ascending, such as \"1,3,5\"", from: decoder)
  }

  public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}
