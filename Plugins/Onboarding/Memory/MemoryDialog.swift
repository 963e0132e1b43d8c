import Contracts
import PluginAPI

/// `/memory`: every fact that the coach knows, to be read, changed and deleted.
struct MemoryDialog: Dialog {
  static let name = "onboarding.memory"
  static let timeToLive = Duration.days(1)
  static let pageSize = 6

  enum Page: Codable, Sendable, Hashable {
    case list(first: Int)
    case fact(RowID)
    case editing(RowID)
    case adding
    /// What kind of fact this is.
    case kind(text: String)
    case clearing
  }

  struct State: WordsOnly {
    var page = Page.list(first: 0)
    /// Newest first, as of the last step.
    var facts: [MemoryFact]
    /// The list says that the last change was saved.
    var hasSaved = false
    var crisis: SafetyCategory?
    var refusedAt: Instant?

    init(_ facts: [MemoryFact]) { self.facts = facts }
  }

  enum Choice: Codable, Sendable {
    case list(first: Int)
    /// By its place in the list: the button has no room for more.
    case fact(Int)
    case edit, delete
    case add
    case kind(Int)
    case clear, clearAll
    case close
  }

  let memory: MemoryStore
  let ear: CrisisEar

  func hasUnsavedText(_ state: State) -> Bool {
    if case .kind = state.page { true } else { false }
  }

  func answer(_ input: DialogInput<Choice>, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch input {
    case .choice(let choice): return try await press(choice, state, turn)
    case .message(let message):
      if let crisis = ear.hears(message.text) {
        try await ear.answer(crisis, turn)
        var next = state.at(.list(first: 0))
        next.crisis = crisis
        return .show(next)
      }
      guard let raw = message.typed else { return state.refusing(turn) }
      return try await write(raw, state, turn)
    }
  }

  private func press(_ choice: Choice, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    switch choice {
    case .list(let first): return .show(state.at(.list(first: first)))
    case .fact(let index):
      guard state.facts.indices.contains(index) else { return .show(state.at(.list(first: 0))) }
      return .show(state.at(.fact(state.facts[index].id)))
    case .edit:
      guard case .fact(let id) = state.page else { return .show(state.at(.list(first: 0))) }
      return .show(state.at(.editing(id)))
    case .delete:
      guard case .fact(let id) = state.page else { return .show(state.at(.list(first: 0))) }
      turn.write(memory.delete(id, of: turn.person.id))
      return .show(saved(state.facts.filter { $0.id != id }, state))
    case .add:
      guard state.facts.count < MemoryStore.capacity else {
        return .retry(turn.text("memory.full", ["limit": .int(MemoryStore.capacity)]))
      }
      return .show(state.at(.adding))
    case .kind(let index): return try await add(index, state, turn)
    case .clear: return .show(state.at(state.facts.isEmpty ? .list(first: 0) : .clearing))
    case .clearAll:
      guard state.page == .clearing else { return .show(state.at(.list(first: 0))) }
      turn.write(memory.clear(turn.person.id))
      turn.planForgetting(nil)
      return .show(saved([], state))
    case .close: return .finish(nil)
    }
  }

  private func write(_ raw: String, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    let isWriting =
      switch state.page {
      case .editing, .adding: true
      case .list, .fact, .kind, .clearing: false
      }
    guard isWriting else { return .retry(turn.text("first.choose")) }
    guard !UserText.isTooLong(raw, limit: MemoryStore.textLimit) else {
      return .retry(turn.text("remark.long", ["limit": .int(MemoryStore.textLimit)]))
    }
    let text = UserText.clean(raw, limit: MemoryStore.textLimit)
    guard !text.isEmpty else { return .retry(turn.text("wish.empty")) }
    guard case .editing(let id) = state.page else { return .show(state.at(.kind(text: text))) }
    guard var fact = state.facts.first(where: { $0.id == id }) else { return .show(state.at(.list(first: 0))) }
    fact.text = text
    fact.language = turn.person.language
    // Said anew, it holds as long again.
    fact.expiresAt = fact.kind.lifetime.map { turn.now + $0 }
    turn.write(memory.change(fact, of: turn.person.id))
    let facts = state.facts.map { $0.id == id ? fact : $0 }
    turn.planForgetting(facts.compactMap(\.expiresAt).min())
    return .show(saved(facts, state))
  }

  private func add(_ index: Int, _ state: State, _ turn: Turn) async throws -> DialogStep<State> {
    guard case .kind(let text) = state.page, MemoryFact.Kind.allCases.indices.contains(index) else {
      return .show(state.at(.list(first: 0)))
    }
    // The list may be older than what was confirmed elsewhere.
    let known = try await memory.facts(of: turn.person.id, now: turn.now, turn)
    guard known.count < MemoryStore.capacity else {
      return .retry(turn.text("memory.full", ["limit": .int(MemoryStore.capacity)]))
    }
    let kind = MemoryFact.Kind.allCases[index]
    let fact = MemoryFact(
      id: turn.newID(), kind: kind, text: text, language: turn.person.language,
      expiresAt: kind.lifetime.map { turn.now + $0 })
    turn.write(memory.insert(fact, origin: "user", at: turn.now, of: turn.person.id), expecting: .exactly(1))
    let facts = [fact] + known
    turn.planForgetting(facts.compactMap(\.expiresAt).min())
    return .show(saved(facts, state))
  }

  private func saved(_ facts: [MemoryFact], _ state: State) -> State {
    var next = state.at(.list(first: 0))
    next.facts = facts
    next.hasSaved = true
    return next
  }
}

extension MemoryDialog.State {
  func at(_ page: MemoryDialog.Page) -> Self {
    var next = self
    next.page = page
    next.hasSaved = false
    next.crisis = nil
    next.refusedAt = nil
    return next
  }
}
