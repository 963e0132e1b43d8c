import PluginAPI

/// Cards of the form while a model helps.
extension GoalForm {
  func thinking(_ words: String) -> Card {
    Card(
      turn.text("new.thinking", ["text": .string(UserText.clean(words, limit: Limits.why))]),
      keyboard: Keyboard(row: [
        Button(turn.string("new.by_hand.button"), choose: FormChoice(.skip)),
        Button(turn.string("cancel.button"), choose: FormChoice(.cancel)),
      ]))
  }

  /// One question with its quick answers.
  func question(_ question: GoalAnalysis.Question?, _ words: String) -> Card {
    let answers = (question?.quickAnswers ?? []).enumerated().map { index, answer in
      [Button(answer, choose: FormChoice(.pick, index))]
    }
    let last = [
      Button(turn.string("form.skip.button"), choose: FormChoice(.skip)),
      Button(turn.string("cancel.button"), choose: FormChoice(.cancel)),
    ]
    let text = turn.text(
      "new.question",
      ["text": .string(UserText.clean(words, limit: 120)), "question": .string(question?.text ?? "")])
    return Card(text, keyboard: Keyboard(answers + [last]))
  }
}
