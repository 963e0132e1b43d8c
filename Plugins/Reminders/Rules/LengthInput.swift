import PluginAPI

/// Lengths of time as people type them.
enum LengthInput {
  /// `1d`, `2w`, `12h`, up to a year, or `forever` as nil within the optional; nil for anything else.
  static func parse(_ raw: String) -> Duration?? {
    let text = raw.lowercased()
    if ["forever", "навсегда"].contains(text) { return .some(nil) }
    guard text.utf8.count <= 4, let unit = text.last, let count = number(text.dropLast()), count > 0 else { return nil }
    let hours: Int
    switch unit {
    case "h", "ч": hours = count
    case "d", "д": hours = count * 24
    case "w", "н": hours = count * 168
    default: return nil
    }
    return hours <= 366 * 24 ? .some(.hours(hours)) : nil
  }

  /// ASCII digits only.
  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}
