/// How long and how large things may be that people type.
enum Limits {
  static let title = 80
  static let why = 300
  static let cue = 120
  static let action = 160
  static let minimum = 120
  static let obstacle = 120
  static let coping = 160
  static let step = 80
  static let learning = 300
  static let unit = 20
  static let note = 2000
  /// The largest amount that can be logged or asked for.
  static let amount = 1_000_000.0
  /// Days back that can still be logged.
  static let backdate = 3
  /// Days back that a note can be about.
  static let noteDays = 366
  static let pauseDays = 1...365
}
