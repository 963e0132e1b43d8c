/// Names the update, so that every later line of the log about it can be found by one word: the lane and the number of
/// the item in it, the same in every attempt and on every host.
struct TraceMiddleware: UpdateMiddleware {
  func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict {
    handling.trace = "\(handling.item.lane)/\(handling.item.seq)"
    return try await next(handling)
  }
}
