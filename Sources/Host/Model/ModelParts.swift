import LanguageModel
import Logging
import PluginAPI

/// What questions share.
struct ModelParts: Sendable {
  let clock: any HostClock
  let ledger: ModelLedger
  let breaker: ModelBreaker
  let memory: ModelMemory
  let metrics: HostMetrics
  let logger: Logger
  /// In 0…1, for pauses.
  let random: @Sendable () -> Double

  func newID() -> RowID {
    RowID(
      milliseconds: clock.now.microseconds / 1000, randomA: UInt64.random(in: .min ... .max),
      randomB: UInt64.random(in: .min ... .max))
  }

  func count(_ record: ModelCallRecord) {
    let labels = "model=\"\(Self.label(record.model))\",purpose=\"\(Self.label(record.purpose))\""
    metrics.count("roost_model_calls_total", "\(labels),rung=\"\(record.rung)\",outcome=\"\(record.outcome)\"")
    metrics.count("roost_model_cost_micro_total", labels, by: Int(clamping: record.microCost))
    metrics.count("roost_model_tokens_total", "\(labels),kind=\"in\"", by: record.promptTokens ?? 0)
    metrics.count("roost_model_tokens_total", "\(labels),kind=\"cached\"", by: record.cachedTokens ?? 0)
    metrics.count("roost_model_tokens_total", "\(labels),kind=\"out\"", by: record.outputTokens ?? 0)
    // A histogram by hand: each bucket holds those below it too.
    for seconds in [1, 2, 5, 10, 25, 60] {
      metrics.count(
        "roost_model_seconds_bucket", "\(labels),le=\"\(seconds)\"", by: record.milliseconds <= seconds * 1000 ? 1 : 0)
    }
    metrics.count("roost_model_seconds_bucket", "\(labels),le=\"+Inf\"")
    metrics.count("roost_model_milliseconds_total", labels, by: Int(clamping: record.milliseconds))
  }

  /// Tells the breaker how a model served a purpose.
  func ended(_ key: ModelBreaker.Key, well isGood: Bool) {
    guard breaker.ended(key, well: isGood, now: clock.now) else { return }
    metrics.count(
      "roost_model_breaker_opened_total", "route=\"\(Self.label(key.route))\",purpose=\"\(Self.label(key.purpose))\"")
    logger.warning(
      "a model rests for 30 s, too many of its answers failed",
      metadata: ["route": "\(key.route)", "purpose": "\(key.purpose)"])
  }

  private static func label(_ text: String) -> String {
    String(text.prefix(80).filter { $0 != "\"" && $0 != "\\" && !$0.isNewline })
  }
}
