import PluginAPI

/// How long somebody's review waits, so that those of a whole zone do not ask the model in the same minute.
enum Spread {
  static let longest: Duration = .minutes(20)

  /// The same for a person each time, evenly spread over people, whose ids are not.
  static func delay(for person: PersonID) -> Duration {
    var value = UInt64(bitPattern: person.rawValue) &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    value ^= value >> 31
    return .seconds(Int64(value % UInt64(longest.components.seconds)))
  }
}
