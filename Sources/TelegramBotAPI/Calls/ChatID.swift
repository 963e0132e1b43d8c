/// A chat as the parameter of a call: its number, or the public name of a supergroup, channel or bot.
public enum ChatID: TelegramObject, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The identifier. Users are positive, groups negative, supergroups and channels below -1000000000000.
  case id(Int)
  /// A name such as `@channelname`.
  case username(String)

  /// An identifier.
  public init(integerLiteral value: Int) { self = .id(value) }

  /// A JSON integer or string.
  public init(json: JSONNode) throws(JSONFault) {
    self = json.isString ? .username(try String(json: json)) : .id(try Int(json: json))
  }

  /// A JSON integer or string.
  public func write(to json: inout JSONWriter) {
    switch self {
    case .id(let value): json.append(value)
    case .username(let name): json.append(string: name)
    }
  }

  /// Whether both are the same number or the same name.
  public static func == (left: ChatID, right: ChatID) -> Bool {
    switch (left, right) {
    case (.id(let first), .id(let second)): first == second
    case (.username(let first), .username(let second)): first == second
    default: false
    }
  }

  /// Hashes the number or the name.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .id(let value): hasher.combine(value)
    case .username(let name): hasher.combine(name)
    }
  }

  /// The number or the name.
  public var description: String {
    switch self {
    case .id(let value): String(value)
    case .username(let name): name
    }
  }
}
