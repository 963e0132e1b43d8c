import Contracts
import PluginAPI

extension FirstState {
  /// The state as version 1 stored it, before there were a long path and a model.
  private struct First: Codable {
    var step: FirstStep
    var isFixing: Bool
    var isChoosing: Bool
    var isResuming: Bool
    var offeredAt: Instant?
    var zone: ZoneStep
    var place: ZoneStep.Option?
    var hasNewZone: Bool
    var wish: WishDraft
    var rhythm: CheckInRhythm?
    var refusedAt: Instant?
  }

  /// - Parameter json: a state of version 1.
  static func migrate(_ json: String) throws -> FirstState {
    let old = try CanonicalJSON.decode(First.self, from: json)
    var state = FirstState(old.step, at: old.zone.shownAt)
    state.isFixing = old.isFixing
    state.isChoosing = old.isChoosing
    state.isResuming = old.isResuming
    state.offeredAt = old.offeredAt
    state.zone = old.zone
    state.place = old.place
    state.hasNewZone = old.hasNewZone
    state.wish = old.wish
    state.rhythm = old.rhythm
    state.refusedAt = old.refusedAt
    return state
  }
}
