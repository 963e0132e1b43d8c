import PluginAPI

/// A step of a goal that is reached by steps.
struct Step: Codable, Sendable, Hashable {
  /// Unique within its goal, never used again.
  var id: Int
  var title: String
  var doneOn: LocalDate?
  /// The entry of the log that stands for it.
  var entry: RowID?
  /// It was closed once: its points were given.
  var wasDone: Bool?

  /// How many a goal has at most.
  static let most = 20

  var isDone: Bool { doneOn != nil }
}

extension [Step] {
  /// Steps as people write them: one a line, perhaps with a number or a dash before it.
  /// - Returns: the steps, cleaned; nil when one is too long.
  static func typed(_ text: String, firstID: Int = 1) -> [Step]? {
    let lines = UserText.clean(text, limit: Limits.note, multiline: true).split(separator: "\n").map { line in
      UserText.clean(String(line.drop { $0.isWhitespace || $0.isNumber || "-–—•*.)".contains($0) }), limit: 500)
    }.filter { !$0.isEmpty }
    guard lines.allSatisfy({ $0.count <= Limits.step }) else { return nil }
    return lines.prefix(Step.most).enumerated().map { Step(id: firstID + $0.offset, title: $0.element) }
  }

  var done: Int { count(where: \.isDone) }
  var next: Step? { first { !$0.isDone } }
  var freeID: Int { (map(\.id).max() ?? 0) + 1 }

  /// Moves a step one place up; the first goes to the end.
  mutating func moveUp(_ id: Int) {
    guard let index = firstIndex(where: { $0.id == id }) else { return }
    let step = remove(at: index)
    insert(step, at: index == 0 ? count : index - 1)
  }

  /// Closes or opens a step.
  mutating func set(_ id: Int, doneOn date: LocalDate?, entry: RowID?) {
    guard let index = firstIndex(where: { $0.id == id }) else { return }
    self[index].doneOn = date
    self[index].entry = entry
    if date != nil { self[index].wasDone = true }
  }
}
