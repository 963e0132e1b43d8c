import PluginAPI

/// A wish as it grows over several messages.
package struct WishDraft: Codable, Sendable, Hashable {
  /// Graphemes of all messages together.
  package static let limit = 4000
  package static let fewestWords = 3

  /// What came of a message.
  package enum Addition: Sendable, Hashable {
    case added, nothing
    /// It does not fit; so many graphemes would.
    case tooLong(room: Int)
  }

  package private(set) var text: String

  package init(_ text: String = "") { self.text = UserText.clean(text, limit: Self.limit, multiline: true) }

  package var isEmpty: Bool { text.isEmpty }
  package var count: Int { text.count }
  /// Whether there is enough of it to work with.
  package var isEnough: Bool { UserText.words(text) >= Self.fewestWords }

  /// Appends a message on a line of its own, or leaves all as it was.
  package mutating func add(_ raw: String) -> Addition {
    let addition = UserText.clean(raw, limit: Self.limit + 1, multiline: true)
    guard !addition.isEmpty else { return .nothing }
    let joined = text.isEmpty ? addition : "\(text)\n\(addition)"
    guard joined.count <= Self.limit else {
      return .tooLong(room: max(0, Self.limit - text.count - (text.isEmpty ? 0 : 1)))
    }
    text = joined
    return .added
  }

  /// The beginning, for cards.
  package func preview(_ limit: Int) -> String { Text(text).truncated(to: limit).string }
}
