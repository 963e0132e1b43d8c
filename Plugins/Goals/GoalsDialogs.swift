import PluginAPI

extension GoalsPlugin {
  @ContributionBuilder var dialogs: Contributions {
    DialogContribution(NewGoalDialog(plugin: self))
    DialogContribution(EditGoalDialog(plugin: self))
    DialogContribution(FinishGoalDialog(plugin: self))
    DialogContribution(NoteDialog(plugin: self))
    DialogContribution(AmountDialog(plugin: self))
    DialogContribution(PlanDialog(plugin: self))
    DialogContribution(StepsDialog(plugin: self))
  }
}
