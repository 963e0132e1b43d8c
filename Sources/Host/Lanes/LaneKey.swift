import PluginAPI

/// Names a lane, the serial stream of one person, chat or plugin.
struct LaneKey: RawRepresentable, Hashable, Sendable, Comparable, SQLConvertible, CustomStringConvertible {
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }

  static func person(_ id: PersonID) -> LaneKey { LaneKey(rawValue: "p:\(id.rawValue)") }
  /// Updates without a person, and all sends to a chat that is not private.
  static func chat(_ id: Int64) -> LaneKey { LaneKey(rawValue: "c:\(id)") }
  static func plugin(_ id: PluginID) -> LaneKey { LaneKey(rawValue: "x:\(id.rawValue)") }

  /// The lane that owns the sends to a place. A private chat shares its person's lane.
  static func sends(to place: Place) -> LaneKey {
    place.isPrivate ? .person(PersonID(place.id)) : .chat(place.id)
  }

  var person: PersonID? {
    guard rawValue.hasPrefix("p:") else { return nil }
    return Int64(rawValue.dropFirst(2)).map { PersonID($0) }
  }

  var plugin: PluginID? { rawValue.hasPrefix("x:") ? PluginID(rawValue: String(rawValue.dropFirst(2))) : nil }
  var chat: Int64? { rawValue.hasPrefix("c:") ? Int64(rawValue.dropFirst(2)) : nil }

  var description: String { rawValue }
  static func < (left: LaneKey, right: LaneKey) -> Bool { left.rawValue < right.rawValue }
}
