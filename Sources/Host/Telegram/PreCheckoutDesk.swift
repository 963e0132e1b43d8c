import Logging
import PluginAPI

/// Answers pre-checkout questions within 2 seconds, beside the lanes and before the update is stored.
struct PreCheckoutDesk: Sendable {
  /// Telegram's limit is 10 s; after this we refuse rather than keep somebody waiting.
  static let patience = Duration.seconds(2)

  let routes: Routes
  let transport: any TelegramTransport
  let database: any DatabaseDriver
  let people: PersonStore
  let catalogues: [PluginID: Catalogue]
  let clock: any HostClock
  let logger: Logger

  /// Answers one question, given as the raw update.
  func answer(_ raw: [UInt8], _ update: SlimUpdate) async {
    guard let id = update.queryID else { return }
    let language = Language(languageCode: update.languageCode)
    let (plugin, verdict) = await decide(raw, update, language)
    let method: AnswerPreCheckoutQuery
    switch verdict {
    case .accept: method = AnswerPreCheckoutQuery(preCheckoutQueryID: id, ok: true)
    case .refuse(let key):
      let text = catalogues[plugin]?.string(key, for: Reader(language: language)) ?? ""
      method = AnswerPreCheckoutQuery(preCheckoutQueryID: id, ok: false, errorMessage: text)
    case .notMine: return
    }
    guard let call = try? method.call() else { return }
    if case .failure(let error) = await transport.perform(call, timeout: .seconds(5)).reply {
      logger.error("pre-checkout not answered", metadata: ["reason": "\(error)"])
    }
  }

  private func decide(_ raw: [UInt8], _ update: SlimUpdate, _ language: Language) async -> (
    PluginID, PreCheckout.Answer
  ) {
    let unavailable: (PluginID, PreCheckout.Answer) = ("roost", .refuse(key: "precheckout.unavailable"))
    guard let query = RawJSON(raw)["pre_checkout_query"], let person = update.person,
      let currency = query["currency"]?.string, let amount = query["total_amount"]?.int,
      let payload = query["invoice_payload"]?.string, payload.utf8.count <= 128
    else { return unavailable }
    let question = PreCheckout.Question(
      person: PersonID(Int64(person)), language: language, currency: currency, amount: amount, payload: payload,
      now: clock.now, database: database)
    let racers: [@Sendable () async throws -> (PluginID, PreCheckout.Answer)] = [
      { await ask(question) ?? unavailable },
      { [clock] in
        try await clock.sleep(for: PlantedBug.slowPreCheckout.isPlanted ? .seconds(60) : Self.patience)
        return unavailable
      },
    ]
    return (try? await clock.race(racers)) ?? unavailable
  }

  /// The first plugin whose invoice it is; nil when there is none, or it failed.
  private func ask(_ question: PreCheckout.Question) async -> (PluginID, PreCheckout.Answer)? {
    for owned in routes.preCheckouts {
      do {
        let answer = try await owned.element.handle(question)
        if answer != .notMine { return (owned.plugin, answer) }
      } catch {
        logger.error(
          "pre-checkout failed",
          metadata: ["plugin": "\(owned.plugin)", "reason": "\(Redaction.clean("\(error)"))"])
        return nil
      }
    }
    return nil
  }
}
