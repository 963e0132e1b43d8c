import PluginAPI

/// The prompts and schemas of this plugin. A change of wording is a new file with a new version.
enum Prompts {
  static let profile = Prompt(version: "onboarding_profile/v1", bytes: PackageResources.onboarding_profile_v1_md)
  static let profileSchema = AnswerSchema(
    name: "onboarding_profile", bytes: PackageResources.onboarding_profile_v1_json)
  static let moodboard = Prompt(version: "moodboard_analysis/v1", bytes: PackageResources.moodboard_analysis_v1_md)
  static let moodboardSchema = AnswerSchema(
    name: "moodboard_analysis", bytes: PackageResources.moodboard_analysis_v1_json)

  /// In which language to write, and how to address the person: one of few texts, always the same.
  static func style(for person: Person) -> String {
    guard person.language == .russian else { return "Write in English." }
    let form = person.address == .ty ? "ты" : "вы"
    switch person.gender {
    case nil: return "Write in Russian; say «\(form)»; avoid forms that show the user's gender."
    case .feminine: return "Write in Russian; say «\(form)»; the user's forms are feminine."
    case .masculine: return "Write in Russian; say «\(form)»; the user's forms are masculine."
    }
  }
}
