import PluginAPI

/// When the bot keeps silent unless it was asked for that very time. An interval of the clock that may span midnight.
struct QuietHours: Sendable, Hashable {
  var from: LocalTime
  var to: LocalTime

  /// Never quiet.
  static let none = QuietHours(from: .midnight, to: .midnight)
  var isNone: Bool { from == to }

  func contains(_ time: LocalTime) -> Bool {
    if from == to { return false }
    return from < to ? from <= time && time < to : from <= time || time < to
  }

  /// When quiet hours that hold at `local` end.
  func end(after local: LocalDateTime) -> LocalDateTime {
    LocalDateTime(local.time < to ? local.date : local.date.adding(days: 1), to)
  }

  /// Reads `22-8`, `22:30–7:15` or `off`; nil for anything else.
  init?(_ text: String) {
    let text = text.lowercased()
    if ["off", "нет", "выкл"].contains(text) {
      self = .none
      return
    }
    let parts = text.split(whereSeparator: { "-–—−".contains($0) })
    guard parts.count == 2, let from = LocalTime(typed: String(parts[0])), let to = LocalTime(typed: String(parts[1]))
    else { return nil }
    self.init(from: from, to: to)
  }

  init(from: LocalTime, to: LocalTime) {
    self.from = from
    self.to = to
  }
}
