extension PosixRule {
  /// Parses a whole `TZ` string; `nil` if it breaks the grammar anywhere.
  init?(_ text: [UInt8]) {
    var cursor = TextCursor(text)
    guard let name = cursor.zoneName(), let west = cursor.time(hours: 24) else { return nil }
    standard = LocalTimeType(offset: -west, isDaylight: false, abbreviation: name)
    guard !cursor.isAtEnd else {
      daylight = nil
      return
    }
    guard let summer = cursor.zoneName() else { return nil }
    var offset = -west + 3600
    if cursor.peek != UInt8(ascii: ",") {
      guard let west = cursor.time(hours: 24) else { return nil }
      offset = -west
    }
    guard let start = cursor.change(), let end = cursor.change(), cursor.isAtEnd else { return nil }
    daylight = Daylight(
      type: LocalTimeType(offset: offset, isDaylight: true, abbreviation: summer), start: start, end: end)
  }
}

extension TextCursor {
  /// `CET`, or `<+03>` where a name is not made of letters alone.
  fileprivate mutating func zoneName() -> String? {
    let name: [UInt8]
    if take(UInt8(ascii: "<")) {
      name = prefix { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
      guard take(UInt8(ascii: ">")) else { return nil }
    } else {
      name = prefix(while: \.isASCIILetter)
    }
    // POSIX asks for three characters at least; the upper limit only keeps nonsense out.
    guard (3...32).contains(name.count) else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// `[+-]h[h[h]][:mm[:ss]]` in seconds.
  fileprivate mutating func time(hours limit: Int) -> Int? {
    let sign = take(UInt8(ascii: "-")) ? -1 : 1
    if sign == 1 { _ = take(UInt8(ascii: "+")) }
    guard let hours = number(digits: 1...3), hours <= limit else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where take(UInt8(ascii: ":")) {
      guard let part = number(digits: 2), part < 60 else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  /// `,` date `[/time]`; the time is 02:00 if it is not given.
  fileprivate mutating func change() -> PosixRule.Change? {
    guard take(UInt8(ascii: ",")), let day = day() else { return nil }
    guard take(UInt8(ascii: "/")) else { return PosixRule.Change(day: day, time: 7200) }
    guard let time = time(hours: 167) else { return nil }
    return PosixRule.Change(day: day, time: time)
  }

  private mutating func day() -> PosixRule.Day? {
    if take(UInt8(ascii: "M")) {
      guard let month = number(digits: 1...2), (1...12).contains(month), take(UInt8(ascii: ".")),
        let week = number(digits: 1...1), (1...5).contains(week), take(UInt8(ascii: ".")),
        let weekday = number(digits: 1...1), (0...6).contains(weekday)
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
    if take(UInt8(ascii: "J")) {
      guard let number = number(digits: 1...3), (1...365).contains(number) else { return nil }
      return .julian(number)
    }
    guard let number = number(digits: 1...3), (0...365).contains(number) else { return nil }
    return .zeroBased(number)
  }
}
