/// The content of a TZif file as RFC 9636 defines it, versions 1 to 4, checked.
struct TZifFile {
  /// Seconds since 1970 at which the local time changes, ascending.
  private(set) var transitions: [Int64] = []
  /// The index into `types` that holds from the transition of the same index on.
  private(set) var typeIndices: [UInt8] = []
  private(set) var types: [LocalTimeType] = []
  /// The type that holds before the first transition.
  private(set) var initialType = 0
  /// The rule that holds after the last transition.
  private(set) var rule: PosixRule?

  static let largestSize = 1_000_000

  init(_ bytes: [UInt8]) throws(TZifError) {
    guard bytes.count <= Self.largestSize else { throw .tooLarge(bytes: bytes.count) }
    var reader = ByteReader(bytes)
    let header = try Header(&reader)
    guard header.version >= 2 else {
      try readBlock(header, timeSize: 4, from: &reader)
      return
    }
    // The first block repeats the data with 32-bit times for old readers.
    try reader.skip(header.blockSize(timeSize: 4))
    let wideHeader = try Header(&reader)
    try readBlock(wideHeader, timeSize: 8, from: &reader)
    rule = try Self.readRule(from: &reader)
  }

  private mutating func readBlock(_ header: Header, timeSize: Int, from reader: inout ByteReader) throws(TZifError) {
    // Checked before anything is allocated by the header's word.
    let size = header.blockSize(timeSize: timeSize)
    guard size <= reader.remaining else {
      throw .truncated(needed: size, left: reader.remaining, at: reader.position)
    }
    guard (1...256).contains(header.types) else { throw .invalid("\(header.types) local time types") }
    guard header.leapSeconds == 0 else { throw .countsLeapSeconds }
    for count in [header.standardFlags, header.universalFlags] where count != 0 && count != header.types {
      throw .invalid("\(count) type flags for \(header.types) types")
    }

    var times: [Int64] = []
    for _ in 0..<header.transitions {
      times.append(timeSize == 8 ? try reader.integer(Int64.self) : Int64(try reader.integer(Int32.self)))
    }
    let indices = Array(try reader.take(header.transitions))
    guard indices.allSatisfy({ Int($0) < header.types }) else { throw .invalid("a transition to an unknown type") }
    guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else { throw .invalid("transitions out of order") }

    var rawTypes: [(offset: Int32, isDaylight: UInt8, name: Int)] = []
    for _ in 0..<header.types {
      rawTypes.append((try reader.integer(Int32.self), try reader.byte(), Int(try reader.byte())))
    }
    let names = Array(try reader.take(header.nameBytes))
    for raw in rawTypes { types.append(try Self.localTimeType(raw, names: names)) }
    try reader.skip(header.standardFlags + header.universalFlags)
    try keep(times, indices)
  }

  private static func localTimeType(
    _ raw: (offset: Int32, isDaylight: UInt8, name: Int), names: [UInt8]
  ) throws(TZifError) -> LocalTimeType {
    // The range of RFC 9636 §3.2: more than -25 hours and less than 26.
    guard (-89_999...93_599).contains(raw.offset) else { throw .invalid("an offset of \(raw.offset) s") }
    guard raw.isDaylight <= 1 else { throw .invalid("a daylight flag of \(raw.isDaylight)") }
    guard raw.name < names.count, let end = names[raw.name...].firstIndex(of: 0) else {
      throw .invalid("an abbreviation at \(raw.name) of \(names.count) bytes")
    }
    let name = names[raw.name..<end]
    guard name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .invalid("an abbreviation that is not ASCII") }
    return LocalTimeType(
      offset: Int(raw.offset), isDaylight: raw.isDaylight == 1, abbreviation: String(decoding: name, as: UTF8.self))
  }

  /// Keeps the transitions that an `Instant` can express. Some compilers begin with one at the Big Bang.
  private mutating func keep(_ times: [Int64], _ indices: [UInt8]) throws(TZifError) {
    let limit: Int64 = 9_000_000_000_000
    if let last = times.last, last > limit { throw .invalid("a transition at \(last) s") }
    let first = times.firstIndex { $0 >= -limit } ?? times.count
    if first > 0 { initialType = Int(indices[first - 1]) }
    transitions = Array(times[first...])
    typeIndices = Array(indices[first...])
  }

  private static func readRule(from reader: inout ByteReader) throws(TZifError) -> PosixRule? {
    let newline = UInt8(ascii: "\n")
    guard try reader.byte() == newline else { throw .invalid("no rule after the data") }
    let rest = try reader.rest()
    guard let end = rest.firstIndex(of: newline) else { throw .truncated(needed: 1, left: 0, at: reader.position) }
    let text = Array(rest[..<end])
    guard !text.isEmpty else { return nil }
    guard let rule = PosixRule(text) else {
      throw .invalidRule(String(decoding: text.prefix(60).filter { $0 > 0x1F && $0 < 0x7F }, as: UTF8.self))
    }
    return rule
  }
}

extension TZifFile {
  private struct Header {
    let version: Int
    let universalFlags, standardFlags, leapSeconds, transitions, types, nameBytes: Int

    init(_ reader: inout ByteReader) throws(TZifError) {
      guard reader.remaining >= 44, Array(try reader.take(4)) == Array("TZif".utf8) else { throw .notTZif }
      switch try reader.byte() {
      case 0: version = 1
      case let digit where digit >= UInt8(ascii: "2") && digit <= UInt8(ascii: "9"):
        // Later versions than 4 may only add what older readers can ignore (RFC 9636 §3).
        version = Int(digit - UInt8(ascii: "0"))
      default: throw .notTZif
      }
      try reader.skip(15)
      universalFlags = Int(try reader.integer(UInt32.self))
      standardFlags = Int(try reader.integer(UInt32.self))
      leapSeconds = Int(try reader.integer(UInt32.self))
      transitions = Int(try reader.integer(UInt32.self))
      types = Int(try reader.integer(UInt32.self))
      nameBytes = Int(try reader.integer(UInt32.self))
    }

    func blockSize(timeSize: Int) -> Int {
      transitions * (timeSize + 1) + types * 6 + nameBytes + leapSeconds * (timeSize + 4) + standardFlags
        + universalFlags
    }
  }
}
