import PluginAPI

/// One item on its way through the pipeline. Owned by the lane's task.
final class Handling {
  let item: LaneItem
  /// Nil for jobs and results of slow work.
  let update: SlimUpdate?
  var place: Place
  var person: Person
  var isNewPerson = false
  var dialog: OpenDialog?
  /// What the lane knows of the person, or what was read of them.
  var profile: Profile?
  /// Made by the authentication, once it is known who it is about.
  var state: TurnState?
  /// What log lines about this item have in common.
  var trace = ""
  /// Whose handler ran last: who is to blame for a throw.
  var plugin: PluginID = "roost"
  /// The occurrence that this item stands for.
  var occurrence: ScheduledOccurrence?
  /// What the host says besides, by key: a refusal, an apology.
  var notice: (key: String, arguments: [String: Argument])?
  /// How a dialog's own answer ended, to be shown after the handler.
  var step: AnyDialog.Step?
  /// The dialog was answered by writing, so its card stands above the answer.
  var answersByText = false
  /// The pressed button is the open dialog's, so the card can change in place.
  var pressedIsCard = true
  /// What becomes of the dialog's row.
  var dialogChange: DialogRowChange?
  /// Plugins with events that wait in this lane, once somebody asked.
  var lanesBehind: Set<String>?
  /// What becomes of the job that this item is.
  var job: JobDisposition?
  /// Events whose subscriber failed, to be delivered again.
  var deliveries: [Delivery] = []

  init(item: LaneItem, update: SlimUpdate?, place: Place, person: Person) {
    self.item = item
    self.update = update
    self.place = place
    self.person = person
  }

  /// Payments, refunds, subscription changes and membership are never refused, whatever the throttle says.
  var mustNotBeRefused: Bool {
    guard let update else { return true }
    switch update.kind {
    case .myChatMember, .subscription, .preCheckoutQuery, .chatMember: return true
    default: return !update.content.isDisjoint(with: [.successfulPayment, .refundedPayment])
    }
  }
}

/// Events for a subscriber that could not take them in the publisher's turn.
struct Delivery: Sendable {
  var plugin: PluginID
  var event: String
  var payloads: [String]
  var error: String
}

/// How an item ends.
enum Verdict: Sendable {
  case handled
  case refused(reason: String)
  case quarantined(reason: String, errorID: String)

  var inboxState: Int64 {
    switch self {
    case .handled: 1
    case .refused: 2
    case .quarantined: 3
    }
  }
}
