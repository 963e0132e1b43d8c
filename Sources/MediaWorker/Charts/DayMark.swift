import MediaProtocol

extension Canvas {
  /// A day in a box: each shade has a shape of its own, so that nothing depends on colour.
  /// - Parameter ticks: a full day has a tick; in the small boxes of a heatmap its depth says enough.
  func mark(_ shade: Chart.DayShade, in box: Box, ticks: Bool) {
    let side = box.width
    let radius = side * 0.26
    let (x, y) = (box.x + side / 2, box.y + side / 2)
    switch shade {
    case .full:
      fill(box, Palette.deep, radius: radius)
      if ticks {
        let tick = [(-0.2, 0.02), (-0.06, 0.17), (0.22, -0.16)].map { (x: x + $0.0 * side, y: y + $0.1 * side) }
        line(tick, Palette.white, width: side * 0.095)
      }
    case .minimum:
      fill(box, Palette.pale, radius: radius)
      disc(x, y, radius: side * 0.2, Palette.deep)
    case .missed:
      stroke(box.inset(side * 0.03), Palette.outline, width: max(1.6, side * 0.055), radius: radius)
    case .skipped:
      fill(box, Palette.faint, radius: radius)
      let reach = side * 0.22
      line([(x - reach, y + reach), (x + reach, y - reach)], Palette.muted, width: max(1.8, side * 0.07))
    case .none:
      fill(box, Palette.faint, radius: radius)
    case .future:
      disc(x, y, radius: max(1.6, side * 0.08), Palette.grid)
    }
  }
}
