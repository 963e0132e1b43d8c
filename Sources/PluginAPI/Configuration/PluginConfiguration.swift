/// A plugin's typed settings. The example configuration and `roost check` are derived from decoding it.
public protocol PluginConfiguration: Sendable {
  /// Reads the settings. Every key that is not read is an unknown key; every problem is collected, none is thrown.
  init(from section: inout ConfigSection)
}

/// For plugins without settings.
public struct NoConfiguration: PluginConfiguration {
  public init() {}
  public init(from section: inout ConfigSection) {}
}

/// A value of a configuration file, as the reader found it.
package indirect enum ConfigValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  case double(Double)
  case string(String)
  case list([ConfigValue])
  case section([String: ConfigValue])

  package var summary: String {
    switch self {
    case .null: "nothing"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .double(let value): "\(value)"
    case .string(let value): "\"\(value.prefix(40))\""
    case .list: "a list"
    case .section: "a section"
    }
  }
}
