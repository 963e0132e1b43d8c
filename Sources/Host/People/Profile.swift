import PluginAPI

/// What the database holds of a person whose lane is ours: the person and their open dialog. Only turns of the lane change
/// it, so it is read once and then kept with the lane, for as long as the lane is.
struct Profile: Sendable {
  /// As stored; a role that the configuration gives is not in it.
  var person: Person
  /// May have expired.
  var dialog: OpenDialog?

  /// The profile as a turn leaves it; nil when it is not known.
  init?(_ loaded: Profile?, after handling: Handling) {
    guard let decision = handling.state?.decision, !decision.erasesPerson,
      let person = decision.person ?? loaded?.person, !person.isNobody
    else { return nil }
    self.person = person
    switch handling.dialogChange {
    case .save(let open): dialog = open
    case .close: dialog = nil
    case nil: dialog = loaded?.dialog
    }
  }

  init(person: Person, dialog: OpenDialog?) {
    self.person = person
    self.dialog = dialog
  }
}
