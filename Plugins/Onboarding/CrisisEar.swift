import Contracts
import PluginAPI

/// Hears in what somebody writes, before anything else reads it, what a coach must not coach.
struct CrisisEar: Sendable {
  private let filter = CrisisFilter.standard
  let route: LateService<any CrisisRoute>

  /// Nil for almost every text.
  func category(of text: String) -> SafetyCategory? { text.isEmpty ? nil : filter.category(of: text) }

  /// Nil unless somebody seems to be in danger.
  func hears(_ text: String) -> SafetyCategory? { category(of: text).flatMap { $0.isCrisis ? $0 : nil } }

  /// The card of help lines, and silence for a day.
  /// - Parameter isTeen: said so just now; what was said before is known.
  func answer(_ category: SafetyCategory, isTeen: Bool = false, _ turn: Turn) async throws {
    let wasTeen = try await ProfileStore().profile(of: turn.person.id, turn)?.isTeen ?? false
    route().answer(category, isTeen: isTeen || wasTeen, turn)
  }

  /// Whether the card waits for an answer: until then no model talks to the person.
  func isOpen(_ turn: Turn) async throws -> Bool { try await route().isOpen(for: turn.person.id, now: turn.now, turn) }

  /// What stands in place of a dialog's card until the person wants to go on.
  func pause(_ turn: Turn, then button: Button) -> Card {
    Card(turn.text("first.paused"), keyboard: Keyboard(row: [button]))
  }
}
