import Onboarding
import PluginAPI
import Synchronization

/// The plugin's three tables for one person, as its statements read and write them.
final class StoredRows: DatabaseReading, Sendable {
  private struct Rows {
    var profile: [SQLValue]?
    var consent: SQLValue?
    var erasure: SQLValue?
  }

  private let stored = Mutex(Rows())

  /// Wish, rhythm, source, time of completion.
  var profile: [SQLValue]? {
    get { stored.withLock(\.profile) }
    set { stored.withLock { $0.profile = newValue } }
  }
  /// The version.
  var consent: SQLValue? {
    get { stored.withLock(\.consent) }
    set { stored.withLock { $0.consent = newValue } }
  }
  var erasure: SQLValue? { stored.withLock(\.erasure) }

  func rows(_ sql: SQL) async throws -> [Row] {
    let text = sql.rendered(.question).text
    let rows = stored.withLock { $0 }
    if text.contains("FROM onboarding_profile"), let profile = rows.profile {
      return [Row(columns: ["wish", "rhythm", "source", "completed_at"], values: profile)]
    }
    if text.contains("FROM onboarding_consent"), let consent = rows.consent {
      return [Row(columns: ["version"], values: [consent])]
    }
    if text.contains("FROM onboarding_erasure"), let erasure = rows.erasure {
      return [Row(columns: ["erase_at"], values: [erasure])]
    }
    return []
  }

  func apply(_ sql: SQL) {
    let (text, values) = sql.rendered(.question)
    stored.withLock { rows in
      if text.contains("INSERT INTO onboarding_profile") { rows.profile = Array(values[1...4]) }
      if text.contains("UPDATE onboarding_profile") { rows.profile?[0] = values[0] }
      if text.contains("INSERT INTO onboarding_consent") { rows.consent = values[2] }
      if text.contains("INSERT INTO onboarding_erasure") { rows.erasure = values[1] }
      if text.contains("DELETE FROM onboarding_erasure") { rows.erasure = nil }
    }
  }
}
