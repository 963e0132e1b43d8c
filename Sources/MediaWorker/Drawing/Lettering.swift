import CCairo

/// Text, any script, emoji in colour.
struct Lettering {
  enum Anchor {
    case left, middle, right
  }

  var size: Double
  var colour: Colour
  var isBold = false

  static let title = Lettering(size: 28, colour: Palette.ink, isBold: true)
  static let subtitle = Lettering(size: 19, colour: Palette.muted)
  static let label = Lettering(size: 17, colour: Palette.muted)
  static let row = Lettering(size: 20, colour: Palette.ink)
  static let value = Lettering(size: 20, colour: Palette.ink, isBold: true)

  /// Beyond this nothing could be seen, and laying it out would cost time.
  fileprivate static let longest = 300
}

extension Canvas {
  /// Draws a line of text around the height `y`, its left end, middle or right end at `x`.
  /// - Parameters:
  ///   - limit: width at the most; what is longer ends with "…".
  ///   - lines: as many where one does not do.
  func text(
    _ text: String, x: Double, y: Double, _ style: Lettering, anchor: Lettering.Anchor = .left, limit: Double? = nil,
    lines: Int32 = 1
  ) {
    guard let layout = layout(text, style, limit, lines) else { return }
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    let size = Self.size(layout)
    let left =
      switch anchor {
      case .left: x
      case .middle: x - size.width / 2
      case .right: x - size.width
      }
    cairo_move_to(context, left, y - size.height / 2)
    set(style.colour)
    pango_cairo_show_layout(context, layout)
  }

  /// How wide a line of text is.
  func width(of text: String, _ style: Lettering) -> Double {
    guard let layout = layout(text, style, nil, 1) else { return 0 }
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    return Self.size(layout).width
  }

  private func layout(_ text: String, _ style: Lettering, _ limit: Double?, _ lines: Int32) -> OpaquePointer? {
    let shown = String(
      text.prefix(Lettering.longest).unicodeScalars.map {
        $0.properties.generalCategory == .control ? " " : Character($0)
      })
    guard !shown.isEmpty, let layout = pango_cairo_create_layout(context) else { return nil }
    let font = pango_font_description_new()
    pango_font_description_set_family(font, "DejaVu Sans")
    pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
    pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_layout_set_font_description(layout, font)
    pango_font_description_free(font)
    // Without hints letters stand alike at every scale.
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options)
    cairo_font_options_destroy(options)
    pango_layout_context_changed(layout)
    pango_layout_set_single_paragraph_mode(layout, 1)
    pango_layout_set_text(layout, shown, -1)
    if let limit {
      var wide: Int32 = 0
      pango_layout_get_size(layout, &wide, nil)
      if Double(wide) > limit * Double(PANGO_SCALE) {
        pango_layout_set_width(layout, Int32(limit * Double(PANGO_SCALE)))
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_height(layout, -lines)
      }
    }
    return layout
  }

  private static func size(_ layout: OpaquePointer) -> (width: Double, height: Double) {
    var width: Int32 = 0
    var height: Int32 = 0
    pango_layout_get_size(layout, &width, &height)
    return (Double(width) / Double(PANGO_SCALE), Double(height) / Double(PANGO_SCALE))
  }
}
