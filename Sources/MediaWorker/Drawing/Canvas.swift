import CCairo
import Glibc

/// A picture that is drawn. Lengths are points; a point is `scale` pixels.
final class Canvas {
  struct Box {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
    var right: Double { x + width }
    var bottom: Double { y + height }
    func inset(_ by: Double) -> Box { Box(x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by) }
  }

  let width: Double
  let height: Double
  let context: OpaquePointer
  private let surface: OpaquePointer

  init(width: Double, height: Double, scale: Double, background: Colour) throws(WorkerError) {
    self.width = width
    self.height = height
    guard
      let surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32((width * scale).rounded()), Int32((height * scale).rounded())),
      let context = cairo_create(surface)
    else { throw .failed("no memory for a picture") }
    self.surface = surface
    self.context = context
    guard cairo_status(context) == CAIRO_STATUS_SUCCESS else { throw .failed("no memory for a picture") }
    cairo_scale(context, scale, scale)
    set(background)
    cairo_paint(context)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  // MARK: Shapes

  func fill(_ box: Box, _ colour: Colour, radius: Double = 0) {
    trace(box, radius)
    set(colour)
    cairo_fill(context)
  }

  func stroke(_ box: Box, _ colour: Colour, width: Double, radius: Double = 0) {
    trace(box.inset(width / 2), max(0, radius - width / 2))
    set(colour)
    cairo_set_line_width(context, width)
    cairo_stroke(context)
  }

  func disc(_ x: Double, _ y: Double, radius: Double, _ colour: Colour) {
    cairo_new_path(context)
    cairo_arc(context, x, y, radius, 0, 2 * .pi)
    set(colour)
    cairo_fill(context)
  }

  func ring(_ x: Double, _ y: Double, radius: Double, _ colour: Colour, width: Double) {
    cairo_new_path(context)
    cairo_arc(context, x, y, radius, 0, 2 * .pi)
    set(colour)
    cairo_set_line_width(context, width)
    cairo_stroke(context)
  }

  func line(_ points: [(x: Double, y: Double)], _ colour: Colour, width: Double, dashes: [Double] = []) {
    outline(points)
    set(colour)
    cairo_set_line_width(context, width)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    cairo_set_dash(context, dashes, Int32(dashes.count), 0)
    cairo_stroke(context)
    cairo_set_dash(context, nil, 0, 0)
  }

  func area(_ points: [(x: Double, y: Double)], _ colour: Colour) {
    outline(points)
    cairo_close_path(context)
    set(colour)
    cairo_fill(context)
  }

  /// Runs `body` with drawing confined to a box with round corners.
  func clipped(_ box: Box, radius: Double = 0, _ body: () -> Void) {
    cairo_save(context)
    trace(box, radius)
    cairo_clip(context)
    body()
    cairo_restore(context)
  }

  /// - Parameter pixels: red, green and blue, row by row; drawn to fill the box.
  func image(_ pixels: [UInt8], width: Int, height: Int, in box: Box, radius: Double) {
    guard width > 0, height > 0, pixels.count == width * height * 3,
      let picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    else { return }
    defer { cairo_surface_destroy(picture) }
    guard let data = cairo_image_surface_get_data(picture) else { return }
    let stride = Int(cairo_image_surface_get_stride(picture))
    for row in 0..<height {
      for column in 0..<width {
        let source = (row * width + column) * 3
        let target = data + row * stride + column * 4
        // As the machine keeps 0x00RRGGBB, lowest byte first.
        target[0] = pixels[source + 2]
        target[1] = pixels[source + 1]
        target[2] = pixels[source]
      }
    }
    cairo_surface_mark_dirty(picture)
    clipped(box, radius: radius) {
      cairo_translate(context, box.x, box.y)
      cairo_scale(context, box.width / Double(width), box.height / Double(height))
      cairo_set_source_surface(context, picture, 0, 0)
      cairo_paint(context)
    }
  }

  // MARK: The result

  func png() throws(WorkerError) -> [UInt8] {
    var bytes: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &bytes) { target in
      cairo_surface_write_to_png_stream(
        surface,
        { target, data, length in
          guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
          let start = UnsafeBufferPointer(start: data, count: Int(length))
          target.assumingMemoryBound(to: [UInt8].self).pointee.append(contentsOf: start)
          return CAIRO_STATUS_SUCCESS
        }, target)
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .failed("cairo: \(String(cString: cairo_status_to_string(status)))")
    }
    return bytes
  }

  /// Red, green and blue, row by row.
  func pixels() throws(WorkerError) -> (bytes: [UInt8], width: Int, height: Int) {
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { throw .failed("cairo: no pixels") }
    let (width, height) = (Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface)))
    let stride = Int(cairo_image_surface_get_stride(surface))
    var bytes = [UInt8](repeating: 0, count: width * height * 3)
    for row in 0..<height {
      for column in 0..<width {
        let source = data + row * stride + column * 4
        let target = (row * width + column) * 3
        bytes[target] = source[2]
        bytes[target + 1] = source[1]
        bytes[target + 2] = source[0]
      }
    }
    return (bytes, width, height)
  }

  // MARK: Paths

  func set(_ colour: Colour) {
    cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, colour.opacity)
  }

  private func outline(_ points: [(x: Double, y: Double)]) {
    cairo_new_path(context)
    for point in points { cairo_line_to(context, point.x, point.y) }
  }

  private func trace(_ box: Box, _ radius: Double) {
    let radius = min(radius, box.width / 2, box.height / 2)
    cairo_new_path(context)
    guard radius > 0 else { return cairo_rectangle(context, box.x, box.y, box.width, box.height) }
    let corners = [
      (box.right - radius, box.y + radius, -0.5), (box.right - radius, box.bottom - radius, 0),
      (box.x + radius, box.bottom - radius, 0.5), (box.x + radius, box.y + radius, 1),
    ]
    for (x, y, quarter) in corners {
      cairo_arc(context, x, y, radius, quarter * .pi, (quarter + 0.5) * .pi)
    }
    cairo_close_path(context)
  }
}
