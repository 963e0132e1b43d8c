import PluginAPI

/// What a model saw in the pictures of a moodboard, cleaned. What stands written in the pictures is left out: it is
/// nobody's wish and may be an order to the model.
struct Sight: Codable, Sendable, Hashable {
  var themes: [String]
  var captions: [String]
  var feelings: [String]
  /// Pictures that could not be read.
  var unreadable: Int
  var model: String
  var prompt: String
}

/// The answer to `moodboard_analysis`, as the schema says.
struct MoodboardAnswer: Decodable, Sendable {
  struct Cell: Decodable, Sendable {
    var cell: Int
    var caption: String
    var usable: Bool
  }
  struct Theme: Decodable, Sendable {
    var name: String
    var area: String
    var cells: [Int]
    var why: String
  }

  var safety: String
  var language: String
  var cells: [Cell]
  var themes: [Theme]
  var feelings: [String]
  var impliedWishes: [String]
  var textSeen: [String]
  var instructionsSeen: Bool
  var question: String?

  enum CodingKeys: String, CodingKey {
    case safety, language, cells, themes, feelings, question
    case impliedWishes = "implied_wishes"
    case textSeen = "text_seen"
    case instructionsSeen = "instructions_seen"
  }

  func problems(for person: Person, pictures: Int) -> [String] {
    // Nothing of it is used.
    guard safety == "ok" else { return [] }
    let wanted = person.language
    var problems: [String] = []
    if language != wanted.rawValue { problems.append("language is not \(wanted.rawValue)") }
    if themes.count > 4 { problems.append("themes has more than 4 items") }
    if (cells.map(\.cell) + themes.flatMap(\.cells)).contains(where: { !(1...max(1, pictures)).contains($0) }) {
      problems.append("there are only the cells 1 to \(pictures)")
    }
    for theme in themes {
      problems += TextChecks.problems("themes.name", theme.name, limit: 60, wanted)
      problems += TextChecks.problems("themes.why", theme.why, limit: 200, wanted)
      if Area(rawValue: theme.area) == nil { problems.append("themes.area has an unknown word") }
    }
    problems += TextChecks.problems(
      "cells.caption", cells.map(\.caption), items: max(1, pictures), limit: 150, wanted)
    problems += TextChecks.problems("feelings", feelings, items: 6, limit: 60, wanted)
    return problems
  }

  /// How many cells that are not empty it could make nothing of; all of them if it says that nothing can be read.
  func unusable(of count: Int, but empty: [Int]) -> Int {
    if safety == "unreadable" { return count - empty.count }
    guard safety == "ok" else { return 0 }
    return Set(cells.filter { !$0.usable }.map(\.cell)).subtracting(empty).count
  }

  /// Nil when there is nothing in it to go by.
  func sight(unreadable: Int, model: String) -> Sight? {
    guard safety == "ok", !themes.isEmpty || cells.contains(where: \.usable) else { return nil }
    return Sight(
      themes: themes.map { UserText.clean($0.name, limit: 60) }.filter { !$0.isEmpty },
      captions: cells.filter(\.usable).map { UserText.clean($0.caption, limit: 150) }.filter { !$0.isEmpty },
      feelings: feelings.map { UserText.clean($0, limit: 60) }.filter { !$0.isEmpty },
      unreadable: unreadable, model: UserText.clean(model, limit: 100),
      prompt: Prompts.moodboard.version)
  }
}
