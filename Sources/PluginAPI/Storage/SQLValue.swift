/// A value bound to a statement or read from a row, in the types both databases share.
public enum SQLValue: Sendable, Hashable {
  case null
  case text(String)
  case integer(Int64)
  case real(Double)
  case bool(Bool)
  case bytes([UInt8])
  case uuid(RowID)
  case instant(Instant)
  case date(LocalDate)
  /// Canonical JSON text: sorted keys, no white space.
  case json(String)
}

/// A Swift type that can be bound to a statement and read from a row.
public protocol SQLConvertible: Sendable {
  var sqlValue: SQLValue { get }
  /// Reads the value; nil when the stored value has another type or is out of range.
  init?(sqlValue: SQLValue)
}

extension String: SQLConvertible {
  public var sqlValue: SQLValue { .text(self) }
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .text(let text), .json(let text): self = text
    default: return nil
    }
  }
}

extension Int64: SQLConvertible {
  public var sqlValue: SQLValue { .integer(self) }
  public init?(sqlValue: SQLValue) {
    guard case .integer(let value) = sqlValue else { return nil }
    self = value
  }
}

extension Int: SQLConvertible {
  public var sqlValue: SQLValue { .integer(Int64(self)) }
  public init?(sqlValue: SQLValue) {
    guard case .integer(let value) = sqlValue else { return nil }
    self.init(exactly: value)
  }
}

extension Double: SQLConvertible {
  public var sqlValue: SQLValue { .real(self) }
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .real(let value): self = value
    case .integer(let value): self = Double(value)
    default: return nil
    }
  }
}

extension Bool: SQLConvertible {
  public var sqlValue: SQLValue { .bool(self) }
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .bool(let value): self = value
    case .integer(0): self = false
    case .integer(1): self = true
    default: return nil
    }
  }
}

extension [UInt8]: SQLConvertible {
  public var sqlValue: SQLValue { .bytes(self) }
  public init?(sqlValue: SQLValue) {
    guard case .bytes(let value) = sqlValue else { return nil }
    self = value
  }
}

extension RowID: SQLConvertible {
  public var sqlValue: SQLValue { .uuid(self) }
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .uuid(let value): self = value
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}

extension Instant: SQLConvertible {
  public var sqlValue: SQLValue { .instant(self) }
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .instant(let value): self = value
    case .integer(let value): self.init(microseconds: value)
    default: return nil
    }
  }
}

extension LocalDate: SQLConvertible {
  public var sqlValue: SQLValue { .date(self) }
  public init?(sqlValue: SQLValue) {
    switch sqlValue {
    case .date(let value): self = value
    case .text(let text): self.init(text)
    default: return nil
    }
  }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
  public var sqlValue: SQLValue { self?.sqlValue ?? .null }
  public init?(sqlValue: SQLValue) {
    if case .null = sqlValue {
      self = .none
      return
    }
    guard let value = Wrapped(sqlValue: sqlValue) else { return nil }
    self = .some(value)
  }
}

/// Enumerations and wrappers are stored as their raw value.
extension SQLConvertible where Self: RawRepresentable, RawValue: SQLConvertible {
  public var sqlValue: SQLValue { rawValue.sqlValue }
  public init?(sqlValue: SQLValue) {
    guard let raw = RawValue(sqlValue: sqlValue) else { return nil }
    self.init(rawValue: raw)
  }
}
