/// The Bot API as data: every method and type with its fields, generated from the documentation. Parsed once, when
/// first used.
public enum BotAPISchema {
  /// A type of a field.
  public indirect enum FieldType: Hashable, Sendable, CustomStringConvertible {
    /// A number without a fraction.
    case integer
    /// A string; files are strings too, such as `attach://name`.
    case string
    /// `true` or `false`.
    case boolean
    /// Any number.
    case float
    /// An array of something.
    case array(FieldType)
    /// A type of `types`, by Telegram's name.
    case named(String)

    /// The type in words.
    public var description: String {
      switch self {
      case .integer: "an integer"
      case .string: "a string"
      case .boolean: "a boolean"
      case .float: "a number"
      case .array: "an array"
      case .named(let name): name
      }
    }
  }

  /// A field of a type or a parameter of a method.
  public struct Field: Hashable, Sendable {
    /// Telegram's name.
    public let name: String
    /// The types among which a value may choose.
    public let types: [FieldType]
    /// Whether it must be there.
    public let isRequired: Bool
    /// The only value it can have, if it tells the members of a union apart.
    public let constant: String?
  }

  /// A type.
  public struct TypeSchema: Hashable, Sendable {
    /// Telegram's name.
    public let name: String
    /// The fields, in the order of the documentation; empty for a union.
    public let fields: [Field]
    /// The members, if this is a union; empty otherwise.
    public let subtypes: [FieldType]
    /// The field by whose value the members are told apart, if there is one.
    public let discriminator: String?
  }

  /// A method.
  public struct MethodSchema: Hashable, Sendable {
    /// Telegram's name.
    public let name: String
    /// The parameters, in the order of the documentation.
    public let fields: [Field]
    /// What it answers: one of these.
    public let returns: [FieldType]
  }

  /// All methods by Telegram's names.
  public static var methods: [String: MethodSchema] { parsed.methods }
  /// All types by Telegram's names.
  public static var types: [String: TypeSchema] { parsed.types }

  private static let parsed = SchemaParser(text)
}
