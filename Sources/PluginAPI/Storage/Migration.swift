/// One forward-only step of a plugin's schema, run in a transaction of its own and recorded with a checksum.
public struct Migration: Sendable, Hashable {
  public enum Step: Sendable, Hashable {
    case createTable(Table, columns: [Column], unique: [[String]])
    case addColumn(Table, Column)
    /// `when`: a partial index, as in `"state = 0"`.
    case createIndex(Table, columns: [String], unique: Bool, when: String?)
    case run(SQL)
    /// Says that most rows of a table are changed soon after they were written, which PostgreSQL prepares for.
    case churning(Table)
  }

  /// A number and a verb phrase, `001_create_goals`; names sort in order.
  public let name: String
  public let steps: [Step]
  /// Whether a program that does not know this migration would do damage afterwards. Such a program refuses to start;
  /// with all others, old and new hosts can run side by side while a deployment is brought up to date.
  public let breaksOlderPrograms: Bool

  public init(_ name: StaticString, breaksOlderPrograms: Bool = false, _ steps: [Step]) {
    self.name = name.description
    self.steps = steps
    self.breaksOlderPrograms = breaksOlderPrograms
  }
}

extension Migration.Step {
  /// Creates a table. Columns marked `.key` form the primary key.
  public static func create(_ table: Table, _ columns: [Column], unique: [[String]] = []) -> Self {
    .createTable(table, columns: columns, unique: unique)
  }

  /// Adds a column; it must be nullable or have a default.
  public static func add(_ column: Column, to table: Table) -> Self { .addColumn(table, column) }

  /// Creates an index over columns, in order.
  public static func index(_ table: Table, _ columns: [String], unique: Bool = false, when: StaticString? = nil) -> Self
  {
    .createIndex(table, columns: columns, unique: unique, when: when?.description)
  }
}
