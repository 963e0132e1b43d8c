import MediaProtocol

/// How strength went: a line from 0 to 100 %, with bands where there was a pause.
enum StrengthDrawing {
  private static let plot = 270.0

  static func draw(_ chart: Chart, _ values: [Double?]) throws(WorkerError) -> Canvas {
    guard (1...1000).contains(values.count) else { throw .refused("a line has 1 to 1000 values, not \(values.count)") }
    guard values.allSatisfy({ $0.map { (0...1).contains($0) } ?? true }) else { throw .refused("strength is 0…1") }
    let foot = chart.labels.isEmpty ? 8 : 36.0
    let canvas = try ChartDrawing.canvas(chart, body: plot + foot, marks: [.pause])
    let top = ChartDrawing.headHeight(chart) + 10
    let left = ChartDrawing.margin + canvas.width(of: "100%", .label) + 12
    // Room for the last value beside its point.
    let right = ChartDrawing.width - ChartDrawing.margin - 62
    let bottom = top + plot - 14
    func x(_ index: Double) -> Double {
      values.count == 1 ? (left + right) / 2 : left + index / Double(values.count - 1) * (right - left)
    }
    func y(_ value: Double) -> Double { bottom - value * (bottom - top) }

    for (from, to) in pauses(values) {
      let (start, end) = (max(left, x(Double(from) - 0.5)), min(right, x(Double(to) + 0.5)))
      canvas.fill(.init(x: start, y: top, width: max(3, end - start), height: bottom - top), Palette.faint, radius: 4)
    }
    for percent in stride(from: 0, through: 100, by: 25) {
      let height = y(Double(percent) / 100)
      canvas.line([(left, height), (right, height)], Palette.grid, width: percent == 0 ? 2 : 1)
      if percent % 50 == 0 { canvas.text("\(percent)%", x: left - 12, y: height, .label, anchor: .right) }
    }
    for run in runs(values) {
      let line = run.map { (x: x(Double($0.index)), y: y($0.value)) }
      guard let first = line.first, let last = line.last else { continue }
      if line.count == 1 {
        canvas.disc(first.x, first.y, radius: 3.5, Palette.deep)
      } else {
        canvas.area(line + [(last.x, bottom), (first.x, bottom)], Colour(0x0F6B7A, opacity: 0.12))
        canvas.line(line, Palette.deep, width: 3.5)
      }
    }
    if let index = values.lastIndex(where: { $0 != nil }), let value = values[index] {
      let (endX, endY) = (x(Double(index)), y(value))
      canvas.disc(endX, endY, radius: 8, Palette.paper)
      canvas.disc(endX, endY, radius: 6, Palette.deep)
      let percent = "\(Int((value * 100).rounded()))%"
      canvas.text(percent, x: endX + 13, y: endY, .value)
    }
    canvas.labels(
      chart.labels, at: values.indices.map { x(Double($0)) }, y: bottom + 22, from: left, to: right)
    return canvas
  }

  private static func runs(_ values: [Double?]) -> [[(index: Int, value: Double)]] {
    var runs: [[(index: Int, value: Double)]] = [[]]
    for (index, value) in values.enumerated() {
      if let value { runs[runs.count - 1].append((index, value)) } else { runs.append([]) }
    }
    return runs.filter { !$0.isEmpty }
  }

  /// First and last index of each stretch without values.
  private static func pauses(_ values: [Double?]) -> [(Int, Int)] {
    var pauses: [(Int, Int)] = []
    for (index, value) in values.enumerated() where value == nil {
      if let last = pauses.last, last.1 == index - 1 {
        pauses[pauses.count - 1].1 = index
      } else {
        pauses.append((index, index))
      }
    }
    return pauses
  }
}
