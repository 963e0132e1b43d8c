package import PluginAPI

/// What one statement of a transaction did: the rows it returned, and how many it changed.
package struct StatementAnswer: Sendable, RandomAccessCollection {
  package var rows: [Row]
  /// Rows inserted, updated, deleted or returned. On PostgreSQL not known of a statement with an expectation.
  package var changed: Int

  package init(rows: [Row], changed: Int) {
    self.rows = rows
    self.changed = changed
  }

  package var startIndex: Int { rows.startIndex }
  package var endIndex: Int { rows.endIndex }
  package subscript(position: Int) -> Row { rows[position] }
}
