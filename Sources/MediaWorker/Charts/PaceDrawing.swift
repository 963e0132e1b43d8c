import MediaProtocol

/// A target on its way: what was reached, the straight way to the goal, and where it may end.
enum PaceDrawing {
  private static let plot = 300.0

  static func draw(_ chart: Chart, _ pace: Chart.Pace) throws(WorkerError) -> Canvas {
    let all = [pace.start, pace.goal] + pace.points
    guard pace.points.count <= 1000 else { throw .refused("a pace has at most 1000 points, not \(pace.points.count)") }
    guard all.allSatisfy({ $0.value.isFinite && abs($0.value) < 1e12 && (-100_000...100_000).contains($0.day) }),
      pace.forecast.map({ $0.lowerBound.isFinite && $0.upperBound.isFinite }) ?? true
    else { throw .refused("values of a pace are finite and below 10^12") }
    guard pace.goal.day > pace.start.day, zip(pace.points, pace.points.dropFirst()).allSatisfy({ $0.day <= $1.day })
    else { throw .refused("days of a pace are in order and the goal is after the start") }

    let scale = Scale(all.map(\.value) + shown(pace))
    let foot = chart.labels.isEmpty ? 8 : 36.0
    let canvas = try ChartDrawing.canvas(chart, body: plot + foot, marks: [.reached, .expected, .forecast])
    let words = scale.ticks.map { scale.text($0, mark: chart.decimalMark) }
    let top = ChartDrawing.headHeight(chart) + 12
    let left = ChartDrawing.margin + (words.map { canvas.width(of: $0, .label) }.max() ?? 0) + 12
    let right = ChartDrawing.width - ChartDrawing.margin - 14
    let bottom = top + plot - 16
    let lastDay = max(pace.goal.day, pace.points.last?.day ?? 0)
    let firstDay = min(pace.start.day, pace.points.first?.day ?? pace.start.day)
    func place(_ day: Int, _ value: Double) -> (x: Double, y: Double) {
      let share = Double(day - firstDay) / Double(max(1, lastDay - firstDay))
      return (left + share * (right - left), bottom - scale.share(value) * (bottom - top))
    }

    for (tick, word) in zip(scale.ticks, words) {
      let height = place(firstDay, tick).y
      canvas.line([(left, height), (right, height)], Palette.grid, width: tick == scale.low ? 2 : 1)
      canvas.text(word, x: left - 12, y: height, .label, anchor: .right)
    }
    let now = pace.points.last ?? pace.start
    canvas.clipped(.init(x: left - 2, y: top - 2, width: right - left + 16, height: bottom - top + 4)) {
      if let forecast = pace.forecast, pace.goal.day > now.day {
        let (low, high) = (place(pace.goal.day, forecast.lowerBound), place(pace.goal.day, forecast.upperBound))
        canvas.area([place(now.day, now.value), high, low], Palette.pale)
        canvas.line([high, low], Palette.deep, width: 5)
      }
    }
    canvas.line(
      [place(pace.start.day, pace.start.value), place(pace.goal.day, pace.goal.value)], Palette.muted, width: 2.5,
      dashes: [6, 7])
    let line = pace.points.map { place($0.day, $0.value) }
    if line.count > 1 { canvas.line(line, Palette.deep, width: 3.5) }
    if line.count <= 30 { for point in line { canvas.disc(point.x, point.y, radius: 4.5, Palette.deep) } }
    if let last = line.last {
      canvas.disc(last.x, last.y, radius: 9, Palette.paper)
      canvas.disc(last.x, last.y, radius: 7, Palette.deep)
    }
    let goal = place(pace.goal.day, pace.goal.value)
    canvas.disc(goal.x, goal.y, radius: 11, Palette.paper)
    canvas.ring(goal.x, goal.y, radius: 9, Palette.accent, width: 3.5)
    canvas.disc(goal.x, goal.y, radius: 3.5, Palette.accent)
    canvas.labels(
      chart.labels, at: [], y: bottom + 24, from: left, to: right + 14)
    return canvas
  }

  /// The forecast counts for the axis, but a wild one does not press everything else flat.
  private static func shown(_ pace: Chart.Pace) -> [Double] {
    guard let forecast = pace.forecast else { return [] }
    let values = ([pace.start, pace.goal] + pace.points).map(\.value)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let room = max(high - low, 1e-9) * 0.6
    return [max(forecast.lowerBound, low - room), min(forecast.upperBound, high + room)]
  }
}
