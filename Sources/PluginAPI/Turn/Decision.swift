/// What a turn decided: pure data, committed by the host in one transaction.
package struct Decision: Sendable {
  package struct Write: Sendable {
    package var plugin: PluginID
    package var sql: SQL
    package var expecting: RowCount
    package init(plugin: PluginID, sql: SQL, expecting: RowCount) {
      self.plugin = plugin
      self.sql = sql
      self.expecting = expecting
    }
  }

  package struct Published: Sendable {
    package var plugin: PluginID
    package var event: EncodedEvent
  }

  package struct Toast: Sendable {
    package var text: String
    package var isAlert: Bool
    package init(text: String, isAlert: Bool) {
      self.text = text
      self.isAlert = isAlert
    }
  }

  package struct Outgoing: Sendable {
    package enum Content: Sendable {
      case send(Card)
      case edit(MessageRef, Card)
      case removeKeyboard(MessageRef)
      case delete(MessageRef)
      case call(BotAPICall)
    }
    package var plugin: PluginID
    package var ref: MessageRef?
    package var place: Place
    package var content: Content
    package var options: SendOptions
    /// The dialog whose card this is; its choices are encoded with the revision.
    package var dialog: (name: String, revision: Int64)?
    package init(plugin: PluginID, ref: MessageRef?, place: Place, content: Content, options: SendOptions) {
      self.plugin = plugin
      self.ref = ref
      self.place = place
      self.content = content
      self.options = options
    }
  }

  package struct ScheduleRule: Sendable {
    package var recurrence: Recurrence
    package var zone: String?
    package var late: LatePolicy
    package init(recurrence: Recurrence, zone: String?, late: LatePolicy) {
      self.recurrence = recurrence
      self.zone = zone
      self.late = late
    }
  }

  package struct JobRequest: Sendable {
    package var plugin: PluginID
    package var id: RowID
    package var name: String
    package var payload: String
    package var due: Instant
    package var rule: ScheduleRule?
    package var person: PersonID?
    package var unique: String?
    package var priority: Int
    package init(
      plugin: PluginID, id: RowID, name: String, payload: String, due: Instant, rule: ScheduleRule?, person: PersonID?,
      unique: String?, priority: Int
    ) {
      self.plugin = plugin
      self.id = id
      self.name = name
      self.payload = payload
      self.due = due
      self.rule = rule
      self.person = person
      self.unique = unique
      self.priority = priority
    }
  }

  package struct CancelledJob: Sendable {
    package var plugin: PluginID
    package var name: String
    package var unique: String
  }

  package struct Work: Sendable {
    package var plugin: PluginID
    package var id: RowID
    package var name: String
    package var request: String
  }

  package enum DialogChange: Sendable {
    case begin(name: String, version: Int, state: String)
    case show(name: String, version: Int, state: String, CardPlace)
    case resume
    case end(deletesCard: Bool)
  }

  package var writes: [Write] = []
  package var events: [Published] = []
  package var outgoing: [Outgoing] = []
  package var footers: [Text] = []
  package var toast: Toast?
  package var jobs: [JobRequest] = []
  package var cancelledJobs: [CancelledJob] = []
  package var work: [Work] = []
  package var dialog: DialogChange?
  package var person: Person?
  package var erasesPerson = false

  package init() {}
}
