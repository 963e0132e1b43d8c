import Crypto
import PluginAPI

/// Turns what buttons carry into Telegram's 64 bytes and back.
///
/// Layout before base64url: kind, three bytes of the route's name, version or revision, six bytes of a keyed tag, payload.
/// The tag covers the chat too, so data of one chat is worth nothing in another. What does not fit moves to a stored row.
struct CallbackCodec: Sendable {
  /// What callback data says, once its tag was found right.
  enum Press: Sendable, Hashable {
    case callback(route: UInt32, version: Int, payload: [UInt8])
    case choice(dialog: UInt32, revision: Int64, payload: [UInt8])
    /// The payload stands in a row.
    case stored(RowID, isChoice: Bool, route: UInt32, version: Int64)
  }

  private enum Kind: UInt8 {
    case callback = 1, choice, storedCallback, storedChoice
  }

  /// Keyed once: that is half of the work.
  private let keyed: HMAC<SHA256>
  private static let tagLength = 6
  private static let limit = 48

  /// - Parameter secret: derived from, never stored; a new bot token makes old buttons politely outdated.
  init(secret: Secret) {
    keyed = HMAC(
      key: HKDF<SHA256>.deriveKey(
        inputKeyMaterial: SymmetricKey(data: Array(secret.revealed.utf8)), info: Array("roost callback v1".utf8),
        outputByteCount: 32))
  }

  /// Three bytes that stand for a route's name.
  static func route(_ name: String) -> UInt32 {
    var hash: UInt32 = 0x811c_9dc5
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return (hash >> 24 ^ hash) & 0xFF_FFFF
  }

  /// The data of a callback button; the row to store when it is too long.
  func callback(_ payload: any CallbackPayload, chat: Int64, newID: () -> RowID) throws -> (String, Stored?) {
    let type = type(of: payload)
    let bytes = try CompactEncoder().encode(payload)
    return encode(
      (.callback, .storedCallback), route: Self.route(type.name), version: Int64(type.version), versionBytes: 1, bytes,
      chat: chat, newID: newID)
  }

  /// The data of a dialog's button at a revision of the dialog.
  func choice(_ choice: any Codable & Sendable, dialog: String, revision: Int64, chat: Int64, newID: () -> RowID)
    throws -> (String, Stored?)
  {
    encode(
      (.choice, .storedChoice), route: Self.route(dialog), version: revision, versionBytes: 3,
      try CompactEncoder().encode(choice), chat: chat, newID: newID)
  }

  /// A payload too long for a button.
  struct Stored: Sendable {
    var id: RowID
    var payload: [UInt8]
  }

  private func encode(
    _ kinds: (Kind, Kind), route: UInt32, version: Int64, versionBytes: Int, _ payload: [UInt8], chat: Int64,
    newID: () -> RowID
  ) -> (String, Stored?) {
    var stored: Stored?
    var kind = kinds.0
    var payload = payload
    if 4 + versionBytes + Self.tagLength + payload.count > Self.limit {
      let id = newID()
      stored = Stored(id: id, payload: payload)
      kind = kinds.1
      payload = (try? CompactEncoder().encode(id)) ?? []
    }
    var data: [UInt8] = []
    data.reserveCapacity(4 + versionBytes + Self.tagLength + payload.count)
    data.append(kind.rawValue)
    Self.append(UInt64(route), 3, to: &data)
    Self.append(UInt64(bitPattern: version), versionBytes, to: &data)
    data += tag(data[...], payload[...], chat)
    data += payload
    return (Base64URL.encode(data), stored)
  }

  /// Reads callback data; nil for anything we did not make for this chat.
  func decode(_ data: String, chat: Int64) -> Press? {
    guard data.utf8.count <= 64, let bytes = Base64URL.decode(data),
      let kind = bytes.first.flatMap(Kind.init(rawValue:))
    else { return nil }
    let versionBytes = kind == .callback || kind == .storedCallback ? 1 : 3
    let headLength = 4 + versionBytes
    guard bytes.count >= headLength + Self.tagLength else { return nil }
    let payload = Array(bytes[(headLength + Self.tagLength)...])
    // Compared in full whatever differs first: nobody learns a tag byte by byte.
    let difference = zip(bytes[headLength..<headLength + Self.tagLength], tag(bytes[..<headLength], payload[...], chat))
      .reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
    guard difference == 0 || PlantedBug.unsignedButtons.isPlanted else { return nil }
    let route = UInt32(Self.number(bytes[1..<4]))
    let version = Int64(Self.number(bytes[4..<headLength]))
    switch kind {
    case .callback: return .callback(route: route, version: Int(version), payload: payload)
    case .choice: return .choice(dialog: route, revision: version, payload: payload)
    case .storedCallback, .storedChoice:
      var decoder = CompactDecoder(payload)
      guard let id = try? decoder.decode(RowID.self) else { return nil }
      return .stored(id, isChoice: kind == .storedChoice, route: route, version: version)
    }
  }

  private func tag(_ head: ArraySlice<UInt8>, _ payload: ArraySlice<UInt8>, _ chat: Int64) -> ArraySlice<UInt8> {
    var said: [UInt8] = []
    said.reserveCapacity(head.count + 8 + payload.count)
    said += head
    Self.append(UInt64(bitPattern: chat), 8, to: &said)
    said += payload
    var code = keyed
    code.update(data: said)
    return code.finalize().withUnsafeBytes { $0.prefix(Self.tagLength).map { $0 } }[...]
  }

  /// The lowest bytes of a number, the highest of them first.
  private static func append(_ value: UInt64, _ count: Int, to bytes: inout [UInt8]) {
    for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
