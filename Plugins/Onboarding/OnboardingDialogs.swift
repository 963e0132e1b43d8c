import PluginAPI

extension OnboardingPlugin {
  @ContributionBuilder var dialogs: Contributions {
    DialogContribution(FirstDialog(configuration: configuration, store: store, asker: asker, starter: starter))
    DialogContribution(zoneDialog)
    DialogContribution(ProfileDialog(store: store, asker: asker))
    MessageHandler(.attachments, order: 0) { turn, message in Attachments.swallow(turn, message) }
    On(.myChatMember, handle: offerToGoOn)
  }

  var zoneDialog: ZoneDialog { ZoneDialog(asker: asker, store: store) }

  /// Somebody who blocked the bot amid the first conversation lets it in again.
  func offerToGoOn(_ turn: Turn, _ update: Update) async throws {
    guard turn.place.isPrivate, let change = update.myChatMember, case .member = change.newChatMember,
      case .banned = change.oldChatMember, let state = try turn.dialogState(of: FirstDialog.self)
    else { return }
    turn.show(FirstDialog.self, state.resuming(at: turn.now))
  }
}
