import Contracts
import PluginAPI

/// What happened to streaks overnight: history, not zero.
struct News: Sendable {
  /// Shorter streaks end without a word.
  static let shortest = 3

  let closure: Closure
  let replay: Replay
  let goals: [GoalSnapshot]

  func text(_ turn: Turn) -> Text {
    var parts: [Text] = []
    let saved = closure.saved.compactMap { id in goals.first { $0.id == id } }
    if !saved.isEmpty {
      let list = saved.map { goal in
        turn.text(
          "news.saved.goal",
          ["title": .string(goal.title), "streak": .text(Streak.text(replay.shown[goal.id], goal, turn))])
      }
      parts.append(turn.text("news.saved", ["count": .int(saved.count), "left": .int(closure.freezesLeft)]))
      parts += list
    }
    for ended in closure.ended where ended.length >= Self.shortest {
      if let goal = goals.first(where: { $0.id == ended.goal }) { parts.append(text(ended, goal, turn)) }
    }
    return .lines(parts)
  }

  private func text(_ ended: Closure.Ended, _ goal: GoalSnapshot, _ turn: Turn) -> Text {
    let rank = 1 + replay.closed[goal.id].ended.filter { $0 > ended.length }.count
    let length = Streak.text(ended.length, goal, turn)
    let arguments: [String: Argument] = ["title": .string(goal.title), "streak": .text(length), "rank": .int(rank)]
    var text = turn.text(rank <= 3 ? "news.ended.ranked" : "news.ended", arguments)
    if Terms(goal).unit == .day {
      let marks = replay.outcomes.suffix(90).compactMap { $0.marks[goal.id] }
      let done = marks.filter(\.isSuccess).count
      let due = done + marks.filter { $0 == .missed }.count
      if due > 0 { text += " " + turn.text("news.history", ["done": .int(done), "due": .int(due)]) }
    }
    return text + " " + turn.text("news.again")
  }
}

/// How a streak is written: «8 дней», "3 weeks".
enum Streak {
  static func text(_ state: GoalState, _ goal: GoalSnapshot, _ turn: Turn) -> Text {
    text(state.streak, goal, turn)
  }

  static func text(_ length: Int, _ goal: GoalSnapshot, _ turn: Turn) -> Text {
    if case .week = Terms(goal).unit {
      return Text(DurationText.count(length, .week, language: turn.reader.language))
    }
    return Text(DurationText.count(length, .day, language: turn.reader.language))
  }
}
