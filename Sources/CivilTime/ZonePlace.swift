#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A line of `zone1970.tab` (or `zone.tab`): where a zone's principal place is.
struct ZonePlace: Sendable {
  let zone: String
  /// Degrees, north positive.
  let latitude: Double
  /// Degrees, east positive.
  let longitude: Double
  /// What the table remarks, such as "MSK+01 - Samara, Udmurtia".
  let comment: String

  /// `nil` for remarks and for lines that are not as the table's head describes them.
  init?(_ line: Substring) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard line.first != "#", fields.count >= 3, ZoneName.isValid(fields[2]) else { return nil }
    var cursor = TextCursor(fields[1])
    guard let latitude = cursor.degrees(digits: 2, limit: 90), let longitude = cursor.degrees(digits: 3, limit: 180),
      cursor.isAtEnd
    else { return nil }
    zone = String(fields[2])
    self.latitude = latitude
    self.longitude = longitude
    comment = fields.count > 3 ? String(fields[3].prefix(200)) : ""
  }

  /// The square of half the chord to a place: grows with the distance along the great circle, without its cost.
  func closeness(latitude: Double, longitude: Double) -> Double {
    let radians = Double.pi / 180
    let vertical = sin((latitude - self.latitude) * radians / 2)
    let horizontal = sin((longitude - self.longitude) * radians / 2)
    return vertical * vertical + cos(latitude * radians) * cos(self.latitude * radians) * horizontal * horizontal
  }
}

extension TextCursor {
  /// One half of ISO 6709: a sign, degrees, minutes and perhaps seconds.
  fileprivate mutating func degrees(digits: Int, limit: Double) -> Double? {
    let sign: Double
    if take(UInt8(ascii: "+")) {
      sign = 1
    } else if take(UInt8(ascii: "-")) {
      sign = -1
    } else {
      return nil
    }
    guard let degrees = number(digits: digits), let minutes = number(digits: 2), minutes < 60 else { return nil }
    var seconds = 0
    if let next = peek, next.isASCIIDigit {
      guard let number = number(digits: 2), number < 60 else { return nil }
      seconds = number
    }
    let value = Double(degrees) + Double(minutes) / 60 + Double(seconds) / 3600
    return value <= limit ? sign * value : nil
  }
}
