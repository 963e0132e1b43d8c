import ArgumentParser
import Foundation
import HTTPClient
import Host
import Logging
import PluginAPI
import Redis

/// `roost run`: serves real Telegram, or whatever `TELEGRAM_API_BASE` names.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Serve Telegram, by polling or by webhook.")

  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    let deployment = try options.deployment()
    guard let token = deployment.token else {
      throw Fault(
        "TELEGRAM_BOT_TOKEN is not set. Get a token from @BotFather and set it in the environment or in .env. "
          + "To try the bot without one: roost sandbox")
    }
    // A file that may not grow answers with an error, which is handled, instead of a signal, which would end us.
    signal(SIGXFSZ, SIG_IGN)
    ServerLimits.raiseFileLimit()
    let logger = deployment.logger()
    let database = try deployment.openDatabase()
    let redis = try deployment.redisConfiguration().map { try RedisClient($0) }
    let media = try deployment.mediaWorker.client(logger: logger)
    let client = try HTTPClient()
    let transport = HTTPTransport(client: client, base: deployment.apiBase, token: token)
    let models = try ModelConnections(deployment.model)
    do {
      try await withTermination(within: .seconds(5)) { termination in
        try await Self.serve(deployment, token, database, transport, models, logger, termination, redis, media)
      }
    } catch {
      await media?.close()
      await client.shutdown()
      await models.close()
      await redis?.close()
      await database.close()
      throw (error as? HostError).map { Fault($0.description) } ?? error
    }
    await media?.close()
    await client.shutdown()
    await models.close()
    await redis?.close()
    await database.close()
  }

  private static func serve(
    _ deployment: Deployment, _ token: Secret, _ database: any DatabaseDriver, _ transport: HTTPTransport,
    _ models: ModelConnections, _ logger: Logger, _ termination: Termination, _ redis: RedisClient?,
    _ media: MediaClient?
  ) async throws {
    let clock = SystemClock()
    let zones = try TimeZoneDatabase()
    let me = try await BotIdentity.load(transport, clock: clock, logger: logger)
    let plan = try deployment.plan(database, zones: zones, botUsername: me.username, logger: logger)
    var hostParts = Host.Parts(
      plan: plan, database: database, transport: transport, clock: clock, zones: zones, token: token,
      botUsername: me.username, settings: deployment.settings, logger: logger)
    hostParts.redis = redis
    hostParts.model = try DeploymentModel(
      settings: deployment.model, database: database, clock: clock, logger: logger, connect: models.connect)
    if let media { hostParts.media = media }
    let host = try Host(hostParts)
    try await host.migrate()
    termination.onRequest { host.stop() }
    logger.notice(
      "serving",
      metadata: [
        "bot": "@\(me.username)", "plugins": "\(plan.enabled.map(\.id.rawValue).joined(separator: " "))",
        "by": deployment.webhookURL == nil ? "polling" : "webhook", "model": "\(deployment.model.summary)",
      ])
    let webhook: (url: String, path: String, secret: Secret)? =
      if let url = deployment.webhookURL, let secret = deployment.webhookSecret {
        (url, path(of: url), secret)
      } else { nil }
    try await withThrowingTaskGroup(of: Void.self) { group in
      if let port = deployment.httpPort ?? (webhook == nil ? nil : 8080) {
        group.addTask {
          try await HostServer(
            host: host, address: (deployment.httpHost, port), webhook: webhook.map { ($0.path, $0.secret) },
            logger: logger
          ).run()
        }
      }
      group.addTask {
        try await host.run {
          if let webhook {
            try await host.awaitWebhook(url: webhook.url, secret: webhook.secret)
          } else {
            try await host.poll()
          }
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private static func path(of url: String) -> String {
    guard let path = URL(string: url)?.path, !path.isEmpty else { return "/" }
    return path
  }
}

/// Who the bot is, from getMe; waits for Telegram to answer.
struct BotIdentity {
  var username: String

  static func load(_ transport: any TelegramTransport, clock: SystemClock, logger: Logger) async throws -> BotIdentity {
    var failures = 0
    while true {
      switch await transport.perform(try GetMe().call(), timeout: .seconds(15)).reply {
      case .success(let result): return BotIdentity(username: result["username"]?.string ?? "bot")
      case .failure(let error):
        if error.kind == .unauthorized || error.kind == .notFound {
          throw HostError("Telegram does not know this bot token. Check TELEGRAM_BOT_TOKEN (from @BotFather).")
        }
        logger.warning("Telegram does not answer, trying again", metadata: ["reason": "\(error)"])
        failures += 1
        try await clock.sleep(for: error.pause(after: failures))
      }
    }
  }
}
