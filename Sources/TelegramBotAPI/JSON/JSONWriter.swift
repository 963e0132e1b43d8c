/// Writes JSON into a byte array and gathers the files that the values carry. Output is deterministic.
public struct JSONWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  /// The files to upload, in the order met, under names that are unique within this text.
  public private(set) var attachments: [Attachment] = []
  /// Set when a number that JSON cannot express (infinite or not a number) was written as null.
  public private(set) var hasNonFiniteNumber = false
  /// Names that an attachment must not get.
  var reservedNames: Set<String> = []

  /// An empty text.
  public init() {
    bytes.reserveCapacity(256)
  }

  /// Starts an object.
  public mutating func open() { bytes.append(0x7B) }
  /// Ends an object.
  public mutating func close() { bytes.append(0x7D) }
  /// Starts an array.
  public mutating func openArray() { bytes.append(0x5B) }
  /// Ends an array.
  public mutating func closeArray() { bytes.append(0x5D) }

  /// Puts a comma unless this is the first member or element. Call before each.
  public mutating func separate() {
    if let last = bytes.last, last != 0x7B, last != 0x5B { bytes.append(0x2C) }
  }

  /// A member of the current object; nothing if `value` is nil. `name` must need no escapes.
  // Not inlined: the generated code calls this thousands of times.
  @inline(never)
  public mutating func field<Value: JSONWritable>(_ name: StaticString, _ value: Value?) {
    guard let value else { return }
    separate()
    bytes.append(0x22)
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(0x22)
    bytes.append(0x3A)
    value.write(to: &self)
  }

  /// Text that is JSON already.
  public mutating func append(raw text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// An integer.
  public mutating func append(_ value: Int) {
    if value < 0 { bytes.append(0x2D) }
    var rest = value.magnitude
    let start = bytes.count
    repeat {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// A number; null if it is not finite.
  public mutating func append(_ value: Double) {
    guard value.isFinite else {
      hasNonFiniteNumber = true
      append(raw: "null")
      return
    }
    bytes.append(contentsOf: value.description.utf8)
  }

  /// A string literal.
  public mutating func append(string: String) {
    bytes.append(0x22)
    let copied: Void? = string.utf8.withContiguousStorageIfAvailable { appendEscaped($0.span) }
    if copied == nil { appendEscaped(Array(string.utf8).span) }
    bytes.append(0x22)
  }

  /// Whether both write the same JSON with the same files.
  static func areEqual<Value: JSONWritable>(_ left: Value, _ right: Value) -> Bool {
    var (first, second) = (JSONWriter(), JSONWriter())
    left.write(to: &first)
    right.write(to: &second)
    return first.bytes == second.bytes && first.attachments == second.attachments
  }

  /// `attach://name` for a file, which is kept for the upload.
  mutating func append(_ attachment: Attachment) {
    append(string: "attach://" + keep(attachment))
  }

  private mutating func keep(_ attachment: Attachment) -> String {
    if attachments.contains(attachment) { return attachment.name }
    var kept = attachment
    var number = attachments.count
    while !kept.hasUsableName || reservedNames.contains(kept.name)
      || attachments.contains(where: { $0.name == kept.name })
    {
      number += 1
      kept.name = "file\(number)"
    }
    attachments.append(kept)
    return kept.name
  }

  private mutating func appendEscaped(_ text: Span<UInt8>) {
    var start = 0
    for index in 0..<text.count {
      let byte = text[index]
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
      append(text.extracting(start..<index))
      start = index + 1
      bytes.append(0x5C)
      switch byte {
      case 0x22, 0x5C: bytes.append(byte)
      case 0x08: bytes.append(0x62)
      case 0x09: bytes.append(0x74)
      case 0x0A: bytes.append(0x6E)
      case 0x0C: bytes.append(0x66)
      case 0x0D: bytes.append(0x72)
      default:
        append(raw: byte < 0x10 ? "u000" : "u001")
        let digit = byte & 0x0F
        bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
      }
    }
    append(text.extracting(start..<text.count))
  }

  private mutating func append(_ text: Span<UInt8>) {
    text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }
}
