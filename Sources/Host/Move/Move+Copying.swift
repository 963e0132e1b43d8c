import PluginAPI

extension Move {
  /// Copies what a table of the target lacks; each part is a transaction with its progress.
  func copy(_ table: MoveTable, copied: Int64, _ now: Instant, _ report: (Progress) -> Void) async throws {
    var copied = copied
    let position = copied > 0 ? try await MoveCursor.end(of: table, in: target.database) : nil
    var cursor = MoveCursor(source.database, table, after: position)
    while true {
      let rows = try await cursor.nextPart()
      if rows.isEmpty { return report(.copied(table: table.name, rows: copied, isAll: true)) }
      var statements = rows.map { Statement(table.insert(disowned($0, table, now))) }
      statements.append(MoveMarker.advance(table.name, from: copied, by: rows.count))
      do {
        _ = try await target.database.transact(statements)
      } catch StorageError.expectation {
        throw MoveError("Another process moves into the same target.")
      } catch StorageError.unavailable(let reason, _) {
        throw MoveError("Interrupted in \(table.name): \(reason). Run the command again; it goes on from there.")
      } catch {
        throw MoveError(
          "The target refused rows \(copied + 1)–\(copied + Int64(rows.count)) of \(table.name), in the order of its key: "
            + "\(error)")
      }
      copied += Int64(rows.count)
      report(.copied(table: table.name, rows: copied, isAll: false))
    }
  }

  /// The one change of a move: nobody owns a lane any more. Its owner was a process on the source, and while a lease of it
  /// ran on, no host of the target would touch that person; so what was leased or waiting is due at once.
  private func disowned(_ values: [SQLValue], _ table: MoveTable, _ now: Instant) -> [SQLValue] {
    guard table.name == HostTables.lane.name else { return values }
    return zip(table.columns, values).map { column, value in
      switch column.name {
      case "owner": .null
      case "due": value == .null ? .null : .instant(now)
      default: value
      }
    }
  }

  /// Lets go of the target, with every lane due in which something waits.
  func finish(_ now: Instant) async throws {
    let wake = Statement(
      """
      UPDATE \(HostTables.lane) SET due = \(now) WHERE due IS NULL
        AND (key IN (SELECT lane FROM \(HostTables.inbox) WHERE state = 0)
          OR key IN (SELECT lane FROM \(HostTables.outbox) WHERE state < 2))
      """)
    _ = try await target.database.transact([wake] + MoveMarker.end)
  }
}
