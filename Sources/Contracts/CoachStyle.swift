public import PluginAPI

/// How a language model is to write to a person; few variants, each byte for byte the same.
public enum CoachStyle {
  /// - Parameter profile: nil where nothing is known of the person.
  public static func text(_ reader: Reader, _ profile: CoachProfile?) -> String {
    var parts = ["language \"\(reader.language.rawValue)\""]
    if reader.language == .russian {
      parts.append(reader.address == .ty ? "address the person as «ты»" : "address the person as «вы»")
      switch reader.gender {
      case .feminine: parts.append("the person's grammatical gender is feminine")
      case .masculine: parts.append("the person's grammatical gender is masculine")
      case nil: break
      }
    }
    parts.append("style `\((profile?.style ?? .soft).rawValue)`")
    if profile?.isTeen == true { parts.append("the person is under age: no targets of weight, food or body") }
    return parts.joined(separator: "; ") + "."
  }
}
