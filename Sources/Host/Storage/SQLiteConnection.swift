import CSQLite

/// One connection to a SQLite file with its prepared statements. One thread at a time uses it.
final class SQLiteConnection {
  let statements: SQLiteStatements
  private let pointer: OpaquePointer

  enum Role { case writer, reader }

  /// Once, before the first connection. Where somebody else was earlier it is only slower.
  private static let isConfigured = csqlite_forgo_memory_status() == SQLITE_OK

  init(path: String, role: Role, durability: SQLiteDatabase.Durability) throws(SQLiteFailure) {
    _ = Self.isConfigured
    var opened: OpaquePointer?
    // One thread at a time: SQLite's own lock around the connection is not needed.
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (role == .writer ? SQLITE_OPEN_CREATE : 0)
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let reason = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(opened)
      throw SQLiteFailure(code: code, reason: reason, sql: "")
    }
    pointer = opened
    sqlite3_extended_result_codes(opened, 1)
    sqlite3_busy_timeout(opened, 5000)
    statements = SQLiteStatements(connection: opened)
    do throws(SQLiteFailure) {
      // What does not fit into a cache of 2 MB is in the system's: a larger one was not faster.
      // Temporary files would be made and deleted with every savepoint.
      // A log of 16 MB before it is copied back: pages that change with every turn are copied once in many turns.
      for pragma in [
        "journal_mode = WAL", "temp_store = MEMORY", "foreign_keys = OFF", "cache_size = -2000",
        "wal_autocheckpoint = 4000",
      ] {
        try execute("PRAGMA \(pragma)")
      }
      let isSynced = durability == .full && !PlantedBug.neverSyncs.isPlanted
      try execute(isSynced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF")
      if role == .reader { try execute("PRAGMA query_only = ON") }
    } catch {
      close()
      throw error
    }
  }

  private func execute(_ text: String) throws(SQLiteFailure) {
    guard sqlite3_exec(pointer, text, nil, nil, nil) == SQLITE_OK else {
      throw SQLiteFailure(
        code: sqlite3_extended_errcode(pointer), reason: String(cString: sqlite3_errmsg(pointer)), sql: text)
    }
  }

  /// The whole content as the bytes of a database file.
  func image() -> [UInt8] {
    var size: sqlite3_int64 = 0
    guard let bytes = sqlite3_serialize(pointer, "main", &size, 0) else { return [] }
    defer { sqlite3_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(size)))
  }

  /// Replaces the content, in memory.
  func load(_ image: [UInt8]) throws(SQLiteFailure) {
    let size = sqlite3_int64(image.count)
    let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE)
    guard let copy = sqlite3_malloc64(UInt64(image.count)) else {
      throw SQLiteFailure(code: SQLITE_NOMEM, reason: "out of memory", sql: "")
    }
    image.withUnsafeBytes { if let start = $0.baseAddress { copy.copyMemory(from: start, byteCount: $0.count) } }
    let code = sqlite3_deserialize(pointer, "main", copy.assumingMemoryBound(to: UInt8.self), size, size, flags)
    guard code == SQLITE_OK else {
      throw SQLiteFailure(code: code, reason: String(cString: sqlite3_errmsg(pointer)), sql: "")
    }
  }

  /// Nothing may be running on it.
  func close() {
    statements.finalize()
    sqlite3_close_v2(pointer)
  }
}
