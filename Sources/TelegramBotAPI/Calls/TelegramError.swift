/// Why a call did not succeed, as Telegram, or something between us and Telegram, put it.
///
/// Carries no secrets: what looks like a bot token is cut out of `detail`, and that is bounded to 300 characters.
public struct TelegramError: Error, Hashable, Sendable {
  /// The refusals that a caller may want to tell apart.
  public enum Kind: Hashable, Sendable {
    /// 401: the token is wrong or revoked.
    case unauthorized
    /// 403: this chat or user does not take messages from the bot.
    case forbidden(Refusal)
    /// 404: no such method, or a token that is not one.
    case notFound
    /// 400: the chat does not exist or the bot has never met it.
    case chatNotFound
    /// 400: the edit would change nothing.
    case notModified
    /// 400: the message to edit, delete, copy, forward or reply to is gone.
    case messageNotFound
    /// 400: the message exists but must not be edited or deleted (too old, or somebody else's).
    case messageNotEditable
    /// 400: the callback, inline, shipping or pre-checkout query has expired or was answered.
    case queryTooOld
    /// 400: the group has become a supergroup with the identifier `to`.
    case migrated(to: Int)
    /// 429: nothing more for `retryAfter` seconds.
    case tooManyRequests(retryAfter: Int)
    /// 409: another receiver is at work.
    case conflict(Conflict)
    /// Any other 4xx; `detail` says more.
    case badRequest
    /// 5xx, or a body that does not come from Telegram, such as the HTML page of a proxy.
    case server(status: Int)
    /// Telegram reports success, but the result is not what is documented; `detail` names the field.
    case undecodable
  }

  /// Why a chat does not take messages.
  public enum Refusal: Hashable, Sendable {
    /// The person has blocked the bot.
    case blocked
    /// The bot was removed from the group or channel, or is no member of it.
    case kicked
    /// The account is deleted, or the group is.
    case deactivated
    /// Anything else, such as a person who has never started the bot, or a missing right.
    case other
  }

  /// Who else receives.
  public enum Conflict: Hashable, Sendable {
    /// Another process calls getUpdates.
    case otherGetUpdates
    /// A webhook is set.
    case webhookActive
    /// Telegram gave another reason.
    case other
  }

  /// Whether Telegram has done what was asked.
  public enum Execution: Hashable, Sendable {
    /// Surely not: the call was refused.
    case notExecuted
    /// Unknown: it may have been done.
    case unknown
    /// Surely: only the answer could not be read.
    case executed
  }

  /// What kind of failure this is.
  public let kind: Kind
  /// Telegram's `error_code`, or the HTTP status if the body was not Telegram's.
  public let code: Int
  /// Telegram's `description`, shortened and without tokens.
  public let detail: String

  /// An error from its parts; `detail` is shortened and cleaned.
  public init(kind: Kind, code: Int, detail: String) {
    self.kind = kind
    self.code = code
    self.detail = Redaction.clean(detail)
  }

  /// Refusals (all 4xx, with 429) were surely not executed. A 5xx may have been: without Telegram's JSON it comes from a
  /// proxy that may have passed the call on, and with it Telegram may have failed half-way. The exception is Telegram's
  /// own "restart", said before it accepts a call. Answers that are neither are unknown as well.
  public var execution: Execution {
    switch kind {
    case .undecodable: .executed
    case .server(let status):
      (400..<500).contains(status) || detail == "Internal Server Error: restart" ? .notExecuted : .unknown
    default: .notExecuted
    }
  }

  /// Whether no later message to this chat will succeed either, until the person acts.
  public var isChatUnreachable: Bool {
    switch kind {
    case .forbidden, .chatNotFound: true
    default: false
    }
  }
}

extension TelegramError: CustomStringConvertible {
  /// Code and detail in one line.
  public var description: String {
    // No code: nothing that deserves the name of an answer came.
    code == 0 ? "no answer from Telegram: \(detail)" : "Telegram answered \(code): \(detail)"
  }
}
