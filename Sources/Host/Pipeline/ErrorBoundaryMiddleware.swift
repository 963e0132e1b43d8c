import Logging
import PluginAPI

/// Stops what a handler throws: the item is quarantined with its error, the person gets a short apology with an id, the
/// lane goes on. Faults of the host itself pass through and are retried.
struct ErrorBoundaryMiddleware: UpdateMiddleware {
  let services: PipelineServices

  func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict {
    do {
      let verdict = try await next(handling)
      if let failure = handling.state?.failure { throw failure }
      services.breaker.succeeded(handling.plugin)
      return verdict
    } catch let error as StorageError where error.isOfTheHost {
      throw error
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return quarantine(handling, error)
    }
  }

  /// Throws away what the handler decided and decides an apology instead.
  func quarantine(_ handling: Handling, _ error: any Error) -> Verdict {
    let id = ErrorID.make(seed: handling.item.seed)
    services.breaker.failed(handling.plugin, now: services.clock.now)
    services.logger.error(
      "handler failed",
      metadata: [
        "error_id": "\(id)", "trace": "\(handling.trace)", "plugin": "\(handling.plugin)",
        "lane": "\(handling.item.lane)",
        "update": "\(handling.update?.updateID ?? 0)", "error": "\(Redaction.clean(String(describing: error)))",
      ])
    services.metrics.count("roost_errors_total", "plugin=\"\(handling.plugin)\"")
    if let state = handling.state {
      state.decision = Decision()
      state.failure = nil
      state.written = []
      if handling.isNewPerson { state.decision.person = handling.person }
      handling.step = nil
      if handling.update != nil, !handling.person.isNobody {
        handling.notice = ("apology", ["id": .string(id)])
      }
    }
    return .quarantined(reason: Redaction.clean("\(handling.plugin): \(error)"), errorID: id)
  }
}

/// A short id that joins what a person reports with what the log says.
enum ErrorID {
  // Without letters and digits that look alike.
  private static let alphabet = Array("ABCDEFGHJKMNPQRSTVWXYZ23456789")

  static func make(seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed ^ 0xE770_0123)
    return String((0..<6).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] })
  }
}

extension StorageError {
  /// Not a plugin's fault: the database, the fence, an expectation of the host.
  var isOfTheHost: Bool {
    switch self {
    case .unavailable: true
    case .expectation(let role, _, _, _), .refused(let role, _, _, _):
      if case .plugin = role { false } else { role != .host }
    case .schema: false
    }
  }
}
