import CSQLite
import PluginAPI

// SQLITE_TRANSIENT is a cast macro that Swift does not import: SQLite copies the bytes before the call returns.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// Where the bytes of bound values stand while one statement runs, so that SQLite need not copy each into memory of its
/// own. The next statement overwrites them: every run binds all its values anew.
final class SQLiteScratch {
  private let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 8)
  private var used = 0

  deinit { bytes.deallocate() }

  func clear() { used = 0 }

  /// Room for so many bytes; nil when there is none left.
  func take(_ count: Int) -> UnsafeMutableRawBufferPointer? {
    guard used + count <= bytes.count else { return nil }
    defer { used += count }
    return UnsafeMutableRawBufferPointer(rebasing: bytes[used..<used + count])
  }
}

/// Gives a prepared statement its values.
struct SQLiteBindings {
  private let statement: OpaquePointer
  private let scratch: SQLiteScratch

  init(statement: OpaquePointer, scratch: SQLiteScratch) {
    self.statement = statement
    self.scratch = scratch
    scratch.clear()
  }

  /// - Returns: SQLite's code.
  func bind(_ value: SQLValue, at index: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(statement, index)
    case .integer(let number): return sqlite3_bind_int64(statement, index, number)
    case .real(let number): return sqlite3_bind_double(statement, index, number)
    case .bool(let flag): return sqlite3_bind_int64(statement, index, flag ? 1 : 0)
    case .instant(let instant): return sqlite3_bind_int64(statement, index, instant.microseconds)
    case .text(let text), .json(let text): return bind(text, index)
    case .date(let date): return bind(date.description, index)
    case .uuid(let id):
      guard let room = scratch.take(RowID.length) else { return bind(id.description, index) }
      id.write(to: room.bindMemory(to: UInt8.self))
      return text(room, index)
    case .bytes(let bytes):
      // A NULL pointer would bind NULL; an empty blob is not NULL.
      if bytes.isEmpty { return sqlite3_bind_zeroblob(statement, index, 0) }
      guard let room = scratch.take(bytes.count) else {
        return bytes.withUnsafeBytes {
          sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), transient)
        }
      }
      room.copyBytes(from: bytes)
      return sqlite3_bind_blob(statement, index, room.baseAddress, Int32(room.count), nil)
    }
  }

  private func bind(_ text: String, _ index: Int32) -> Int32 {
    if let room = scratch.take(text.utf8.count) {
      room.copyBytes(from: text.utf8)
      return self.text(room, index)
    }
    var text = text
    return text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count), transient)
      }
    }
  }

  private func text(_ room: UnsafeMutableRawBufferPointer, _ index: Int32) -> Int32 {
    // Room is never at NULL, so an empty text is not NULL either.
    sqlite3_bind_text(statement, index, room.bindMemory(to: CChar.self).baseAddress, Int32(room.count), nil)
  }
}
