import LanguageModel
import PluginAPI
import Synchronization

/// What a process has learned of its models: which rung they stand on, and how long their tokens are. Forgotten with it.
final class ModelMemory: Sendable {
  private struct State {
    var rungs: [String: (rung: ChatRung, until: Instant)] = [:]
    var ratios: [String: Double] = [:]
  }

  /// How long a model that refused a form of answer is asked for a simpler one.
  static let rungTime = Duration.hours(1)
  /// Beyond what is counted, for safety.
  private static let margin = 1.1
  private let state = Mutex(State())

  init() {}

  // MARK: Rungs

  func firstRung(of route: ModelRoute, now: Instant) -> ChatRung {
    let first = route.capabilities.firstRung
    return state.withLock { state in
      guard let known = state.rungs[route.name] else { return first }
      guard known.until > now else {
        state.rungs[route.name] = nil
        return first
      }
      return max(first, known.rung)
    }
  }

  func refused(_ rung: ChatRung, by route: ModelRoute, now: Instant) {
    guard let below = rung.below else { return }
    state.withLock { $0.rungs[route.name] = (below, now + Self.rungTime) }
  }

  // MARK: Tokens

  /// About how many tokens so many characters are.
  func tokens(_ characters: Int, model: String, _ language: Language) -> Int {
    let ratio = state.withLock { $0.ratios[Self.key(model, language)] } ?? Self.start(language)
    return Int((Double(characters) / ratio * Self.margin).rounded(.up))
  }

  /// Learns from what the provider counted: an eighth of the way each time.
  func counted(_ tokens: Int, characters: Int, model: String, _ language: Language) {
    // Short texts are mostly the frame around them.
    guard tokens >= 50, characters >= 100 else { return }
    let found = min(8, max(0.8, Double(characters) / Double(tokens)))
    state.withLock { state in
      let before = state.ratios[Self.key(model, language)] ?? Self.start(language)
      state.ratios[Self.key(model, language)] = before + (found - before) / 8
    }
  }

  private static func key(_ model: String, _ language: Language) -> String { "\(language.rawValue) \(model)" }

  /// Characters of a token, guessed.
  private static func start(_ language: Language) -> Double { language == .russian ? 2.6 : 3.6 }
}
