/// A method of the Bot API with its parameters.
public protocol TelegramMethod: JSONWritable, Encodable, Hashable, Sendable {
  /// What Telegram answers on success.
  associatedtype Response: Decodable & JSONReadable & Sendable
  /// Telegram's name for the method, such as `sendMessage`.
  static var name: String { get }
}

extension TelegramMethod {
  /// The call to send: the parameters as JSON with sorted keys, and the files to upload.
  /// - Throws: if a parameter is an infinite number or not a number, which JSON cannot express.
  public func call() throws(BotAPIEncodingError) -> BotAPICall {
    var writer = JSONWriter()
    write(to: &writer)
    if !writer.attachments.isEmpty {
      // A file must not share its form part's name with a parameter, and those are known only now.
      let parameters = Set((try? RawJSON(writer.bytes).members())?.map(\.key) ?? [])
      if writer.attachments.contains(where: { parameters.contains($0.name) }) {
        writer = JSONWriter()
        writer.reservedNames = parameters
        write(to: &writer)
      }
    }
    guard !writer.hasNonFiniteNumber else { throw BotAPIEncodingError(method: Self.name) }
    return BotAPICall(method: Self.name, parameters: writer.bytes, attachments: writer.attachments)
  }

  /// Whether both have the same parameters and files.
  public static func == (left: Self, right: Self) -> Bool { JSONWriter.areEqual(left, right) }

  /// Hashes the parameters.
  public func hash(into hasher: inout Hasher) { hasher.combine(jsonBytes()) }

  /// The parameters for any encoder; files to upload are reduced to `attach://name`.
  public func encode(to encoder: any Encoder) throws {
    try JSONValue(parsing: jsonBytes()).encode(to: encoder)
  }

  /// Reads what Telegram answered to this method.
  public static func decode(_ result: RawJSON) throws(TelegramError) -> Response {
    try BotAPIReply.decode(Self.self, from: result)
  }
}

/// The parameters of a method hold a number that JSON cannot express.
public struct BotAPIEncodingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Telegram's name for the method.
  public let method: String

  /// One sentence.
  public var description: String {
    "\(method): a parameter is an infinite number or not a number; Telegram takes finite numbers only"
  }
}

/// What methods answer that return the edited message, or true if it was an inline message.
public enum EditResult: TelegramObject {
  /// The message as it is now.
  case message(Message)
  /// An inline message, or one of a business account, was changed.
  case done

  /// A message or `true`.
  public init(json: JSONNode) throws(JSONFault) {
    self = json.bool == true ? .done : .message(try Message(json: json))
  }

  /// A message or `true`.
  public func write(to json: inout JSONWriter) {
    switch self {
    case .message(let message): message.write(to: &json)
    case .done: json.append(raw: "true")
    }
  }

  /// The message, if Telegram returned it.
  public var message: Message? { if case .message(let message) = self { message } else { nil } }
}
