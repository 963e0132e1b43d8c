import PluginAPI

/// Reads and writes what was proposed.
enum ProposalStore {
  static func insert(_ id: RowID, _ content: CoachProposal, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(CoachTables.proposal) (id, person, content, is_taken, at)
      VALUES (\(id), \(turn.person.id), \(JSONColumn(content)), \(false), \(turn.now))
      """, expecting: .exactly(1))
  }

  /// What waits for a tap of this person; nil for somebody else's, and for what was taken.
  static func open(_ id: RowID, of person: PersonID, _ database: any DatabaseReading) async throws -> CoachProposal? {
    try await database.row(
      """
      SELECT content FROM \(CoachTables.proposal)
      WHERE id = \(id) AND person = \(person) AND is_taken = \(false)
      """
    ).flatMap { try? $0.json("content") }
  }

  static func take(_ id: RowID, _ turn: Turn) {
    turn.write(
      """
      UPDATE \(CoachTables.proposal) SET is_taken = \(true)
      WHERE id = \(id) AND person = \(turn.person.id) AND is_taken = \(false)
      """, expecting: .exactly(1))
  }
}

extension CoachProposal {
  /// With the date that the words meant, since the tap may come tomorrow.
  func dated(_ today: LocalDate) -> CoachProposal {
    guard case .log(var entry) = self else { return self }
    entry.date = today.adding(days: entry.dayOffset)
    return .log(entry)
  }
}
