import Contracts
import PluginAPI

/// How the coach's messages look.
struct CoachCard {
  let turn: Turn

  func card(
    _ text: Text, _ id: RowID, _ basis: CoachBasis, _ proposals: [(id: RowID, content: CoachProposal)], _ goals: [Goal]
  ) -> Card {
    let answers = basis.quickAnswers.enumerated().map { Button($1, QuickAnswer(turn: id, index: $0)) }
    var rows = stride(from: 0, to: answers.count, by: 2).map { Array(answers[$0..<min($0 + 2, answers.count)]) }
    rows += proposals.map { [button($0.id, $0.content, goals)] }
    rows.append([Button(turn.string("coach.basis.button"), ShowBasis(turn: id))])
    return Card(text, keyboard: Keyboard(rows))
  }

  /// The button of a proposal: what it does, and to what.
  func button(_ id: RowID, _ proposal: CoachProposal, _ goals: [Goal]) -> Button {
    let words = turn.string("coach.op.\(word(proposal)).button")
    var subject = goals.first { $0.id == proposal.goal }?.title ?? ""
    switch proposal {
    case .remember(_, let text), .create(let text): subject = text
    case .remind(_, let time): subject = time.description
    case .log(let entry):
      if let amount = entry.amount {
        subject = "\(NumberText.decimal(amount, language: turn.reader.language)) · \(subject)"
      }
    default: break
    }
    let title = subject.isEmpty ? words : "\(words) · \(subject)"
    return Button(GoalWords.short(title, limit: 40), TakeProposal(proposal: id))
  }

  private func word(_ proposal: CoachProposal) -> String {
    switch proposal {
    case .log(let entry): "log.\(entry.kind.rawValue)"
    case .pause: "pause"
    case .easier: "easier"
    case .harder: "harder"
    case .plan: "plan"
    case .create: "create"
    case .remind: "remind"
    case .finish: "finish"
    case .release: "release"
    case .remember: "remember"
    }
  }

  /// "Бег, 5 км, сегодня – отметить?"
  func question(_ entry: SpokenCheckIn, _ goal: Goal) -> Text {
    let day = turn.words.day(turn.today.adding(days: entry.dayOffset), today: turn.today)
    guard let amount = entry.amount else {
      return turn.text("coach.read.\(entry.kind.rawValue)", ["title": .string(goal.title), "day": .string(day)])
    }
    return turn.text(
      "coach.read.amount",
      [
        "title": .string(goal.title), "day": .string(day),
        "amount": .string(turn.words.quantity(amount, goal.snapshot.unit)),
      ])
  }

  /// What a reply was based on.
  func basis(_ basis: CoachBasis) -> Card {
    var lines: [Text] = [turn.text("coach.basis.title")]
    if !basis.goals.isEmpty {
      lines.append(turn.text("coach.basis.goals", ["list": .string(basis.goals.joined(separator: "; "))]))
    }
    if !basis.facts.isEmpty {
      lines.append(turn.text("coach.basis.facts", ["list": .string(basis.facts.joined(separator: "; "))]))
    }
    if basis.hasProfile { lines.append(turn.text("coach.basis.profile")) }
    lines.append(turn.text("coach.basis.turns", ["count": .int(basis.turns)]))
    if basis.hasSummary { lines.append(turn.text("coach.basis.summary")) }
    lines.append(turn.text("coach.basis.end"))
    return Card(.lines(lines))
  }
}
