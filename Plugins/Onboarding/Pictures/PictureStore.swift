import PluginAPI

/// The pictures of moodboards, by the conversation in which they came, and what was seen in them.
struct PictureStore: Sendable {
  /// Where the look at a moodboard stands.
  enum Look: Sendable, Hashable {
    case pending
    case done(Sight)
    case failed
  }

  func count(of round: RowID, _ person: PersonID, _ database: any DatabaseReading) async throws -> PictureCount {
    let rows = try await database.rows(
      """
      SELECT status, COUNT(*) AS number FROM \(OnboardingMigrations.picture)
      WHERE person = \(person) AND round = \(round) GROUP BY status ORDER BY status
      """)
    var count = PictureCount()
    for row in rows {
      let number: Int = try row.get("number")
      switch PictureStatus(rawValue: try row.get("status")) {
      case .kept: count.kept = number
      case .surplus: count.surplus = number
      case .refused: count.refused = number
      case nil: break
      }
    }
    return count
  }

  /// In the order in which they came.
  func pictures(of round: RowID, _ person: PersonID, _ database: any DatabaseReading) async throws -> [SentPicture] {
    try await database.rows(
      """
      SELECT file_id, unique_id FROM \(OnboardingMigrations.picture)
      WHERE person = \(person) AND round = \(round) AND status = \(PictureStatus.kept) ORDER BY received_at, id
      """
    ).map { SentPicture(fileID: try $0.get("file_id"), uniqueID: try $0.get("unique_id")) }
  }

  /// Whether the file came before in this conversation.
  func knows(_ uniqueID: String, _ round: RowID, _ person: PersonID, _ database: any DatabaseReading) async throws
    -> Bool
  {
    try await database.row(
      """
      SELECT id FROM \(OnboardingMigrations.picture)
      WHERE person = \(person) AND round = \(round) AND unique_id = \(uniqueID)
      """) != nil
  }

  func insert(
    _ picture: SentPicture, _ status: PictureStatus, id: RowID, round: RowID, at instant: Instant, of person: PersonID
  ) -> SQL {
    """
    INSERT INTO \(OnboardingMigrations.picture) (person, id, round, file_id, unique_id, status, received_at)
    VALUES (\(person), \(id), \(round), \(status == .kept ? picture.fileID : ""), \(picture.uniqueID), \(status),
      \(instant))
    ON CONFLICT (person, round, unique_id) DO NOTHING
    """
  }

  func clear(_ round: RowID, of person: PersonID) -> SQL {
    "DELETE FROM \(OnboardingMigrations.picture) WHERE person = \(person) AND round = \(round)"
  }

  /// Of every conversation but these.
  func clearPictures(of person: PersonID, except rounds: [RowID]) -> SQL {
    rounds.isEmpty
      ? "DELETE FROM \(OnboardingMigrations.picture) WHERE person = \(person)"
      : "DELETE FROM \(OnboardingMigrations.picture) WHERE person = \(person) AND round NOT IN (\(list: rounds))"
  }

  func clearLooks(of person: PersonID, except rounds: [RowID]) -> SQL {
    rounds.isEmpty
      ? "DELETE FROM \(OnboardingMigrations.moodboard) WHERE person = \(person)"
      : "DELETE FROM \(OnboardingMigrations.moodboard) WHERE person = \(person) AND round NOT IN (\(list: rounds))"
  }

  // MARK: What was seen

  /// Nil when nobody looked.
  func look(at round: RowID, _ person: PersonID, _ database: any DatabaseReading) async throws -> Look? {
    let row = try await database.row(
      """
      SELECT status, sight FROM \(OnboardingMigrations.moodboard) WHERE person = \(person) AND round = \(round)
      """)
    guard let row else { return nil }
    if let sight = try row.get("sight", as: JSONColumn<Sight>?.self)?.value { return .done(sight) }
    return try row.get("status") == "pending" ? .pending : .failed
  }

  func save(_ look: Look, of round: RowID, at instant: Instant, _ person: PersonID) -> SQL {
    let (status, sight): (String, Sight?) =
      switch look {
      case .pending: ("pending", nil)
      case .done(let sight): ("done", sight)
      case .failed: ("failed", nil)
      }
    return """
      INSERT INTO \(OnboardingMigrations.moodboard) (person, round, status, sight, asked_at)
      VALUES (\(person), \(round), \(status), \(sight.map { JSONColumn($0) }), \(instant))
      ON CONFLICT (person, round) DO UPDATE SET status = excluded.status, sight = excluded.sight
      """
  }
}
