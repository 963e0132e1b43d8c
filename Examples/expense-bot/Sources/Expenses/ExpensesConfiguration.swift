public import PluginAPI

/// `plugins.expenses` of the configuration.
public struct ExpensesConfiguration: PluginConfiguration {
  /// Written after every amount: `€`, `USD`. The bot does not convert.
  let currency: String
  /// The largest amount that is believed, in whole units.
  let largest: Int
  /// When the week is summed up.
  let summaryAt: LocalTime

  public init(from section: inout ConfigSection) {
    currency = section.string("currency", default: "€", limit: 8)
    largest = section.int("largest", default: 100_000, in: 1...1_000_000_000)
    summaryAt = section.time("summary_at", default: .at(19))
  }
}
