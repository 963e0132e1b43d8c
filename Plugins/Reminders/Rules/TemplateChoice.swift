/// Which framing text to use: any that fits, but none of the last three.
enum TemplateChoice {
  static let memory = 3

  /// - Parameters:
  ///   - eligible: numbers of the templates that fit.
  ///   - recent: those used last, newest last.
  ///   - roll: picks one of so many, 0-based.
  static func pick(_ eligible: [Int], recent: [Int], roll: (Int) -> Int) -> Int {
    let last = Set(recent.suffix(memory))
    let fresh = eligible.filter { !last.contains($0) }
    let pool = fresh.isEmpty ? eligible : fresh
    guard !pool.isEmpty else { return 1 }
    return pool[min(max(roll(pool.count), 0), pool.count - 1)]
  }

  static func remember(_ template: Int, _ recent: [Int]) -> [Int] { Array((recent + [template]).suffix(memory)) }
}
