import PluginAPI

/// What becomes of the rows of due jobs that were put into their lanes, several rows a statement.
struct JobMoves {
  /// Jobs that run once.
  var begun: [(id: RowID, rev: Int64)] = []
  /// Schedules, with their next occurrence; nil is the end of one.
  var next: [(id: RowID, rev: Int64, next: Occurrence?)] = []

  /// A row that was changed since it was read is left as it is.
  func statements(zoneData: String) -> [Statement] {
    let job = HostTables.job
    let once = Chunks.of(begun).map { part in
      let rows: [SQL] = begun[part].map { "(\($0.id), \($0.rev))" }
      return Statement(
        """
        UPDATE \(job) SET state = 1, due_at = NULL FROM (VALUES \(rows: rows)) AS moved
        WHERE id = moved.column1 AND rev = moved.column2 AND state = 0
        """)
    }
    let going = next.compactMap { row in row.next.map { (row.id, row.rev, $0) } }
    let again = Chunks.of(going).map { part in
      let rows: [SQL] = going[part].map { id, rev, next in
        "(\(id), \(rev), \(next.local.description), \(next.instant))"
      }
      return Statement(
        """
        UPDATE \(job) SET next_local = moved.column3, due_at = moved.column4, tz_version = \(zoneData), rev = rev + 1
        FROM (VALUES \(rows: rows)) AS moved WHERE id = moved.column1 AND rev = moved.column2 AND state = 0
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
