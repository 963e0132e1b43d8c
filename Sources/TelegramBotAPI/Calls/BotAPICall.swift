/// A call of the Bot API, ready to be stored and sent. Equal calls have equal bytes.
public struct BotAPICall: Hashable, Sendable {
  /// Telegram's name for the method, such as `sendMessage`: the last part of the request's path.
  public var method: String
  /// A JSON object.
  public var parameters: [UInt8]
  /// The files to upload; the parameters refer to them as `attach://name`.
  public var attachments: [Attachment]

  /// A call from its parts; `TelegramMethod.call()` makes one from a typed method.
  public init(method: String, parameters: [UInt8] = Array("{}".utf8), attachments: [Attachment] = []) {
    self.method = method
    self.parameters = parameters
    self.attachments = attachments
  }

  /// The body of the HTTP request and its Content-Type: JSON, or a multipart form if there are files.
  public func httpBody() -> (contentType: String, body: [UInt8]) {
    guard !attachments.isEmpty else { return ("application/json", parameters) }
    let form = MultipartForm(call: self)
    return (form.contentType, form.body)
  }
}

extension BotAPICall: Codable {
  private enum CodingKeys: String, CodingKey {
    case method, parameters, attachments
  }

  /// The parameters are read from a string that holds JSON.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      method: try container.decode(String.self, forKey: .method),
      parameters: Array(try container.decode(String.self, forKey: .parameters).utf8),
      attachments: try container.decodeIfPresent([Attachment].self, forKey: .attachments) ?? [])
  }

  /// The parameters are written as a string that holds JSON.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    try container.encode(String(decoding: parameters, as: UTF8.self), forKey: .parameters)
    if !attachments.isEmpty { try container.encode(attachments, forKey: .attachments) }
  }
}
