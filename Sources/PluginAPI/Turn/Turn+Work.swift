extension Turn {
  /// When a job is due.
  public enum When: Sendable {
    case now
    case at(Instant)
    case after(Duration)
  }

  /// Stores a job with this turn.
  /// - Parameters:
  ///   - person: whose lane it runs in; this turn's person unless another is named. For nobody: the plugin's lane.
  ///   - unique: a waiting job of this type, lane and key is replaced.
  ///   - priority: lower is sooner among due jobs.
  public func enqueue<Payload: JobPayload>(
    _ payload: Payload, _ when: When = .now, for person: PersonID? = nil, unique: String? = nil, priority: Int = 1
  ) {
    let due: Instant
    switch when {
    case .now: due = now
    case .at(let instant): due = instant
    case .after(let duration): due = now + duration
    }
    add(payload, due: due, recurrence: nil, person: person, unique: unique, priority: priority)
  }

  /// Stores a schedule: a job that recurs by local time.
  /// - Parameters:
  ///   - unique: replaces the schedule of this type, lane and key.
  ///   - zone: nil follows the person's zone, also when it changes.
  ///   - late: what happens to an occurrence that was missed while the bot was down; never a burst.
  public func schedule<Payload: JobPayload>(
    _ payload: Payload, _ recurrence: Recurrence, unique: String, zone: String? = nil, late: LatePolicy
  ) {
    let rule = Decision.ScheduleRule(recurrence: recurrence, zone: zone, late: late)
    add(payload, due: now, recurrence: rule, person: nil, unique: unique, priority: 1)
  }

  /// Takes back a waiting job or a schedule; none is fine.
  public func cancel<Payload: JobPayload>(_ type: Payload.Type, unique: String) {
    state.decision.cancelledJobs.append(Decision.CancelledJob(plugin: plugin, name: Payload.name, unique: unique))
  }

  /// Starts slow work after the commit. A dialog that is open now, or begun in this turn, gives it its revision.
  public func start<Request: WorkRequest>(_ request: Request) {
    do {
      state.decision.work.append(
        Decision.Work(plugin: plugin, id: newID(), name: Request.name, request: try CanonicalJSON.text(request)))
    } catch {
      state.failure = state.failure ?? error
    }
  }

  private func add<Payload: JobPayload>(
    _ payload: Payload, due: Instant, recurrence: Decision.ScheduleRule?, person: PersonID?, unique: String?,
    priority: Int
  ) {
    do {
      state.decision.jobs.append(
        Decision.JobRequest(
          plugin: plugin, id: newID(), name: Payload.name, payload: try CanonicalJSON.text(payload), due: due,
          rule: recurrence, person: person ?? (self.person.isNobody ? nil : self.person.id), unique: unique,
          priority: priority))
    } catch {
      state.failure = state.failure ?? error
    }
  }
}

extension Person {
  /// True in the lane of a plugin, where there is no person.
  public var isNobody: Bool { id.rawValue == 0 }
}
