import MediaProtocol

/// Several pictures on one sheet, each whole in its cell with its number, so that whoever looks at it can name one.
enum SheetDrawing {
  struct Sheet {
    var jpeg: [UInt8]
    var unreadable: [Int]
  }

  /// One picture stays as it is.
  static func draw(_ images: [[UInt8]]) throws(WorkerError) -> Sheet {
    if images.count == 1 {
      return Sheet(
        jpeg: try Picture(images[0], width: MediaLimits.sheetWidth, height: MediaLimits.sheetWidth).jpeg(),
        unreadable: [])
    }
    let canvas = try Canvas(
      width: Double(MediaLimits.sheetWidth), height: Double(MediaLimits.sheetHeight), scale: 1,
      background: Palette.faint)
    var unreadable: [Int] = []
    var reason = ""
    for (index, (image, cell)) in zip(images, cells(images.count)).enumerated() {
      let box = cell.inset(8)
      do {
        try place(image, on: canvas, in: box)
      } catch {
        // Only what was sent is at fault; the others still make a sheet.
        guard case .refused(let why) = error else { throw error }
        reason = why
        unreadable.append(index + 1)
        canvas.stroke(box, Palette.outline, width: 3, radius: 16)
        canvas.line([(box.x + 40, box.y + 40), (box.right - 40, box.bottom - 40)], Palette.outline, width: 3)
      }
      number(index + 1, on: canvas, in: box)
    }
    if unreadable.count == images.count { throw .refused(reason) }
    let (pixels, width, height) = try canvas.pixels()
    return Sheet(jpeg: try Picture(pixels: pixels, width: width, height: height).jpeg(), unreadable: unreadable)
  }

  /// Whole and centred, never larger than it is.
  private static func place(_ image: [UInt8], on canvas: Canvas, in box: Canvas.Box) throws(WorkerError) {
    let picture = try Picture(image, width: Int(box.width), height: Int(box.height))
    let (width, height) = (Double(picture.width), Double(picture.height))
    let place = Canvas.Box(
      x: (box.x + (box.width - width) / 2).rounded(), y: (box.y + (box.height - height) / 2).rounded(), width: width,
      height: height)
    canvas.image(try picture.pixels(), width: picture.width, height: picture.height, in: place, radius: 10)
  }

  private static func number(_ number: Int, on canvas: Canvas, in box: Canvas.Box) {
    let (x, y) = (box.x + 44, box.y + 44)
    canvas.disc(x, y, radius: 34, Palette.white)
    canvas.disc(x, y, radius: 30, Palette.ink)
    canvas.text(
      "\(number)", x: x, y: y, Lettering(size: 38, colour: Palette.white, isBold: true), anchor: .middle)
  }

  /// Rows of equal height, each divided among its cells.
  private static func cells(_ count: Int) -> [Canvas.Box] {
    let rows: [Int] =
      switch count {
      case ...3: [count]
      case 4: [2, 2]
      case 5: [3, 2]
      default: [3, 3]
      }
    let (width, height) = (Double(MediaLimits.sheetWidth), Double(MediaLimits.sheetHeight))
    var cells: [Canvas.Box] = []
    for (row, columns) in rows.enumerated() {
      let (cellWidth, cellHeight) = (width / Double(columns), height / Double(rows.count))
      for column in 0..<columns {
        cells.append(
          Canvas.Box(
            x: Double(column) * cellWidth, y: Double(row) * cellHeight, width: cellWidth, height: cellHeight))
      }
    }
    return cells
  }
}
