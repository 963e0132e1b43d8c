import MediaProtocol

/// A chart as PNG: 1280 pixels wide, which phones show whole, so the smallest letters are 34 pixels high.
enum ChartDrawing {
  static let width = 640.0
  static let scale = 2.0
  static let margin = 30.0

  static func png(_ chart: Chart) throws(WorkerError) -> [UInt8] {
    switch chart.kind {
    case .heatmap(let days): try HeatmapDrawing.draw(chart, days).png()
    case .week(let lines): try WeekDrawing.draw(chart, lines).png()
    case .strength(let values): try StrengthDrawing.draw(chart, values).png()
    case .pace(let pace): try PaceDrawing.draw(chart, pace).png()
    }
  }

  /// The space for title and subtitle, and where the rest begins.
  static func headHeight(_ chart: Chart) -> Double {
    margin - 4 + (chart.title.isEmpty ? 0 : 40) + (chart.subtitle.isEmpty ? 0 : 30) + 12
  }

  /// A canvas with title and subtitle; `body` points lie between the head and the legend.
  static func canvas(_ chart: Chart, body: Double, marks: [Chart.Mark]) throws(WorkerError) -> Canvas {
    let legend = Legend(chart, marks)
    let height = headHeight(chart) + body + legend.height(width: width - 2 * margin) + margin - 6
    let canvas = try Canvas(width: width, height: height, scale: scale, background: Palette.paper)
    let room = width - 2 * margin
    var y = margin - 4
    if !chart.title.isEmpty {
      canvas.text(chart.title, x: margin, y: y + 18, .title, limit: room)
      y += 40
    }
    if !chart.subtitle.isEmpty { canvas.text(chart.subtitle, x: margin, y: y + 12, .subtitle, limit: room) }
    legend.draw(on: canvas, x: margin, y: headHeight(chart) + body, width: room)
    return canvas
  }
}

extension Canvas {
  /// Words along an axis: one for each place if there are as many, else spread evenly. What would touch the word before it
  /// is left out.
  func labels(_ words: [String], at places: [Double], y: Double, from left: Double, to right: Double) {
    let isOneEach = words.count == places.count
    var end = -Double.infinity
    for (index, word) in words.prefix(400).enumerated() where !word.isEmpty {
      let wide = min(width(of: word, .label), right - left)
      let share = words.count > 1 ? Double(index) / Double(words.count - 1) : 0
      let middle = isOneEach ? places[index] : left + share * (right - left)
      let start = min(max(middle - wide / 2, left), right - wide)
      guard start >= end + 10 else { continue }
      text(word, x: start, y: y, .label, limit: right - left)
      end = start + wide
    }
  }
}
