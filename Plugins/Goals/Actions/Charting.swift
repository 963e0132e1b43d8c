import Contracts
import PluginAPI

/// Draws a chart, outside the lane.
struct DrawChart: WorkRequest {
  static let name = "goals.draw_chart"

  struct Output: Codable, Sendable {
    /// Nil when there is no picture.
    var picture: Picture?
  }

  struct Picture: Codable, Sendable {
    var png: Attachment
  }

  var chart: Chart
  /// What the picture shows, in words.
  var words: String
  /// Another picture of the same goal, offered below.
  var next: ShowChart?
}

extension GoalsPlugin {
  @ContributionBuilder var charting: Contributions {
    SlowWork(DrawChart.self, timeLimit: .seconds(30), maximumAttempts: 2) { request, context in
      do {
        let bytes = try await context.media.chart(request.chart)
        return DrawChart.Output(
          picture: DrawChart.Picture(
            png: Attachment(filename: "chart.png", contentType: "image/png", bytes: bytes)))
      } catch {
        return DrawChart.Output(picture: nil)
      }
    } then: { turn, request, result in
      guard let picture = result.output?.picture else {
        // The words say the same.
        turn.send(Text(request.words) + "\n\n" + turn.text("chart.none"))
        return
      }
      let next = request.next.map { Keyboard(row: [Button(turn.string("chart.strength.button"), $0)]) }
      turn.send(Card(Text(request.words), keyboard: next, media: .photo(.upload(picture.png))))
    }
  }

  /// A picture of a goal, for those who have Premium; for the others what it would take.
  func showChart(_ turn: Turn, _ press: ShowChart) async throws {
    guard hasMedia else { return turn.toast(turn.text("chart.none")) }
    guard try await entitlements.isPremium(turn.person.id, now: turn.now, turn) else {
      let offer = entitlements.offerButton(title: turn.string("chart.offer.button"))
      turn.send(Card(turn.text("chart.premium"), keyboard: offer.map { Keyboard(row: [$0]) }))
      return
    }
    let words = ChartWords(turn: turn)
    guard let id = press.goal, press.picture != .week else {
      let goals = try await GoalStore.goals(of: turn.person.id, [.active, .paused], turn)
      let monday = turn.today.startOfWeek()
      let days = try await days(of: goals, from: monday, turn)
      return turn.start(words.week(days, monday: monday))
    }
    guard let goal = try await GoalStore.goal(id, of: turn.person.id, turn) else {
      return turn.toast(turn.text("log.closed.toast"))
    }
    turn.toast(turn.text("chart.wait.toast"))
    if let daily = try await CheckInStore.daily(of: [goal], person: turn.person.id, turn)[goal.id],
      let pace = Pace(goal, daily: daily, today: turn.today)
    {
      turn.start(words.pace(goal, pace))
    } else if press.picture == .strength {
      turn.start(words.strength(goal, try await strength(of: goal, turn)))
    } else {
      let first = turn.today.startOfWeek().adding(days: -7 * 25)
      guard let days = try await days(of: [goal], from: first, turn).first else { return }
      var chart = words.heatmap(days, from: first)
      let hasStreak = goal.snapshot.kind == .habit || goal.snapshot.kind == .limit
      if hasStreak { chart.next = ShowChart(goal: goal.id, picture: .strength) }
      turn.start(chart)
    }
  }

  private func days(of goals: [Goal], from first: LocalDate, _ turn: Turn) async throws -> [GoalDays] {
    let pauses = try await PauseStore.pauses(of: turn.person.id, turn).map(\.pause)
    let entries = try await CheckInStore.entries(of: turn.person.id, from: first, to: turn.today, turn)
    return goals.map { GoalDays($0, entries: entries, pauses: pauses, today: turn.today) }
  }

  /// The strength at the ends of the last twelve weeks, as far as the goal goes back.
  private func strength(of goal: Goal, _ turn: Turn) async throws -> [Double?] {
    var values: [Double?] = []
    for week in stride(from: 11, through: 0, by: -1) {
      let date = turn.today.adding(days: -7 * week)
      guard date >= goal.snapshot.startDate else { continue }
      values.append(try await stats().stats(of: turn.person, asOf: date, turn)[goal.id]?.strength)
    }
    return values
  }
}
