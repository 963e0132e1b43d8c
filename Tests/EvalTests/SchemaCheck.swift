import Foundation

/// Checks JSON against the subset of JSON Schema that the model's schemas keep to.
struct SchemaCheck {
  private let schema: [String: Any]

  init(_ bytes: [UInt8]) {
    schema = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? ["type": "none"]
  }

  func problems(_ value: Any) -> [String] { Self.problems(value, schema, "$") }

  private static func problems(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    if let options = schema["anyOf"] as? [[String: Any]] {
      return options.contains { problems(value, $0, path).isEmpty } ? [] : ["\(path): none of anyOf"]
    }
    let types = schema["type"] as? [String] ?? [schema["type"] as? String ?? ""]
    guard types.contains(where: { isType(value, $0) }) else { return ["\(path): not \(types)"] }
    var found: [String] = []
    if let options = schema["enum"] as? [Any], !options.contains(where: { ($0 as? NSObject) == (value as? NSObject) }) {
      found.append("\(path): not in enum")
    }
    if let object = value as? [String: Any], let properties = schema["properties"] as? [String: [String: Any]] {
      for key in schema["required"] as? [String] ?? [] where object[key] == nil {
        found.append("\(path).\(key) is missing")
      }
      for (key, inner) in object {
        guard let expected = properties[key] else {
          found.append("\(path).\(key) is unknown")
          continue
        }
        found += problems(inner, expected, "\(path).\(key)")
      }
    }
    if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (index, item) in list.enumerated() { found += problems(item, items, "\(path)[\(index)]") }
    }
    return found
  }

  private static func isType(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "null": return value is NSNull
    case "boolean": return value is Bool
    case "integer": return (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
    case "number": return value is NSNumber
    default: return false
    }
  }
}
