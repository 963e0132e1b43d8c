public import PluginAPI

/// When a person wants to be asked how the day went. Owner: Onboarding.
public enum CheckInRhythm: String, Codable, Sendable, CaseIterable { case morning, evening, both }

/// The person finished the first conversation.
public struct OnboardingCompleted: DomainEvent {
  public static let name = "onboarding.completed.v1"
  public var rhythm: CheckInRhythm
  /// What they want, in their own words, cleaned.
  public var wish: String
  /// False when it was done again.
  public var isFirst: Bool
  /// `fast` or `full`; nil in events of before there were two paths.
  public var path: String?
  /// The title of a first goal that was proposed, not yet agreed to.
  public var firstGoal: String?
  public init(rhythm: CheckInRhythm, wish: String, isFirst: Bool, path: String? = nil, firstGoal: String? = nil) {
    self.rhythm = rhythm
    self.wish = wish
    self.isFirst = isFirst
    self.path = path
    self.firstGoal = firstGoal
  }
}

/// The person chose another zone; schedules that follow the person have moved already.
public struct TimeZoneChanged: DomainEvent {
  public static let name = "onboarding.time_zone_changed.v1"
  public var from: String
  public var to: String
  public init(from: String, to: String) {
    self.from = from
    self.to = to
  }
}

/// The person asked to be deleted; erasure follows after the grace period unless they come back.
public struct DeletionRequested: DomainEvent {
  public static let name = "onboarding.deletion_requested.v1"
  public var erasedAt: Instant
  public init(erasedAt: Instant) { self.erasedAt = erasedAt }
}

/// Offers to make a goal of a text; how Onboarding hands over to Goals. Owner: Goals.
public protocol GoalStarter: Sendable {
  /// A button that opens the form for a new goal, its first answer filled in.
  func startButton(title: String, text: String) -> Button?
}

extension ServiceKey<any GoalStarter> {
  /// Nobody provides it when Goals is off; then there is no button.
  public static var goalStarter: ServiceKey<any GoalStarter> { ServiceKey("goals.starter") { NoGoalStarter() } }
}

/// Without Goals there is nothing to start.
public struct NoGoalStarter: GoalStarter {
  public init() {}
  public func startButton(title: String, text: String) -> Button? { nil }
}

/// The person came back before the erasure.
public struct DeletionWithdrawn: DomainEvent {
  public static let name = "onboarding.deletion_withdrawn.v1"
  public init() {}
}
