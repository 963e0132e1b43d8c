/// Something that reads foreign bytes, with what must hold of every input.
struct FuzzTarget: Sendable {
  let name: String
  let run: @Sendable ([UInt8]) -> Void

  static let all: [FuzzTarget] = [
    FuzzTarget(name: "updates", run: fuzzUpdates),
    FuzzTarget(name: "objects", run: fuzzObjects),
    FuzzTarget(name: "callbacks", run: fuzzCallbacks),
    FuzzTarget(name: "commands", run: fuzzCommands),
    FuzzTarget(name: "texts", run: fuzzTexts),
    FuzzTarget(name: "zones", run: fuzzZones),
    FuzzTarget(name: "recurrences", run: fuzzRecurrences),
    FuzzTarget(name: "replies", run: fuzzReplies),
    FuzzTarget(name: "redis", run: fuzzRedis),
    FuzzTarget(name: "cells", run: fuzzCells),
    FuzzTarget(name: "addresses", run: fuzzAddresses),
    FuzzTarget(name: "catalogues", run: fuzzCatalogues),
    FuzzTarget(name: "configuration", run: fuzzConfiguration),
    FuzzTarget(name: "multipart", run: fuzzMultipart),
  ]

  static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// Ends the process, which libFuzzer reports as a crash together with the input.
func demand(_ condition: @autoclosure () -> Bool, _ broken: @autoclosure () -> String) {
  if !condition() { fatalError(broken()) }
}

/// Takes numbers off the front of an input.
struct InputReader {
  var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  mutating func int64() -> Int64 {
    var value: UInt64 = 0
    for _ in 0..<8 { value = value << 8 | UInt64(byte()) }
    return Int64(bitPattern: value)
  }

  var text: String { String(decoding: rest, as: UTF8.self) }
}
