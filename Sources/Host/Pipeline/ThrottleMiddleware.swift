import PluginAPI

/// Refuses a person who is too fast, and says so once.
struct ThrottleMiddleware: UpdateMiddleware {
  let limiter: any Limiter
  let rate: LimiterRate

  func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict {
    guard rate.interval > .zero, !handling.mustNotBeRefused, !PlantedBug.noThrottle.isPlanted else {
      return try await next(handling)
    }
    // By the stored receive time: a backlog handled after a stop is not a flood.
    let now = handling.item.receivedAt
    let (place, person) = (handling.place, handling.update?.person.map { Int64($0) })
    // A group as a whole has a budget too, five times a person's: its members together must not flood.
    let groupRate = LimiterRate(interval: rate.interval / 5, burst: rate.burst * 5)
    if !place.isPrivate, case .refuse = await limiter.admit(.group(place.id), at: groupRate, now: now) {
      return .refused(reason: "throttle")
    }
    // An album is one thing that the person did, and comes as up to ten messages; two of them have room at once.
    let isPart = handling.update?.mediaGroupID != nil
    let key: LimiterKey = isPart ? .album(person ?? place.id) : .person(person ?? place.id)
    let own = isPart ? LimiterRate(interval: rate.interval / 4, burst: rate.burst * 2) : rate
    switch await limiter.admit(key, at: own, now: now) {
    case .pass: return try await next(handling)
    case .refuse(let wait, let isFirst):
      if isFirst, place.isPrivate {
        handling.notice = ("throttle.notice", ["seconds": .int(Int(max(1, wait.components.seconds + 1)))])
      }
      return .refused(reason: "throttle")
    }
  }
}
