import Logging
import PluginAPI
import Testing

@testable import Host

/// The way of every update is public: what `roost pipeline` prints is what runs.
@Suite struct PipelineTests {
  private func layers() throws -> [String] {
    let clock = VirtualClock(start: Instant(unixSeconds: 1_772_442_000))
    let zones = try TimeZoneDatabase()
    let services = PipelineServices(
      logger: Logger(label: "test"), clock: clock, metrics: HostMetrics(),
      limiter: LocalLimiter(), throttle: LimiterRate(interval: .seconds(1), burst: 1),
      people: PersonStore(database: NoDatabase(), zones: zones),
      environment: TurnEnvironment(
        reading: NoDatabase(), wallClock: { clock.now }, text: { _, key, _, _ in Text(key) },
        forbidsReadingOwnWrites: true),
      access: AccessConfiguration(), defaultZones: DefaultZones(russian: .utc, english: .utc), breaker: Breaker())
    return Pipeline.standard(services).layers.map { "\(type(of: $0))" }
  }

  @Test func thePrintedOrderIsTheRealOne() throws {
    let printed = Pipeline.descriptions.map { $0.prefix { $0 != ":" } }
    #expect(
      try layers() == printed.map(String.init),
      "Pipeline.descriptions (what `roost pipeline` prints) must name the layers of Pipeline.standard, in order.")
    #expect(Host.pipelineDescription == Pipeline.descriptions)
  }

  /// Moving a layer is a decision: whoever changes this list says why in the commit message.
  @Test func theOrderIsPinned() throws {
    #expect(
      try layers() == [
        "TraceMiddleware", "LogMiddleware", "MetricsMiddleware", "ThrottleMiddleware", "AuthenticateMiddleware",
        "LocaleMiddleware",
        "ErrorBoundaryMiddleware",
      ])
  }

  @Test func layersRunOutermostFirst() async throws {
    struct Noting: UpdateMiddleware {
      let name: String
      let journal: Journal
      func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict {
        journal.lines.append("in \(name)")
        defer { journal.lines.append("out \(name)") }
        return try await next(handling)
      }
    }
    // Safe because one task uses it.
    final class Journal: @unchecked Sendable { var lines: [String] = [] }
    let journal = Journal()
    let pipeline = Pipeline(layers: [Noting(name: "a", journal: journal), Noting(name: "b", journal: journal)])
    let now = Instant(unixSeconds: 1_772_442_000)
    let person = PersonID(1)
    let handling = Handling(
      item: LaneItem(lane: .person(person), seq: 1, kind: .update, payload: [], receivedAt: now), update: nil,
      place: .direct(person), person: Person(id: person, name: "", language: .english, zone: .utc, since: now))
    _ = try await pipeline.run(handling) { _ in
      journal.lines.append("handler")
      return .handled
    }
    #expect(journal.lines == ["in a", "in b", "handler", "out b", "out a"])
  }
}
