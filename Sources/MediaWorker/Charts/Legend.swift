import MediaProtocol

/// What the marks mean, in rows below a chart.
struct Legend {
  private struct Entry {
    var mark: Chart.Mark
    var word: String
  }

  private let entries: [Entry]
  private let ticks: Bool
  private static let row = 32.0
  private static let sample = 20.0
  private static let gap = 22.0

  init(_ chart: Chart, _ marks: [Chart.Mark]) {
    if case .week = chart.kind { ticks = true } else { ticks = false }
    entries = marks.compactMap { mark in
      guard let word = chart.legend[mark], !word.isEmpty else { return nil }
      return Entry(mark: mark, word: String(word.prefix(60)))
    }
  }

  /// Two words stand in a row at least; widths are only known on a canvas, so a letter counts as its greatest width.
  func height(width: Double) -> Double {
    entries.isEmpty ? 0 : 14 + Double(rows(width: width) { Double($0.count) * 11.5 }.count) * Self.row
  }

  func draw(on canvas: Canvas, x: Double, y: Double, width: Double) {
    for (index, row) in rows(width: width, { Double($0.count) * 11.5 }).enumerated() {
      var x = x
      let middle = y + 14 + (Double(index) + 0.5) * Self.row
      for entry in row {
        draw(
          entry.mark, on: canvas, in: .init(x: x, y: middle - Self.sample / 2, width: Self.sample, height: Self.sample))
        x += Self.sample + 8
        canvas.text(entry.word, x: x, y: middle, .label, limit: width - Self.sample - 8)
        x += canvas.width(of: entry.word, .label) + Self.gap
      }
    }
  }

  private func rows(width: Double, _ measure: (String) -> Double) -> [[Entry]] {
    var rows: [[Entry]] = []
    var used = width
    for entry in entries {
      let wide = Self.sample + 8 + measure(entry.word) + Self.gap
      if used + wide - Self.gap > width || rows.isEmpty {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += wide
    }
    return rows
  }

  private func draw(_ mark: Chart.Mark, on canvas: Canvas, in box: Canvas.Box) {
    let middle = box.y + box.height / 2
    switch mark {
    case .full: canvas.mark(.full, in: box, ticks: ticks)
    case .minimum: canvas.mark(.minimum, in: box, ticks: ticks)
    case .missed: canvas.mark(.missed, in: box, ticks: ticks)
    case .skipped: canvas.mark(.skipped, in: box, ticks: ticks)
    case .pause: canvas.fill(box, Palette.faint, radius: 4)
    case .reached: canvas.line([(box.x, middle), (box.right, middle)], Palette.deep, width: 4)
    case .expected: canvas.line([(box.x, middle), (box.right, middle)], Palette.muted, width: 2.5, dashes: [5, 5])
    case .forecast: canvas.fill(box, Palette.pale, radius: 4)
    }
  }
}
