/// Dates and times for people. Takes plain numbers, so it goes with any calendar type; a number out of range is shown as
/// a number, nothing traps. A number and its word are held together by a no-break space.
public enum DateText {
  /// `22 ноября`, `November 22`. Months count from 1.
  public static func dayMonth(day: Int, month: Int, language: Language) -> String {
    let name = genitiveMonth(month, language)
    return language == .russian ? "\(day)\u{A0}\(name)" : "\(name)\u{A0}\(day)"
  }

  /// `22 ноября 2026`, `November 22, 2026`.
  public static func dayMonthYear(day: Int, month: Int, year: Int, language: Language) -> String {
    let date = dayMonth(day: day, month: month, language: language)
    return language == .russian ? "\(date) \(year)" : "\(date), \(year)"
  }

  /// The month on its own: `ноябрь`, `November`.
  public static func month(_ month: Int, language: Language) -> String {
    word(month, language == .russian ? russianMonths : englishMonths)
  }

  /// `понедельник`, `Monday`. Weekdays count from 1, Monday.
  public static func weekday(_ weekday: Int, language: Language) -> String {
    word(weekday, language == .russian ? russianWeekdays : englishWeekdays)
  }

  /// `пн`, `Mon`.
  public static func shortWeekday(_ weekday: Int, language: Language) -> String {
    switch language {
    case .russian: word(weekday, ["пн", "вт", "ср", "чт", "пт", "сб", "вс"])
    case .english: word(weekday, ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    }
  }

  /// When: `в среду`, `во вторник`, `on Wednesday`.
  public static func onWeekday(_ weekday: Int, language: Language) -> String {
    switch language {
    case .russian:
      word(
        weekday,
        ["в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"])
    case .english: "on \(word(weekday, englishWeekdays))"
    }
  }

  /// `вчера`, `сегодня`, `завтра` for −1, 0 and 1 days from today; nil for other days, which need a date.
  public static func relativeDay(_ daysFromToday: Int, language: Language) -> String? {
    switch (daysFromToday, language) {
    case (-1, .russian): "вчера"
    case (0, .russian): "сегодня"
    case (1, .russian): "завтра"
    case (-1, .english): "yesterday"
    case (0, .english): "today"
    case (1, .english): "tomorrow"
    default: nil
    }
  }

  /// `08:00`. Both languages use the 24-hour clock, as Telegram bots do.
  public static func time(hour: Int, minute: Int) -> String {
    "\(padded(hour)):\(padded(minute))"
  }

  private static func padded(_ number: Int) -> String {
    (0...9).contains(number) ? "0\(number)" : "\(number)"
  }

  private static func genitiveMonth(_ month: Int, _ language: Language) -> String {
    word(month, language == .russian ? russianMonthsGenitive : englishMonths)
  }

  private static func word(_ number: Int, _ words: [String]) -> String {
    (1...words.count).contains(number) ? words[number - 1] : "\(number)"
  }

  private static let russianMonths = [
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
  ]
  private static let russianMonthsGenitive = [
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
  ]
  private static let englishMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let russianWeekdays = [
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
  ]
  private static let englishWeekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
}
