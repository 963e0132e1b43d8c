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
    case .array(let array): append(array)
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

  /// As `array_recv` reads it: dimensions, whether there are NULLs, the type of the elements; for each dimension its
  /// length and first index; each element with its length before it.
  private mutating func append(_ array: PostgresArray) {
    let (type, count) = array.elements
    for number: UInt32 in [count == 0 ? 0 : 1, 0, type] { appendBigEndian(number) }
    if count == 0 { return }
    appendBigEndian(UInt32(truncatingIfNeeded: count))
    appendBigEndian(UInt32(1))
    switch array {
    case .text(let elements):
      for element in elements {
        appendBigEndian(UInt32(truncatingIfNeeded: element.utf8.count))
        bytes.append(contentsOf: element.utf8)
      }
    case .int(let elements):
      for element in elements {
        appendBigEndian(UInt32(8))
        appendBigEndian(UInt64(bitPattern: element))
      }
    case .bytes(let elements):
      for element in elements {
        appendBigEndian(UInt32(truncatingIfNeeded: element.count))
        bytes.append(contentsOf: element)
      }
    case .uuid(let elements):
      for element in elements {
        appendBigEndian(UInt32(16))
        appendBigEndian(element.high)
        appendBigEndian(element.low)
      }
    }
  }

  private mutating func appendBigEndian<Number: FixedWidthInteger>(_ number: Number) {
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

extension PostgresArray {
  fileprivate var elements: (type: UInt32, count: Int) {
    switch self {
    case .text(let elements): (TypeOID.text, elements.count)
    case .int(let elements): (TypeOID.int8, elements.count)
    case .bytes(let elements): (TypeOID.bytea, elements.count)
    case .uuid(let elements): (TypeOID.uuid, elements.count)
    }
  }
}
