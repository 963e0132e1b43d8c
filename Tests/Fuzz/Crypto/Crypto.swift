// The names of swift-crypto that CallbackCodec uses, with a keyed FNV-1a in place of HMAC. Not a secret: tags are
// tested with the real one in SecurityTests.

public enum SHA256: Sendable {}

public struct SymmetricKey: Sendable {
  let bytes: [UInt8]
  public init(data: [UInt8]) { bytes = data }
}

public enum HKDF<Hash> {
  public static func deriveKey(inputKeyMaterial: SymmetricKey, info: [UInt8], outputByteCount: Int) -> SymmetricKey {
    SymmetricKey(data: inputKeyMaterial.bytes + info)
  }
}

public struct HMAC<Hash>: Sendable {
  private var said: [UInt8]

  public init(key: SymmetricKey) { said = key.bytes }

  public mutating func update(data: [UInt8]) { said += data }

  public func finalize() -> [UInt8] {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in said { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return (0..<8).map { UInt8(truncatingIfNeeded: hash >> UInt64(8 * $0)) }
  }
}
