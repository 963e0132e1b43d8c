/// How long and how large things may be that people type.
enum Limits {
  static let title = 80
  static let why = 300
  static let cue = 120
  static let action = 160
  static let minimum = 120
  static let learning = 300
  static let unit = 20
  static let note = 2000
  /// The largest amount that can be logged or asked for.
  static let amount = 1_000_000.0
  /// Days back that can still be logged.
  static let backdate = 3
  static let pauseDays = 1...365
}
