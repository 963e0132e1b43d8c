import Contracts
import PluginAPI

/// Asks about an album once, however many pictures it has.
struct AskAboutAlbum: JobPayload {
  static let name = "goals.ask_about_album"
  static let patience = Duration.seconds(2)
  var photo: RowID
}

/// Looks at the photo that waited for a consent.
struct LookAfterAll: JobPayload {
  static let name = "goals.look_after_all"
}

extension GoalsPlugin {
  @ContributionBuilder var photos: Contributions {
    Callback(TickPhoto.self, handle: tickPhoto)
    Callback(ShowPhotoGoals.self, handle: showPhotoGoals)
    Callback(NotePhoto.self, handle: notePhoto)
    SlowWork(LookAtPhoto.self, timeLimit: .seconds(90), maximumAttempts: 2, run: look, then: see)
    Subscription(to: ConsentChanged.self) { turn, events in
      lookAfterAll(turn, events)
      try goOnAfterConsent(turn, events)
    }
    Job(AskAboutAlbum.self, handle: askAboutAlbum)
    Job(LookAfterAll.self, handle: lookAfterAll)
    Job(GoOnWithGoal.self, handle: goOn)
  }

  /// A photo that answers no question of a dialog: a check-in.
  func takePhoto(_ turn: Turn, _ message: IncomingMessage) async throws {
    guard turn.place.isPrivate else { return turn.pass() }
    if try await answersCrisis(in: message.text, turn) { return }
    if try await SafetyStore.isOpen(for: turn.person.id, now: turn.now, turn) {
      // Once for an album.
      if message.albumID == nil || !message.text.isEmpty { turn.send(helpCard.stillHere(for: turn.reader)) }
      return
    }
    if answersConcern(in: message.text, turn) { return }
    let decoded = try message.decoded()
    guard let picture = SentPicture(in: decoded, takesDocuments: hasMedia) else {
      let isPicture = decoded.document?.mimeType?.lowercased().hasPrefix("image/") == true
      guard isPicture, message.albumID == nil else { return try await media(turn, message) }
      turn.send(turn.text(hasMedia ? "photo.refused" : "photo.as_photo"))
      return askAgain(turn)
    }
    let caption = UserText.clean(message.text, limit: Limits.note, multiline: true)
    var photo = Photo(
      id: turn.newID(), album: message.albumID, pictures: [picture], caption: caption, message: message.id,
      date: turn.today, at: turn.now)
    guard let album = message.albumID else { return try await ask(photo, turn) }
    if let known = try await PhotoStore.photo(album: album, of: turn.person.id, turn) {
      // A part that comes after the question changes nothing.
      guard known.state == .gathering else { return }
      photo = known
      if photo.caption.isEmpty { photo.caption = caption }
      let isNew = !photo.pictures.contains { $0.uniqueID == picture.uniqueID }
      if isNew, photo.pictures.count < Photo.mostPictures { photo.pictures.append(picture) }
    }
    PhotoStore.save(photo, turn)
    turn.enqueue(AskAboutAlbum(photo: photo.id), .after(AskAboutAlbum.patience), unique: "\(photo.id)")
  }

  func askAboutAlbum(_ turn: Turn, _ job: AskAboutAlbum) async throws {
    let person = turn.person.id
    guard let photo = try await PhotoStore.photo(job.photo, of: person, turn), photo.state == .gathering,
      try await !SafetyStore.isOpen(for: person, now: turn.now, turn)
    else { return }
    try await ask(photo, turn)
  }

  /// Asks which goal a photo is about, with buttons that need no model; and lets one look, if it may.
  private func ask(_ photo: Photo, _ turn: Turn) async throws {
    var photo = photo
    let person = turn.person.id
    let day = try await CheckInStore.day(turn.today, today: turn.today, of: person, turn)
    let running = try await GoalStore.goals(of: person, [.active, .paused], turn)
    let reading = CheckInReading(photo.caption, running: running, open: day.items.filter(\.isOpen).map(\.goal.id))
    photo.date = turn.today
    photo.choices = PhotoChoice.all(on: day, caption: reading)
    photo.state = .asked
    let notice = photo.choices.isEmpty ? nil : try await notice(for: photo, turn)
    var card: Card
    if photo.choices.isEmpty {
      let isNew = day.items.isEmpty && !isAsking(turn)
      card = PhotoCard(turn: turn, photo: photo, goals: running).card(
        turn.text(day.items.isEmpty ? "photo.nothing" : "photo.all_done"), indices: 0..<0,
        extra: isNew ? [Button(turn.string("list.new.button"), NewGoal(asDraft: false))] : [])
    } else {
      card = try await asking(photo, running, notice, turn)
    }
    if isAsking(turn) { card.text += "\n\n" + turn.text("photo.open") }
    askAgain(turn)
    photo.card = turn.send(card, options: SendOptions(replyTo: photo.message))
    if notice == .looking {
      photo.looked = photo.pictures.count
      turn.start(LookAtPhoto(photo: photo.id))
    }
    PhotoStore.save(photo, turn)
  }

  /// Whether a model looks at the photo, or what it would take; nil where there is nothing to say of it.
  private func notice(for photo: Photo, _ turn: Turn) async throws -> PhotoNotice? {
    let person = turn.person.id
    guard hasVision, configuration.photos else { return nil }
    let missing = try await memory().missing(for: .photos, person, turn)
    // Nothing is offered to somebody who wants no model.
    guard !missing.contains(.model) else { return nil }
    let limit = try await entitlements.limit(.photos, of: person, now: turn.now, turn)
    guard limit > 0 else { return .premium }
    let looked = try await PhotoStore.looked(of: person, since: turn.now - .days(PhotoStore.keptDays), turn)
    guard looked + photo.pictures.count <= limit else { return .spent }
    return missing.isEmpty ? .looking : .consent(missing)
  }

  /// The question with all goals of the day.
  private func asking(_ photo: Photo, _ running: [Goal], _ notice: PhotoNotice?, _ turn: Turn) async throws -> Card {
    let card = PhotoCard(turn: turn, photo: photo, goals: running)
    var text = card.question("photo.ask")
    var extra: [Button?] = []
    switch notice {
    case .looking: text = turn.text("photo.looking") + " " + text
    case .consent(let missing):
      let button = memory().agreeButton(title: turn.string("photo.show.button"), to: missing, closing: false)
      if button != nil {
        text += "\n\n" + turn.text("photo.consent", ["isAbroad": missing.contains(.abroad) ? "yes" : "no"])
      }
      extra = [button]
    case .premium:
      let offer = try await entitlements.offerButton(
        title: turn.string("photo.offer.button"), to: turn.person.id, now: turn.now, turn)
      if offer != nil { text += "\n\n" + turn.text("photo.offer") }
      extra = [offer]
    case .spent: text += "\n\n" + turn.text("photo.spent", ["days": .int(PhotoStore.keptDays)])
    case nil: break
    }
    return card.card(text, indices: photo.choices.indices, extra: extra.compactMap { $0 })
  }

  /// The consent that a photo waited for came: looked at in a turn of its own, which reads what this one writes.
  func lookAfterAll(_ turn: Turn, _ events: [ConsentChanged]) {
    guard hasVision, configuration.photos, events.contains(where: { !$0.granted.isEmpty }) else { return }
    turn.enqueue(LookAfterAll(), unique: "look")
  }

  func lookAfterAll(_ turn: Turn, _ job: LookAfterAll) async throws {
    let person = turn.person.id
    guard var photo = try await PhotoStore.unseen(of: person, since: turn.now - .days(1), turn),
      !photo.choices.isEmpty, let ref = photo.card, try await notice(for: photo, turn) == .looking,
      try await !SafetyStore.isOpen(for: person, now: turn.now, turn)
    else { return }
    let running = try await GoalStore.goals(of: person, [.active, .paused], turn)
    photo.looked = photo.pictures.count
    PhotoStore.save(photo, turn)
    turn.edit(ref, try await asking(photo, running, .looking, turn))
    turn.start(LookAtPhoto(photo: photo.id))
  }
}
