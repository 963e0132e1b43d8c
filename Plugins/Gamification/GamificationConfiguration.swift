public import PluginAPI

/// `plugins.gamification` of the configuration.
public struct GamificationConfiguration: PluginConfiguration {
  let xp: XPRules
  let freezes: FreezeRules
  /// When news of the night are told.
  let morning: LocalTime

  public init(from section: inout ConfigSection) {
    var (xp, freezes) = (XPRules(), FreezeRules())
    xp.dailyCap = section.int("daily_cap", default: xp.dailyCap, in: 10...10_000)
    xp.goalsPerDay = section.int("scoring_goals_per_day", default: xp.goalsPerDay, in: 1...100)
    section.section("freezes") { section in
      freezes.start = section.int("start", default: freezes.start, in: 0...30)
      freezes.cap = section.int("cap", default: freezes.cap, in: 0...30)
      freezes.every = section.int("one_per_successful_days", default: freezes.every, in: 1...365)
      freezes.inRow = section.int("in_row", default: freezes.inRow, in: 1...30)
    }
    morning = section.time("morning_at", default: .at(8))
    self.xp = xp
    self.freezes = freezes
  }
}
