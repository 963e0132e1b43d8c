/// Red, green, blue and opacity, 0…1.
struct Colour {
  var red: Double
  var green: Double
  var blue: Double
  var opacity = 1.0

  /// - Parameter hex: 0xRRGGBB.
  init(_ hex: UInt32, opacity: Double = 1) {
    red = Double(hex >> 16 & 0xFF) / 255
    green = Double(hex >> 8 & 0xFF) / 255
    blue = Double(hex & 0xFF) / 255
    self.opacity = opacity
  }
}

/// The few colours of all pictures. One hue in two depths beside greys, so that they differ for every kind of eye; shapes
/// differ as well.
enum Palette {
  static let paper = Colour(0xFCFBF8)
  static let ink = Colour(0x1F2D3A)
  static let muted = Colour(0x66727C)
  static let grid = Colour(0xE3E1DA)
  static let faint = Colour(0xEFEDE6)
  static let outline = Colour(0xB3B0A6)
  static let deep = Colour(0x0F6B7A)
  static let pale = Colour(0xC9E4E4)
  static let accent = Colour(0xD9822B)
  static let white = Colour(0xFFFFFF)
}
