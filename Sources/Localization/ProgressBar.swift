/// Bars of text: `▰▰▱▱▱▱`. Put words or numbers beside them, for a screen reader says nothing useful here.
public enum ProgressBar {
  /// The longest bar drawn; more would wrap on a phone.
  public static let maximumWidth = 20

  /// One cell for each step: 2 of 6 is `▰▰▱▱▱▱`. More than `maximumWidth` steps share that many cells; numbers out of
  /// range are clamped, no steps make no bar.
  public static func render(filled: Int, total: Int) -> String {
    guard total > 0 else { return "" }
    guard total > maximumWidth else { return bar(min(max(filled, 0), total), of: total) }
    return render(share: Double(filled) / Double(total), width: maximumWidth)
  }

  /// A share from 0 to 1 in `width` cells. Full only at 1, and no longer empty once there is anything.
  public static func render(share: Double, width: Int = 10) -> String {
    let width = min(max(width, 0), maximumWidth)
    let share = share.isNaN ? 0 : min(max(share, 0), 1)
    let cells = Int((share * Double(width)).rounded())
    let honest = share > 0 && share < 1 && width > 1 ? min(max(cells, 1), width - 1) : cells
    return bar(honest, of: width)
  }

  private static func bar(_ filled: Int, of total: Int) -> String {
    String(repeating: "▰", count: filled) + String(repeating: "▱", count: total - filled)
  }
}
