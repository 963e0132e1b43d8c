/// Why a zone or the database of zones cannot be had.
public enum TimeZoneError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The directory holds no time-zone database.
  case noDatabase(directory: String)
  /// The text is not shaped like a zone's name. Carries at most its first 64 characters.
  case invalidName(String)
  /// There is no zone of this name; `similar` lists names that may have been meant.
  case unknownZone(String, similar: [String])
  /// The zone's file cannot be read; `reason` is the system's.
  case unreadable(path: String, reason: String)
  /// The zone's file is damaged.
  case malformed(path: String, TZifError)

  public var description: String {
    switch self {
    case .noDatabase(let directory):
      "no time-zone database in \(directory): expected tzdata.zi, zone1970.tab or zone.tab; install the package tzdata"
    case .invalidName(let name):
      "\"\(name)\" is not a time zone's name; expected one such as Europe/Berlin"
    case .unknownZone(let name, let similar):
      "there is no time zone \"\(name)\"" + (similar.isEmpty ? "" : "; similar: \(similar.joined(separator: ", "))")
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    case .malformed(let path, let error): "\(path): \(error)"
    }
  }
}
