/// Levels: each costs 100 points more than the one before. Integers only.
enum Level {
  /// Points at which a level begins: 50·L·(L−1); 0 for level 1, 100 for level 2, 300 for level 3.
  static func cost(of level: Int) -> Int { 50 * level * (level - 1) }

  /// The largest level that so many points pay for; 1 without any.
  static func reached(with points: Int) -> Int {
    // Beyond this nobody gets, and the products stay far from overflow.
    let points = min(max(points, 0), 1_000_000_000_000)
    var (low, high) = (1, 200_000)
    while low < high {
      let middle = (low + high + 1) / 2
      if cost(of: middle) <= points { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

/// Where somebody stands between two levels.
struct LevelProgress: Sendable, Hashable {
  let level: Int
  /// Points since the level began, and how many it takes.
  let earned: Int
  let size: Int
  /// Points to the next level.
  var missing: Int { size - earned }

  init(points: Int) {
    level = Level.reached(with: points)
    earned = max(0, points) - Level.cost(of: level)
    size = Level.cost(of: level + 1) - Level.cost(of: level)
  }
}
