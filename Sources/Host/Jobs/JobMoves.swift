import PluginAPI

/// What becomes of the rows of due jobs that were put into their lanes, several rows a statement.
struct JobMoves {
  /// Jobs that run once.
  var begun: [(id: RowID, rev: Int64)] = []
  /// Schedules, with their next occurrence; nil is the end of one.
  var next: [(id: RowID, rev: Int64, next: Occurrence?)] = []

  /// A row that was changed since it was read is left as it is.
  func statements(zoneData: String, _ chunks: Chunks) -> [Statement] {
    let job = HostTables.job
    let once = chunks.of(begun).map { part in
      let moved = SQLRows(count: part.count, .ids(begun[part].map(\.id)), .integers(begun[part].map(\.rev)))
      return Statement(
        """
        UPDATE \(job) SET state = 1, due_at = NULL FROM \(moved, as: "moved")
        WHERE id = moved.column1 AND rev = moved.column2 AND state = 0
        """)
    }
    let going = next.compactMap { row in row.next.map { (id: row.id, rev: row.rev, next: $0) } }
    let again = chunks.of(going).map { part in
      let moved = SQLRows(
        count: part.count, .ids(going[part].map(\.id)), .integers(going[part].map(\.rev)),
        .texts(going[part].map(\.next.local.description)), .integers(going[part].map(\.next.instant.microseconds)))
      return Statement(
        """
        UPDATE \(job) SET next_local = moved.column3, due_at = moved.column4, tz_version = \(zoneData), rev = rev + 1
        FROM \(moved, as: "moved") WHERE id = moved.column1 AND rev = moved.column2 AND state = 0
        """)
    }
    let ended = next.filter { $0.next == nil }.map { row in
      Statement(
        """
        UPDATE \(job) SET next_local = NULL, due_at = NULL, tz_version = \(zoneData), rev = rev + 1
        WHERE id = \(row.id) AND rev = \(row.rev) AND state = 0
        """)
    }
    return once + again + ended
  }
}
