/// A table a plugin owns: its full name and whose data it holds.
public struct Table: Sendable, Hashable {
  /// What a table holds of people; export and erasure follow from it.
  public enum Ownership: Sendable, Hashable {
    /// Every row belongs to the person whose id is in this column: exported and erased with them.
    case person(column: String)
    /// Kept by law after erasure, with this person column set to NULL.
    case retained(column: String)
    /// No personal data.
    case shared
  }

  /// The full name, prefixed with the plugin: `goals_check_in`.
  public let name: String
  public let ownership: Ownership

  /// - Parameters:
  ///   - name: lower snake case, without the plugin's prefix.
  ///   - plugin: the owner; becomes the prefix.
  public init(_ name: StaticString, of plugin: PluginID, _ ownership: Ownership) {
    self.name = "\(plugin.rawValue)_\(name)"
    self.ownership = ownership
  }

  package init(host name: StaticString, _ ownership: Ownership) {
    self.name = "roost_\(name)"
    self.ownership = ownership
  }
}

/// A column of a table that a migration creates.
public struct Column: Sendable, Hashable {
  /// The portable types: each keeps its value unchanged on both engines.
  public enum Kind: String, Sendable, Hashable {
    case text, int64, double, bool, uuid, json, instant, date, bytes
  }

  public let name: String
  public let kind: Kind
  public var isNullable = false
  public var isPrimaryKey = false
  public var defaultValue: SQLValue?

  public static func text(_ name: StaticString) -> Column { Column(name: name.description, kind: .text) }
  public static func int64(_ name: StaticString) -> Column { Column(name: name.description, kind: .int64) }
  public static func double(_ name: StaticString) -> Column { Column(name: name.description, kind: .double) }
  public static func bool(_ name: StaticString) -> Column { Column(name: name.description, kind: .bool) }
  public static func uuid(_ name: StaticString) -> Column { Column(name: name.description, kind: .uuid) }
  public static func json(_ name: StaticString) -> Column { Column(name: name.description, kind: .json) }
  public static func instant(_ name: StaticString) -> Column { Column(name: name.description, kind: .instant) }
  public static func date(_ name: StaticString) -> Column { Column(name: name.description, kind: .date) }
  public static func bytes(_ name: StaticString) -> Column { Column(name: name.description, kind: .bytes) }

  private init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The column may be NULL; without this it is NOT NULL.
  public var nullable: Column { changed { $0.isNullable = true } }
  /// The column is the primary key, or part of it.
  public var key: Column { changed { $0.isPrimaryKey = true } }
  /// The value of rows that do not name the column.
  public func defaulting<Value: SQLConvertible>(to value: Value) -> Column {
    changed { $0.defaultValue = value.sqlValue }
  }

  private func changed(_ change: (inout Column) -> Void) -> Column {
    var copy = self
    change(&copy)
    return copy
  }
}
