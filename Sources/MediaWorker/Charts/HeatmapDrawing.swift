import MediaProtocol

/// Weeks as columns, weekdays as rows.
enum HeatmapDrawing {
  static func draw(_ chart: Chart, _ days: [Chart.DayShade]) throws(WorkerError) -> Canvas {
    guard (1...(53 * 7)).contains(days.count) else { throw .refused("a heatmap has 1 to 371 days, not \(days.count)") }
    let weeks = (days.count + 6) / 7
    let words = chart.rows.count == 7 ? chart.rows : []
    let measure = try Canvas(width: 1, height: 1, scale: 1, background: Palette.paper)
    let side = words.map { measure.width(of: $0, .label) }.max().map { min($0, 90) + 12 } ?? 0
    let left = ChartDrawing.margin + side
    let room = ChartDrawing.width - ChartDrawing.margin - left
    // Few weeks do not grow into slabs.
    let pitch = min(room / Double(weeks), 44)
    let gap = max(1.5, pitch * 0.16)
    let head = chart.labels.isEmpty ? 0 : 28.0
    let canvas = try ChartDrawing.canvas(
      chart, body: head + pitch * 7, marks: [.full, .minimum, .missed, .skipped])
    let top = ChartDrawing.headHeight(chart) + head
    if head > 0 {
      // Months begin at their column.
      labels(chart.labels, on: canvas, weeks: weeks, left: left, pitch: pitch, y: top - 16)
    }
    // A label is higher than a cell of a long heatmap: every second row has one then.
    let step = pitch < 24 ? 2 : 1
    for (row, word) in words.enumerated() where row % step == 0 {
      canvas.text(
        word, x: ChartDrawing.margin, y: top + (Double(row) + 0.5) * pitch - gap / 2, .label, limit: side - 8)
    }
    // The last column is whole, so what lacks is missing at the front.
    let missing = weeks * 7 - days.count
    for (index, shade) in (Array(repeating: .future, count: missing) + days).enumerated() {
      let (column, row) = index.quotientAndRemainder(dividingBy: 7)
      canvas.mark(
        shade,
        in: .init(
          x: left + Double(column) * pitch, y: top + Double(row) * pitch, width: pitch - gap, height: pitch - gap),
        ticks: false)
    }
    return canvas
  }

  private static func labels(
    _ words: [String], on canvas: Canvas, weeks: Int, left: Double, pitch: Double, y: Double
  ) {
    let right = left + Double(weeks) * pitch
    guard words.count == weeks else {
      return canvas.labels(words, at: [], y: y, from: left, to: right)
    }
    var end = -Double.infinity
    for (column, word) in words.enumerated() where !word.isEmpty {
      let x = left + Double(column) * pitch
      let wide = canvas.width(of: word, .label)
      guard x >= end + 6, x + wide <= ChartDrawing.width - 6 else { continue }
      canvas.text(word, x: x, y: y, .label)
      end = x + wide
    }
  }
}
