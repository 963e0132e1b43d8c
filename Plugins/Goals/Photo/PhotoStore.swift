import PluginAPI

/// Reads and writes check-ins by photo. A read never sees what the same turn writes.
enum PhotoStore {
  static let table = Table("photo", of: "goals", .person(column: "person"))

  /// For so long photos are kept, and those that a model looked at are counted.
  static let keptDays = 30

  static let migration = Migration(
    "011_create_photo",
    [
      .create(
        table,
        [
          .uuid("id").key, .int64("person"), .text("album").nullable, .json("pictures"), .text("caption"),
          .int64("message"), .date("logical_date"), .json("choices"), .uuid("card").nullable,
          // 0 waits for the rest of its album, 1 was asked about, 2 was used.
          .int64("state"), .int64("looked"), .instant("at"),
        ]),
      .index(table, ["person", "at"]), .index(table, ["at"]),
    ])

  /// Nil for somebody else's.
  static func photo(_ id: RowID, of person: PersonID, _ database: any DatabaseReading) async throws -> Photo? {
    try await database.row("SELECT \(raw: columns) FROM \(table) WHERE id = \(id) AND person = \(person)").map(photo)
  }

  static func photo(album: String, of person: PersonID, _ database: any DatabaseReading) async throws -> Photo? {
    try await database.row(
      "SELECT \(raw: columns) FROM \(table) WHERE album = \(album) AND person = \(person) ORDER BY at DESC LIMIT 1"
    ).map(photo)
  }

  /// The youngest photo that nothing was made of and nobody looked at.
  static func unseen(of person: PersonID, since: Instant, _ database: any DatabaseReading) async throws -> Photo? {
    try await database.row(
      """
      SELECT \(raw: columns) FROM \(table)
      WHERE person = \(person) AND state = 1 AND looked = 0 AND at >= \(since) ORDER BY at DESC, id DESC LIMIT 1
      """
    ).map(photo)
  }

  /// How many pictures a model was shown since an instant.
  static func looked(of person: PersonID, since: Instant, _ database: any DatabaseReading) async throws -> Int {
    try await database.value(
      """
      SELECT CAST(COALESCE(SUM(looked), 0) AS BIGINT) AS number FROM \(table)
      WHERE person = \(person) AND at >= \(since)
      """) ?? 0
  }

  static func save(_ photo: Photo, _ turn: Turn) {
    turn.write(
      """
      INSERT INTO \(table)
        (id, person, album, pictures, caption, message, logical_date, choices, card, state, looked, at)
      VALUES (\(photo.id), \(turn.person.id), \(photo.album), \(JSONColumn(photo.pictures)), \(photo.caption),
        \(photo.message), \(photo.date), \(JSONColumn(photo.choices)), \(photo.card), \(photo.state.rawValue),
        \(photo.looked), \(photo.at))
      ON CONFLICT (id) DO UPDATE SET pictures = excluded.pictures, caption = excluded.caption,
        choices = excluded.choices, card = excluded.card, state = excluded.state, looked = excluded.looked
      """, expecting: .exactly(1))
  }

  /// Something is made of it: once.
  static func use(_ photo: Photo, _ turn: Turn) {
    turn.write(
      "UPDATE \(table) SET state = 2 WHERE id = \(photo.id) AND person = \(turn.person.id) AND state = 1",
      expecting: .exactly(1))
  }

  private static let columns: StaticString =
    "id, album, pictures, caption, message, logical_date, choices, card, state, looked, at"

  private static func photo(_ row: Row) throws -> Photo {
    Photo(
      id: try row.get("id"), album: try row.get("album"), pictures: try row.json("pictures"),
      caption: try row.get("caption"), message: try row.get("message"), date: try row.get("logical_date"),
      choices: try row.json("choices"), card: try row.get("card"),
      state: Photo.State(rawValue: try row.get("state")) ?? .used, looked: try row.get("looked"),
      at: try row.get("at"))
  }
}
