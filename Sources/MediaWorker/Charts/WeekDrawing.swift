import MediaProtocol

/// A row for each goal, a column for each day.
enum WeekDrawing {
  private static let rowHeight = 58.0
  private static let mark = 38.0
  private static let column = 47.0

  static func draw(_ chart: Chart, _ lines: [Chart.WeekLine]) throws(WorkerError) -> Canvas {
    guard (1...20).contains(lines.count) else { throw .refused("a week has 1 to 20 goals, not \(lines.count)") }
    guard lines.allSatisfy({ $0.days.count == 7 }) else { throw .refused("a week has seven days") }
    let head = chart.labels.isEmpty ? 0 : 32.0
    let canvas = try ChartDrawing.canvas(
      chart, body: head + rowHeight * Double(lines.count), marks: [.full, .minimum, .missed, .skipped])
    let top = ChartDrawing.headHeight(chart) + head
    let left = ChartDrawing.width - ChartDrawing.margin - 7 * column
    for (day, word) in chart.labels.prefix(7).enumerated() {
      canvas.text(
        word, x: left + (Double(day) + 0.5) * column, y: top - 16, .label, anchor: .middle, limit: column - 2)
    }
    for (index, line) in lines.enumerated() {
      let middle = top + (Double(index) + 0.5) * rowHeight
      if index > 0 {
        canvas.line(
          [
            (ChartDrawing.margin, middle - rowHeight / 2),
            (ChartDrawing.width - ChartDrawing.margin, middle - rowHeight / 2),
          ],
          Palette.faint, width: 1.5)
      }
      canvas.text(
        line.title, x: ChartDrawing.margin, y: middle, .row, limit: left - ChartDrawing.margin - 14, lines: 2)
      for (day, shade) in line.days.enumerated() {
        canvas.mark(
          shade,
          in: .init(
            x: left + (Double(day) + 0.5) * column - mark / 2, y: middle - mark / 2, width: mark, height: mark),
          ticks: true)
      }
    }
    return canvas
  }
}
