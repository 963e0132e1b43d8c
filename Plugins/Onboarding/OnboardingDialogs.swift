import PluginAPI

extension OnboardingPlugin {
  @ContributionBuilder var dialogs: Contributions {
    DialogContribution(firstDialog)
    DialogContribution(zoneDialog)
    DialogContribution(profileDialog)
    DialogContribution(MemoryDialog(memory: memory, ear: ear))
    MessageHandler(.attachments, order: 0, handle: takeAttachment)
    On(.myChatMember, handle: offerToGoOn)
  }

  var zoneDialog: ZoneDialog { ZoneDialog(asker: asker, store: store) }
  var profileDialog: ProfileDialog {
    ProfileDialog(configuration: configuration, store: store, pictures: PictureStore(), asker: asker, ear: ear)
  }

  /// Somebody who blocked the bot amid the first conversation lets it in again.
  func offerToGoOn(_ turn: Turn, _ update: Update) async throws {
    guard turn.place.isPrivate, let change = update.myChatMember, case .member = change.newChatMember,
      case .banned = change.oldChatMember, let state = try turn.dialogState(of: FirstDialog.self)
    else { return }
    turn.show(FirstDialog.self, state.resuming(at: turn.now))
  }
}
