import Contracts
import PluginAPI

/// What a press logs. Numbers, because they stand in buttons.
enum Mark: Int, Codable, Sendable, Hashable {
  case full = 0, minimum, skip, miss

  var kind: CheckIn.Kind {
    switch self {
    case .full: .full
    case .minimum: .minimum
    case .skip: .skip
    case .miss: .miss
    }
  }
}

/// What stands above the pressed button.
enum Surface: Int, Codable, Sendable, Hashable {
  /// The day's card, shown anew in place.
  case card = 0
  /// Another message, such as a reminder: it only loses its buttons.
  case message
}

/// Logs a goal for a date.
struct MarkGoal: CallbackPayload {
  static let name = "goals.mark"
  var goal: RowID
  var date: LocalDate
  var mark: Mark
  var surface: Surface
}

/// Adds to a quantity.
struct AddAmount: CallbackPayload {
  static let name = "goals.add"
  var goal: RowID
  var date: LocalDate
  var amount: Int
}

/// Asks for a quantity.
struct AskAmount: CallbackPayload {
  static let name = "goals.ask_amount"
  var goal: RowID
  var date: LocalDate
}

/// Takes an entry back.
struct UndoEntry: CallbackPayload {
  static let name = "goals.undo"
  var entry: RowID
  var surface: Surface
}

/// Logs everything that is due and open.
struct MarkAll: CallbackPayload {
  static let name = "goals.mark_all"
  var date: LocalDate
}

/// Shows the card of a day.
struct ShowDay: CallbackPayload {
  static let name = "goals.show_day"
  /// Nil: today, as a new message.
  var date: LocalDate?
}

/// Opens the question for a note.
struct WriteNote: CallbackPayload {
  static let name = "goals.write_note"
  var date: LocalDate
  var goal: RowID?
}

/// Shows the list of goals.
struct ListGoals: CallbackPayload {
  static let name = "goals.list"
  var finished: Bool
}

/// Shows a goal.
struct OpenGoal: CallbackPayload {
  static let name = "goals.open"
  var goal: RowID
}

/// Does something with a goal.
struct ActOnGoal: CallbackPayload {
  static let name = "goals.act"
  enum Act: Int, Codable, Sendable, Hashable {
    case edit = 0, editPlan, askPause, resume, achieve, release, askDelete, delete, restore, start
  }
  var goal: RowID
  var act: Act
}

/// Pauses a goal.
struct PauseGoal: CallbackPayload {
  static let name = "goals.pause"
  var goal: RowID
  /// 0 is until resumed.
  var days: Int
}

/// Pauses all goals.
struct PauseAll: CallbackPayload {
  static let name = "goals.pause_all"
  /// 0 is until resumed.
  var days: Int
}

/// Resumes what the pause of all goals paused.
struct ResumeAll: CallbackPayload {
  static let name = "goals.resume_all"
}

/// Opens the form.
struct NewGoal: CallbackPayload {
  static let name = "goals.new"
  /// Goes on although there is no room: the goal becomes a draft.
  var asDraft: Bool
}

/// Opens the form with a first answer.
struct StartGoal: CallbackPayload {
  static let name = "goals.start"
  var text: String
}

/// Makes a goal a notch easier or harder; first asks, with what it would be.
struct ChangeLoad: CallbackPayload {
  static let name = "goals.change_load"
  var goal: RowID
  var isEasier: Bool
  /// The answer was yes.
  var isSure = false
}

/// Shows a goal's if–then plans.
struct OpenPlans: CallbackPayload {
  static let name = "goals.open_plans"
  var goal: RowID
}

/// Does something with an if–then plan.
struct ActOnPlan: CallbackPayload {
  static let name = "goals.act_on_plan"
  enum Act: Int, Codable, Sendable, Hashable { case open = 0, add, revise, choose, rehearse, rehearsed, drop }
  var goal: RowID
  /// 0 when a new one is to be written.
  var plan: Int
  var act: Act
}

/// Shows a goal's steps.
struct OpenSteps: CallbackPayload {
  static let name = "goals.open_steps"
  var goal: RowID
  /// A press moves a step instead of closing it.
  var isOrdering: Bool
}

/// Closes a step, or opens it again.
struct ToggleStep: CallbackPayload {
  static let name = "goals.toggle_step"
  enum Where: Int, Codable, Sendable, Hashable { case steps = 0, day }
  var goal: RowID
  var step: Int
  var place: Where
}

/// Moves a step one place up.
struct MoveStep: CallbackPayload {
  static let name = "goals.move_step"
  var goal: RowID
  var step: Int
}

/// Asks for more steps.
struct AddSteps: CallbackPayload {
  static let name = "goals.add_steps"
  var goal: RowID
}

/// Draws a goal as a picture.
struct ShowChart: CallbackPayload {
  static let name = "goals.show_chart"
  enum Picture: Int, Codable, Sendable, Hashable { case days = 0, strength, pace, week }
  /// Nil: the week of all goals.
  var goal: RowID?
  var picture: Picture
}

/// Makes something of a text that was kept.
struct UseText: CallbackPayload {
  static let name = "goals.use_text"
  var text: RowID
  var asGoal: Bool
}
