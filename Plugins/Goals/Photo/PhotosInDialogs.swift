import PluginAPI

extension IncomingMessage {
  /// A photo, or a file that is said to be a picture.
  var isPicture: Bool {
    if content.contains(.photo) { return true }
    guard content.contains(.document) else { return false }
    return (try? decoded())?.document?.mimeType?.lowercased().hasPrefix("image/") == true
  }

  /// One picture with words, which may be the answer to a question. Words under an album belong to all of it.
  var isCaptioned: Bool { albumID == nil && !text.isEmpty && isPicture }

  /// A text, or the words under one picture.
  var isWritten: Bool { content.contains(.text) || isCaptioned }

  /// What a question for words leaves to ``GoalsPlugin/takePhoto(_:_:)`` and ``GoalsPlugin/media(_:_:)``: a picture is a
  /// check-in, and an album is answered once.
  /// - Parameter takesCaption: the words under the picture answer the question.
  func passesBy(takesCaption: Bool = false) -> Bool {
    if isCaptioned, takesCaption { return false }
    return albumID != nil || isPicture
  }
}

extension GoalsPlugin {
  private static let dialogNames: Set<String> = [
    NewGoalDialog.name, EditGoalDialog.name, FinishGoalDialog.name, NoteDialog.name, AmountDialog.name, PlanDialog.name,
    StepsDialog.name,
  ]

  /// One of our questions is open.
  func isAsking(_ turn: Turn) -> Bool { turn.openDialog.map(Self.dialogNames.contains) ?? false }

  /// Puts the open question below what is sent now.
  func askAgain(_ turn: Turn) {
    if isAsking(turn) { turn.resumeDialog() }
  }

  /// What a photo answered need not be asked any more.
  func closeQuestion(about goal: RowID, on date: LocalDate, _ turn: Turn) throws {
    let amount = try turn.dialogState(of: AmountDialog.self)
    let note = try turn.dialogState(of: NoteDialog.self)
    let isAnswered = amount?.goal == goal && amount?.date == date || note?.goal == goal && note?.date == date
    if isAnswered { turn.endDialog() }
  }
}
