/// A value to bind to a statement, or one that a query returned.
public enum PostgresValue: Sendable, Hashable {
  /// NULL of any type.
  case null
  /// A text, without the character NUL, which PostgreSQL cannot store. Bound without a declared type, so that the
  /// server takes it for whatever the statement needs at that place. Also returned for columns of types not named
  /// here, in PostgreSQL's own notation (`numeric`, `timestamptz`, arrays …).
  case text(String)
  /// `bigint` when bound; returned for `smallint`, `integer` and `bigint`.
  case int(Int64)
  /// `double precision` when bound; returned for `real` and `double precision`.
  case double(Double)
  /// `boolean`.
  case bool(Bool)
  /// `bytea`.
  case bytes([UInt8])
  /// `uuid` in any notation that PostgreSQL reads; returned as `8-4-4-4-12` lower-case hexadecimal digits.
  case uuid(String)
  /// `date` as `YYYY-MM-DD`.
  case date(String)
  /// A JSON text. Bound without a declared type, so that it fits `json` and `jsonb`; returned for both.
  case json(String)
  /// An array, for `unnest`: rows of any number are then a few values. Bound only; returned arrays are `text`.
  case array(PostgresArray)
}

/// An array of one dimension without NULLs.
public enum PostgresArray: Sendable, Hashable {
  /// `text[]`.
  case text([String])
  /// `bigint[]`.
  case int([Int64])
  /// `bytea[]`.
  case bytes([[UInt8]])
  /// `uuid[]`.
  case uuid([PostgresUUID])
}

/// The 128 bits of a `uuid`.
public struct PostgresUUID: Sendable, Hashable {
  public var high: UInt64
  public var low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}

/// Numbers of PostgreSQL's built-in types, from its `pg_type.dat`; they never change.
enum TypeOID {
  static let inferred: UInt32 = 0
  static let bool: UInt32 = 16
  static let bytea: UInt32 = 17
  static let int8: UInt32 = 20
  static let int2: UInt32 = 21
  static let int4: UInt32 = 23
  static let text: UInt32 = 25
  static let json: UInt32 = 114
  static let float4: UInt32 = 700
  static let float8: UInt32 = 701
  static let byteaArray: UInt32 = 1001
  static let textArray: UInt32 = 1009
  static let int8Array: UInt32 = 1016
  static let date: UInt32 = 1082
  static let uuid: UInt32 = 2950
  static let uuidArray: UInt32 = 2951
  static let jsonb: UInt32 = 3802
}

extension PostgresValue {
  /// The type that a bound value declares.
  var typeOID: UInt32 {
    switch self {
    case .null, .text, .json: TypeOID.inferred
    case .int: TypeOID.int8
    case .double: TypeOID.float8
    case .bool: TypeOID.bool
    case .bytes: TypeOID.bytea
    case .uuid: TypeOID.uuid
    case .date: TypeOID.date
    case .array(.text): TypeOID.textArray
    case .array(.int): TypeOID.int8Array
    case .array(.bytes): TypeOID.byteaArray
    case .array(.uuid): TypeOID.uuidArray
    }
  }
}
