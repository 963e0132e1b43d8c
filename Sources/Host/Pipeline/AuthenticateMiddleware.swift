import PluginAPI

/// Finds out who it is: loads the person or makes one on first contact; keeps out who may not enter.
struct AuthenticateMiddleware: UpdateMiddleware {
  let services: PipelineServices

  func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict {
    try await load(handling)
    let role = handling.person.role
    if !handling.mustNotBeRefused {
      if role == .banned { return .refused(reason: "banned") }
      if !services.access.admits(handling.person.id, role) {
        handling.notice = ("invite.only", [:])
        return .refused(reason: "not invited")
      }
    }
    return try await next(handling)
  }

  /// Also used for items that are no updates.
  func load(_ handling: Handling) async throws {
    if !handling.person.isNobody, handling.profile == nil {
      handling.profile = try await services.people.load(handling.person.id)
    }
    begin(handling)
  }

  @inline(never)
  private func begin(_ handling: Handling) {
    let id = handling.person.id
    if !handling.person.isNobody {
      if let profile = handling.profile {
        handling.person = profile.person
        handling.dialog = profile.dialog.flatMap { $0.expires > handling.item.receivedAt ? $0 : nil }
      } else {
        handling.isNewPerson = true
        handling.person.zone = services.defaultZones.zone(for: handling.person.language)
      }
      handling.person.role = services.access.role(of: id, stored: handling.person.role)
    }
    let isPress = handling.update?.kind == .callbackQuery
    handling.state = TurnState(
      person: handling.person, place: handling.place, now: handling.item.receivedAt, seed: handling.item.seed,
      environment: services.environment, occurrence: handling.occurrence,
      pressed: isPress ? handling.update?.messageID.map { MessageRef(telegram: $0) } : nil,
      defaultPriority: handling.update == nil ? .reminder : .reply, dialog: handling.dialog)
  }
}

/// Keeps what Telegram says of the person up to date.
struct LocaleMiddleware: UpdateMiddleware {

  func handle(_ handling: Handling, next: (Handling) async throws -> Verdict) async throws -> Verdict {
    if let update = handling.update, let state = handling.state {
      // Who writes can be written to.
      if handling.person.isBlocked && update.kind != .myChatMember { handling.change { $0.isBlocked = false } }
      if let username = update.username, username != handling.person.username, username.utf8.count <= 64 {
        handling.change { $0.username = username }
      }
      if handling.isNewPerson && state.decision.person == nil { state.decision.person = handling.person }
    }
    return try await next(handling)
  }
}

extension Handling {
  /// Changes the person with this turn. Not inlined: a person has no place in the frame of a turn that waits.
  @inline(never)
  func change(_ change: (inout Person) -> Void) {
    guard let state else { return }
    var person = state.decision.person ?? self.person
    change(&person)
    state.decision.person = person
  }
}
