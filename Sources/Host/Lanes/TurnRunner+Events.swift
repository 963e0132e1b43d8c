import Logging
import PluginAPI

extension TurnRunner {
  /// Lets subscribers hear what the turn published, in the same turn, at most four rounds.
  func deliverEvents(_ handling: Handling, without failing: Set<PluginID>) async throws {
    guard let state = handling.state else { return }
    var heard = 0
    for _ in 0..<4 {
      let events = Array(state.decision.events[heard...])
      if events.isEmpty { return }
      heard = state.decision.events.count
      // In order of the first event of each type; a subscriber hears all of a type at once.
      var names: [String] = []
      for published in events where !names.contains(published.event.name) { names.append(published.event.name) }
      for name in names {
        let ofType = events.filter { $0.event.name == name }.map(\.event)
        for owned in (routes.subscriptions[name] ?? []).sorted(by: { $0.plugin < $1.plugin }) {
          try await deliver(ofType, name, to: owned, handling, state, isFailing: failing.contains(owned.plugin))
        }
      }
    }
    if state.decision.events.count > heard {
      logger.error(
        "events went round more than four times; the rest is not delivered",
        metadata: [
          "event": "\(state.decision.events[heard].event.name)"
        ])
    }
  }

  /// Calls one subscriber. A throw drops its part and stores the events for it.
  private func deliver(
    _ events: [EncodedEvent], _ name: String, to owned: Routes.Owned<Subscription>, _ handling: Handling,
    _ state: TurnState, isFailing: Bool
  ) async throws {
    let before = state.decision
    let written = state.written
    var reason: String?
    if isFailing {
      reason = "its statement was refused"
    } else if try await isBehind(owned.plugin, handling) {
      reason = "earlier events wait"
    } else {
      do {
        try await owned.element.handle(Turn(state: state, plugin: owned.plugin), events)
        if let failure = state.failure { throw failure }
      } catch let error as StorageError where error.isOfTheHost {
        throw error
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        reason = Redaction.clean("\(error)")
        logger.error(
          "subscriber failed",
          metadata: [
            "plugin": "\(owned.plugin)", "event": "\(name)", "reason": "\(reason ?? "")",
          ])
      }
    }
    if PlantedBug.eventsDoubled.isPlanted, reason == nil {
      handling.deliveries.append(
        Delivery(plugin: owned.plugin, event: name, payloads: try events.map { try $0.json() }, error: "planted"))
    }
    guard let reason else { return }
    state.decision = before
    state.written = written
    state.failure = nil
    if PlantedBug.eventsLost.isPlanted { return }
    handling.deliveries.append(
      Delivery(plugin: owned.plugin, event: name, payloads: try events.map { try $0.json() }, error: reason))
  }

  /// Whether events for this subscriber already wait in the lane: later ones queue behind them.
  private func isBehind(_ plugin: PluginID, _ handling: Handling) async throws -> Bool {
    if PlantedBug.eventsOvertake.isPlanted { return false }
    if handling.deliveries.contains(where: { $0.plugin == plugin }) { return true }
    if handling.lanesBehind == nil {
      handling.lanesBehind = try await stores.jobs.waitingDeliveries(handling.item.lane)
    }
    return handling.lanesBehind?.contains(plugin.rawValue) == true
  }

  /// Puts the lines that plugins added under the message the turn is about.
  func addFooters(_ handling: Handling) {
    guard let state = handling.state, !state.decision.footers.isEmpty else { return }
    let footer = state.decision.footers.joined(separator: "\n")
    let index = state.decision.outgoing.lastIndex { outgoing in
      guard outgoing.plugin != "roost" else { return false }
      switch outgoing.content {
      case .send, .edit: return true
      default: return false
      }
    }
    guard let index else { return }
    switch state.decision.outgoing[index].content {
    case .send(var card):
      card.text = card.text + "\n\n" + footer
      state.decision.outgoing[index].content = .send(card)
    case .edit(let ref, var card):
      card.text = card.text + "\n\n" + footer
      state.decision.outgoing[index].content = .edit(ref, card)
    default: break
    }
  }

  /// A toast for a press that was acknowledged already becomes a message.
  func replaceLateToast(_ handling: Handling) {
    guard let state = handling.state, let toast = state.decision.toast, let id = handling.update?.callbackID,
      !acknowledger.reserve(id)
    else { return }
    state.decision.toast = nil
    Turn(state: state, plugin: "roost").send(Text(toast.text))
  }
}

extension JobStore {
  /// Plugins for which events wait in a lane.
  func waitingDeliveries(_ lane: LaneKey) async throws -> Set<String> {
    Set(
      try await database.rows(
        "SELECT DISTINCT plugin FROM \(HostTables.job) WHERE lane = \(lane) AND name = \(Self.delivery) AND state < 2"
      ).map { try $0.get("plugin", as: String.self) })
  }

  /// Whether an older delivery for the same subscriber and lane is still to be made.
  func hasEarlierDelivery(than id: RowID, plugin: String, lane: LaneKey) async throws -> Bool {
    try await database.row(
      """
      SELECT id FROM \(HostTables.job) WHERE lane = \(lane) AND plugin = \(plugin) AND name = \(Self.delivery)
        AND state < 2 AND id < \(id) LIMIT 1
      """) != nil
  }
}
