import FoundationEssentials

/// A file to upload with a call.
public struct Attachment: Hashable, Sendable {
  /// The name of the form part, referred to as `attach://name`. If it is not 1-64 of `A-Za-z0-9_.-`, is taken by another
  /// file of the call or is the name of one of its parameters, the call gives the file a name of its own.
  public var name: String
  /// The file name that people see.
  public var filename: String
  /// The media type, such as `image/png`.
  public var contentType: String
  /// The content.
  public var bytes: [UInt8]

  /// A file with content in memory.
  public init(
    name: String = "file", filename: String, contentType: String = "application/octet-stream", bytes: [UInt8]
  ) {
    self.name = name
    self.filename = filename
    self.contentType = contentType
    self.bytes = bytes
  }

  var hasUsableName: Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E, 0x2D: true
        default: false
        }
      }
  }
}

extension Attachment: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, filename, contentType = "content_type", base64
  }

  /// The content is read from base 64.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let data = Data(base64Encoded: try container.decode(String.self, forKey: .base64)) else {
      throw DecodingError.dataCorruptedError(forKey: .base64, in: container, debugDescription: "expected base 64")
    }
    self.init(
      name: try container.decode(String.self, forKey: .name),
      filename: try container.decode(String.self, forKey: .filename),
      contentType: try container.decode(String.self, forKey: .contentType),
      bytes: [UInt8](data))
  }

  /// The content is written as base 64.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(filename, forKey: .filename)
    try container.encode(contentType, forKey: .contentType)
    try container.encode(Data(bytes).base64EncodedString(), forKey: .base64)
  }
}
