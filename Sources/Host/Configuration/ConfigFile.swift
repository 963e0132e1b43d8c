package import PluginAPI
import Yams

/// Reads YAML into plain values, strictly: no aliases, no tags, no duplicate keys, bounded depth.
package enum ConfigFile {
  package static func parse(_ yaml: String, name: String) throws(PlanError) -> [String: ConfigValue] {
    if yaml.utf8.count > 1 << 20 { throw PlanError(problems: ["\(name): larger than 1 MiB"]) }
    var problems: [String] = []
    let value: ConfigValue
    do {
      let parser = try Parser(yaml: yaml)
      guard let node = try parser.singleRoot() else { return [:] }
      // The anchors are the parser's: without it no node would know that it has one.
      value = withExtendedLifetime(parser) { Self.value(of: node, path: "", depth: 0, &problems) }
    } catch {
      throw PlanError(problems: ["\(name): \(error)"])
    }
    guard problems.isEmpty else { throw PlanError(problems: problems.map { "\(name): \($0)" }) }
    switch value {
    case .section(let section): return section
    case .null: return [:]
    default: throw PlanError(problems: ["\(name): expected a section at the top, got \(value.summary)"])
    }
  }

  private static func value(of node: Node, path: String, depth: Int, _ problems: inout [String]) -> ConfigValue {
    if depth > 16 {
      problems.append("\(path): nested too deeply")
      return .null
    }
    // Yams has put each alias's value in its place already, so that a small file can stand for billions of values.
    if node.anchor != nil {
      problems.append("\(path): anchors (&) and aliases (*) are not supported")
      return .null
    }
    switch node {
    case .scalar(let scalar):
      if scalar.style == .doubleQuoted || scalar.style == .singleQuoted { return .string(scalar.string) }
      if node.null != nil { return .null }
      if let flag = node.bool { return .bool(flag) }
      if let number = Int(scalar.string) { return .integer(number) }
      if let number = Double(scalar.string) { return .double(number) }
      return .string(scalar.string)
    case .sequence(let sequence):
      return .list(sequence.enumerated().map { value(of: $1, path: "\(path)[\($0)]", depth: depth + 1, &problems) })
    case .mapping(let mapping):
      var section: [String: ConfigValue] = [:]
      for (key, element) in mapping {
        guard let name = key.string else {
          problems.append("\(path): a key is not a text")
          continue
        }
        let full = path.isEmpty ? name : "\(path).\(name)"
        if section[name] != nil { problems.append("\(full): stands twice") }
        section[name] = value(of: element, path: full, depth: depth + 1, &problems)
      }
      return .section(section)
    case .alias:
      problems.append("\(path): aliases are not supported")
      return .null
    }
  }
}
