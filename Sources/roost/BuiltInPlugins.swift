import Gamification
import Goals
import Onboarding
import Payments
import PluginAPI
import Reminders

/// The plugins that ship with Roost, by name. Which are on, a deployment says in its configuration.
let builtInPlugins: [any Plugin.Type] = [
  GamificationPlugin.self,
  GoalsPlugin.self,
  OnboardingPlugin.self,
  PaymentsPlugin.self,
  RemindersPlugin.self,
]
