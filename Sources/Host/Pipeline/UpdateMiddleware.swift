/// One layer around the handling of an update.
protocol UpdateMiddleware: Sendable {
  func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict
}

/// The layers of an update, outermost first.
struct Pipeline: Sendable {
  let layers: [any UpdateMiddleware]

  func run(_ handling: Handling, _ innermost: (Handling) async throws -> Verdict) async throws -> Verdict {
    try await run(handling, from: 0, innermost)
  }

  private func run(_ handling: Handling, from index: Int, _ innermost: (Handling) async throws -> Verdict) async throws
    -> Verdict
  {
    guard index < layers.count else { return try await innermost(handling) }
    return try await layers[index].handle(handling) { try await run($0, from: index + 1, innermost) }
  }
}
