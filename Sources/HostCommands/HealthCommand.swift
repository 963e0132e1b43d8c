import ArgumentParser
import Host

/// `roost health`
struct HealthCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health", abstract: "Ask the host on this machine how it is: exit 0, or 1 with the reason.",
    discussion: "Asks /healthz on the port of HTTP_PORT, and waits for three seconds at the most.")

  @OptionGroup var options: ConfigurationOptions
  @Flag(help: "Ask /readyz: whether it takes updates.") var ready = false

  func run() async throws {
    let deployment = try options.deployment()
    guard let port = deployment.httpPort ?? (deployment.webhookURL == nil ? nil : 8080) else {
      throw Fault("The host has no port to ask: set HTTP_PORT, for the host and for this command.")
    }
    let probe = HealthProbe(host: deployment.httpHost, port: port, readiness: ready)
    if let problem = await probe.problem() { throw Fault(problem) }
    print(ready ? "ready" : "ok")
  }
}
