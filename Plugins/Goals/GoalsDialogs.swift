import PluginAPI

extension GoalsPlugin {
  @ContributionBuilder var dialogs: Contributions {
    DialogContribution(NewGoalDialog(plugin: self))
    DialogContribution(HearingDialog(EditGoalDialog(plugin: self)))
    DialogContribution(HearingDialog(FinishGoalDialog(plugin: self)))
    // A diary is where it is said first: the note is kept, and answered.
    DialogContribution(NoteDialog(plugin: self))
    DialogContribution(HearingDialog(AmountDialog(plugin: self), takesCaption: AmountDialog.isAmount))
    DialogContribution(HearingDialog(PlanDialog(plugin: self)))
    DialogContribution(HearingDialog(StepsDialog(plugin: self)))
  }
}
