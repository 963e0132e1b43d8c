/// Which Swift type a field has, and which structs keep their fields on the heap.
struct TypeMap {
  private static let primitives = ["Integer": "Int", "String": "String", "Boolean": "Bool", "Float": "Double"]
  /// Structs larger than this are boxed, so that a value with many optional fields stays small to copy.
  private static let inlineLimit = 64

  private let specification: Specification
  private var stringTypes: [String: String] = [:]
  private(set) var boxed: Set<String> = []
  private var sizes: [String: Int] = [:]

  init(_ specification: Specification) {
    self.specification = specification
    for strings in Corrections.strings {
      for field in strings.fields { stringTypes[field] = strings.name }
    }
    for type in specification.types where type.subtypes == nil && reaches(type.name, from: type.name) {
      boxed.insert(type.name)
    }
    for type in specification.types { _ = size(type.name) }
  }

  /// The Swift type of a field or parameter without the question mark.
  func swiftType(_ owner: String, _ field: Specification.Field) throws -> String {
    if field.types == ["String"] {
      if field.description.contains("attach://") { return "InputFile" }
      if field.name.hasSuffix("parse_mode") { return "ParseMode" }
      return stringTypes["\(owner).\(field.name)"] ?? "String"
    }
    return try swiftType(field.types)
  }

  func swiftType(_ types: [String]) throws -> String {
    if let choice = Corrections.choices[types] { return choice }
    guard types.count == 1, let type = types.first else {
      throw GeneratorFailure("no name for the choice \(types); add one to Corrections.choices")
    }
    if type.hasPrefix("Array of ") { return "[\(try swiftType([String(type.dropFirst(9))]))]" }
    if let primitive = Self.primitives[type] { return primitive }
    guard specification.type(type) != nil else { throw GeneratorFailure("unknown type \(type)") }
    return type
  }

  /// Whether a value of the type `from` contains one of the type `name` without an array in between.
  private func reaches(_ name: String, from start: String) -> Bool {
    var seen: Set<String> = []
    var open = [start]
    while let current = open.popLast() {
      guard let entry = specification.type(current) else { continue }
      for next in (entry.fields ?? []).flatMap(\.types) + (entry.subtypes ?? []) where next != "InputFile" {
        if next == name { return true }
        if seen.insert(next).inserted { open.append(next) }
      }
    }
    return false
  }

  /// Roughly the bytes of a value; boxes the struct if it is too large.
  private mutating func size(_ name: String) -> Int {
    if boxed.contains(name) { return 8 }
    if let known = sizes[name] { return known }
    guard let entry = specification.type(name), !Corrections.handwritten.contains(name) else { return 57 }
    var total = 0
    if let subtypes = entry.subtypes {
      total = subtypes.map { specification.type($0) == nil ? 16 : size($0) }.reduce(17, max) + 1
    } else {
      for field in entry.fields ?? [] where field.constant == nil {
        total += fieldSize(name, field)
        // Alignment.
        if total % 8 != 0, field.types != ["Boolean"] { total += 8 - total % 8 }
      }
      if total > Self.inlineLimit {
        boxed.insert(name)
        total = 8
      }
    }
    sizes[name] = total
    return total
  }

  private mutating func fieldSize(_ owner: String, _ field: Specification.Field) -> Int {
    guard let type = try? swiftType(owner, field) else { return 8 }
    switch type {
    case "Bool": return 1
    case "Int", "Double": return field.required ? 8 : 9
    case "String": return 16
    case "ChatID": return 17
    case "InputFile": return 57
    case _ where type.hasPrefix("["): return 8
    case _ where specification.type(type) != nil: return size(type)
    default: return 16
    }
  }
}
