import Contracts
import PluginAPI

extension OnboardingPlugin {
  @ContributionBuilder var subscriptions: Contributions {
    Subscription(to: MemoryConfirmed.self, handle: remember)
  }
}
