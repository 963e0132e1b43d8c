import Contracts
import PluginAPI

/// Charts with their titles, and the same in words for those who cannot see them.
struct ChartWords {
  let turn: Turn

  private var language: Language { turn.reader.language }
  private var weekdays: [String] { (1...7).map { DateText.shortWeekday($0, language: language) } }

  func heatmap(_ days: GoalDays, from first: LocalDate) -> DrawChart {
    let last = turn.today.startOfWeek().adding(days: 6)
    let shades = (first...last).map(days.shade)
    let done = shades.count { $0 == .full || $0 == .minimum }
    let title = days.goal.title
    let words = turn.string("chart.days", ["title": .string(title), "done": .int(done), "weeks": .int(26)])
    return DrawChart(
      chart: Chart(
        title: title, subtitle: turn.string("chart.days.subtitle"), kind: .heatmap(shades), labels: weekdays),
      words: words)
  }

  func week(_ days: [GoalDays], monday: LocalDate) -> DrawChart {
    let dates = monday...monday.adding(days: 6)
    let lines = days.prefix(12).map { Chart.WeekLine(title: $0.goal.title, days: dates.map($0.shade)) }
    let done = lines.map { line in
      let count = line.days.count { $0 == .full || $0 == .minimum }
      return turn.string(
        "chart.week.goal", ["title": .string(GoalWords.short(line.title, limit: 40)), "done": .int(count)])
    }
    let title = turn.string("chart.week")
    return DrawChart(
      chart: Chart(title: title, kind: .week(Array(lines)), labels: weekdays),
      words: ([title] + done).joined(separator: "\n"))
  }

  func strength(_ goal: Goal, _ values: [Double?]) -> DrawChart {
    let now = values.last.flatMap { $0 } ?? 0
    let share = NumberText.percent(min(max(now, 0), 1), language: language)
    let words = turn.string(
      "chart.strength", ["title": .string(goal.title), "share": .string(share), "weeks": .int(values.count)])
    return DrawChart(
      chart: Chart(title: goal.title, subtitle: turn.string("chart.strength.subtitle"), kind: .strength(values)),
      words: words)
  }

  func pace(_ goal: Goal, _ pace: Pace) -> DrawChart {
    func point(_ point: Pace.Point) -> Chart.Point {
      Chart.Point(day: max(0, pace.start.date.days(until: point.date)), value: point.value)
    }
    let end = pace.dueDate ?? pace.today.adding(days: 30)
    let chart = Chart.Pace(
      points: pace.points.map(point), start: Chart.Point(day: 0, value: pace.start.value),
      goal: Chart.Point(day: max(1, pace.start.date.days(until: end)), value: pace.goal), forecast: pace.forecast)
    let words = turn.words.pace(pace, goal.snapshot.unit).string
    return DrawChart(
      chart: Chart(
        title: goal.title, subtitle: turn.words.measure(goal.load, dueDate: goal.snapshot.dueDate), kind: .pace(chart),
        labels: [turn.words.date(pace.start.date), turn.words.date(end)]),
      words: "\(goal.title)\n\(words)")
  }
}
