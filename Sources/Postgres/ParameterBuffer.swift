/// The values of a statement as libpq takes them. One buffer serves all statements of a connection: libpq copies what
/// it is given at once.
struct ParameterBuffer {
  private static let none = -1
  private static let maximumSpareBytes = 256 << 10

  private var bytes: [UInt8] = []
  private var offsets: [Int] = []
  private var pointers: [UnsafePointer<CChar>?] = []
  private(set) var lengths: [Int32] = []
  /// 1 for binary, 0 for text.
  private(set) var formats: [Int32] = []
  private(set) var types: [UInt32] = []

  var count: Int32 { Int32(offsets.count) }
  var byteCount: Int { bytes.count }

  mutating func encode(_ values: [PostgresValue]) {
    bytes.removeAll(keepingCapacity: bytes.capacity <= Self.maximumSpareBytes)
    offsets.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    formats.removeAll(keepingCapacity: true)
    types.removeAll(keepingCapacity: true)
    for value in values { append(value) }
  }

  private mutating func append(_ value: PostgresValue) {
    var start = bytes.count
    var isBinary = true
    switch value {
    case .null: start = Self.none
    case .int(let number): appendBigEndian(UInt64(bitPattern: number))
    case .double(let number): appendBigEndian(number.bitPattern)
    case .bool(let isTrue): bytes.append(isTrue ? 1 : 0)
    case .bytes(let value):
      bytes.append(contentsOf: value)
    case .text(let text), .uuid(let text), .date(let text), .json(let text):
      isBinary = false
      bytes.append(contentsOf: text.utf8)
      bytes.append(0)
    }
    offsets.append(start)
    lengths.append(start == Self.none ? 0 : Int32(bytes.count - start))
    formats.append(isBinary ? 1 : 0)
    types.append(value.typeOID)
  }

  private mutating func appendBigEndian(_ number: UInt64) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// The pointers hold only within `body`.
  mutating func withPointers<Answer>(_ body: ([UnsafePointer<CChar>?]) -> Answer) -> Answer {
    // An empty bytea needs an address too, or libpq takes it for NULL.
    bytes.append(0)
    return bytes.withUnsafeBytes { buffer in
      pointers.removeAll(keepingCapacity: true)
      for offset in offsets {
        pointers.append(
          offset == Self.none ? nil : buffer.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self))
      }
      return body(pointers)
    }
  }
}
