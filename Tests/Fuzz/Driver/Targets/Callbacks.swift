@testable import Host
@testable import PluginAPI

private struct Probe: CallbackPayload, Equatable {
  static let name = "fuzz.probe"
  var id: RowID
  var day: LocalDate
  var count: Int
  var small: Int8
  var note: String
  var share: Double
  var isOn: Bool
  var maybe: Int?
  var word: String?
  var list: [Int]
  var choice: Choice

  enum Choice: Codable, Equatable {
    case none
    case number(Int)
    case pair(a: String, b: Bool)
  }
}

private struct Plain: CallbackPayload {
  static let name = "fuzz.plain"
  var number: Int
  var text: String
}

private let codec = CallbackCodec(secret: Secret("1:fuzz"))

/// What a button carries, as it comes back from anybody.
func fuzzCallbacks(_ input: [UInt8]) {
  var reader = InputReader(input)
  let mode = reader.byte() % 4
  let chat = reader.int64()
  let bytes = Array(reader.rest)
  switch mode {
  case 0:
    demand(codec.decode(reader.text, chat: chat) == nil, "forged data was accepted")
  case 1:
    if let decoded = Base64URL.decode(reader.text) {
      demand(Base64URL.encode(decoded) == reader.text, "two texts for the same bytes")
    }
    demand(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "base64url loses bytes")
  case 2:
    check(Probe.self, bytes)
    check([Int].self, bytes)
    check([String].self, bytes)
    check(RowID.self, bytes)
    check(LocalDate.self, bytes)
    check(Probe.Choice.self, bytes)
    check(Plain.self, bytes)
    check(UInt64?.self, bytes)
  default:
    made(Plain(number: Int(truncatingIfNeeded: chat), text: reader.text), chat)
  }
}

private func check<Value: Codable>(_ type: Value.Type, _ bytes: [UInt8]) {
  var decoder = CompactDecoder(bytes)
  guard let value = try? decoder.decode(type) else { return }
  do {
    let written = try CompactEncoder().encode(value)
    var again = CompactDecoder(written)
    let twice = try CompactEncoder().encode(try again.decode(type))
    demand(twice == written, "\(type) is another after a round trip")
  } catch {
    fatalError("\(type) was read and cannot be written or read again: \(error)")
  }
}

private func made(_ payload: Plain, _ chat: Int64) {
  guard let (data, stored) = try? codec.callback(payload, chat: chat, newID: { RowID(high: 1, low: 2) }) else {
    fatalError("a payload that cannot be encoded")
  }
  demand(data.utf8.count <= 64, "callback data of \(data.utf8.count) bytes")
  demand(codec.decode(data, chat: chat &+ 1) == nil, "data of one chat counts in another")
  switch codec.decode(data, chat: chat) {
  case .callback(let route, 1, let bytes):
    var decoder = CompactDecoder(bytes)
    let again = try? decoder.decode(Plain.self)
    demand(route == CallbackCodec.route(Plain.name) && again?.text == payload.text, "another payload")
  case .stored(let id, isChoice: false, _, 1): demand(id == stored?.id && stored != nil, "another row")
  default: fatalError("our own data was refused")
  }
}
