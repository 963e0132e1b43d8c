import Contracts
import PluginAPI

/// Counts the pictures once an album has come in completely, so that twenty of them make one card.
struct CountPictures: JobPayload {
  static let name = "onboarding.count_pictures"
  static let key = "count"
  /// The parts of an album come one by one, in no time.
  static let patience = Duration.milliseconds(1500)
  var round: RowID
}

/// Drops pictures of a conversation that was not finished.
struct DropPictures: JobPayload {
  static let name = "onboarding.drop_pictures"
  static let key = "drop"
}

extension FirstDialog {
  // MARK: Coming in

  /// A file for the moodboard. Shows nothing yet: that is ``CountPictures``.
  func receive(_ message: IncomingMessage, _ state: State, _ turn: Turn) async throws {
    guard let round = state.round else { return }
    let decoded = try message.decoded()
    guard let uniqueID = decoded.fileUniqueID, !uniqueID.isEmpty else {
      return refuse(.refused, "message-\(message.id)", round, turn)
    }
    if try await pictures.knows(uniqueID, round, turn.person.id, turn) { return count(round, turn) }
    let count = try await pictures.count(of: round, turn.person.id, turn)
    // A flood is not even counted.
    guard count.kept + count.surplus + count.refused < 100 else { return self.count(round, turn) }
    guard let picture = SentPicture(in: decoded, takesDocuments: hasMedia) else {
      return refuse(.refused, uniqueID, round, turn)
    }
    guard count.kept < PictureCount.limit else { return refuse(.surplus, uniqueID, round, turn) }
    turn.write(
      pictures.insert(picture, .kept, id: turn.newID(), round: round, at: turn.now, of: turn.person.id))
    turn.enqueue(DropPictures(), .after(Self.timeToLive + .days(1)), unique: DropPictures.key)
    self.count(round, turn)
  }

  private func refuse(_ status: PictureStatus, _ uniqueID: String, _ round: RowID, _ turn: Turn) {
    let nothing = SentPicture(fileID: "", uniqueID: uniqueID)
    turn.write(pictures.insert(nothing, status, id: turn.newID(), round: round, at: turn.now, of: turn.person.id))
    count(round, turn)
  }

  private func count(_ round: RowID, _ turn: Turn) {
    turn.enqueue(CountPictures(round: round), .after(CountPictures.patience), unique: CountPictures.key)
  }

  func countPictures(_ turn: Turn, _ job: CountPictures) async throws {
    guard var state = try turn.dialogState(of: FirstDialog.self), state.step == .moodboard, state.round == job.round
    else { throw JobOutcome.cancel(reason: "the conversation went on") }
    state.pictures = try await pictures.count(of: job.round, turn.person.id, turn)
    state.isResuming = false
    turn.show(FirstDialog.self, state)
  }

  /// What belongs neither to the profile nor to a conversation that is still open goes.
  func dropPictures(_ turn: Turn, _ job: DropPictures) async throws {
    let open = try turn.dialogState(of: FirstDialog.self)?.round
    let kept = try await store.profile(of: turn.person.id, turn)?.moodboard
    let rounds = [open, kept].compactMap { $0 }
    turn.write(pictures.clearPictures(of: turn.person.id, except: rounds))
    turn.write(pictures.clearLooks(of: turn.person.id, except: rounds))
    if open != nil { turn.enqueue(DropPictures(), .after(Self.timeToLive + .days(1)), unique: DropPictures.key) }
  }

  // MARK: Going on

  func boardAnew(_ state: State, _ turn: Turn) -> State {
    guard state.step == .moodboard, let round = state.round else { return state }
    turn.write(pictures.clear(round, of: turn.person.id))
    return changed(state) {
      $0.pictures = PictureCount()
      $0.unread = nil
    }
  }

  func boardDone(_ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard state.step == .moodboard, let round = state.round else { return .show(state) }
    var next = state
    // Those that came within the last second are not on the card yet.
    next.pictures = try await pictures.count(of: round, turn.person.id, turn)
    if next.pictures.kept > 0, model?.vision == true {
      let grants = try await consents.grants(of: turn.person.id, turn)
      if grants.allow(.photos, model) {
        turn.start(LookRequest(round: round, pictures: try await pictures.pictures(of: round, turn.person.id, turn)))
        turn.write(pictures.save(.pending, of: round, at: turn.now, turn.person.id))
      }
    }
    return .show(next.move(to: next.following, at: turn.now))
  }

  /// The model looked at the pictures, or could not.
  func see(_ turn: Turn, _ request: LookRequest, _ result: WorkResult<SeenPictures>) async throws {
    // Dropped meanwhile: nothing may come back.
    guard try await pictures.look(at: request.round, turn.person.id, turn) != nil else { return }
    let look: PictureStore.Look = (result.output?.sight).map { .done($0) } ?? .failed
    turn.write(pictures.save(look, of: request.round, at: turn.now, turn.person.id))
    if var state = try turn.dialogState(of: FirstDialog.self), state.round == request.round {
      if let crisis = result.output?.crisis {
        try await ear.answer(crisis, isTeen: state.isTeen, turn)
        state.crisis = crisis
        return turn.show(FirstDialog.self, state)
      }
      if let unread = result.output?.unread, unread > 0 {
        state.unread = unread
        turn.show(FirstDialog.self, state, .inPlace)
      }
    }
    try hasLooked(request.round, turn)
  }
}
