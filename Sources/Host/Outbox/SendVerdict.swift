import PluginAPI

/// What an outcome means for an entry.
enum SendVerdict: Sendable {
  case sent(messageID: Int?)
  /// Surely not executed: again, in order, after a while.
  case again(after: Duration, error: String)
  /// Telegram was surely not reached: again, in order, after a while.
  case unreached(after: Duration, error: String)
  /// Too fast for this chat.
  case tooFast(retryAfter: Duration, error: String)
  /// Nobody knows: the policy decides.
  case ambiguous(error: String)
  /// The edited message is gone: the same content is sent as a new one.
  case sendAnew
  case refused(error: String)
  /// The person does not take messages any more: this and all others to the chat are refused.
  case unreachable(error: String)
  case migrated(to: Int64)

  /// Reads an outcome for an entry.
  /// - Parameter attempts: how often it was tried, this time included; spaces the retries.
  @inline(never)
  static func of(_ outcome: CallOutcome, for entry: OutboxEntry, attempts: Int) -> SendVerdict {
    let backoff = Duration.seconds(min(60, 1 << min(6, max(0, attempts - 1))))
    switch outcome {
    case .notSent(let reason): return .unreached(after: backoff, error: reason)
    case .ambiguous where PlantedBug.ambiguousIsSent.isPlanted: return .sent(messageID: nil)
    case .ambiguous(let reason) where PlantedBug.ambiguousIsUnsent.isPlanted:
      return .again(after: backoff, error: reason)
    case .ambiguous(let reason): return .ambiguous(error: reason)
    case .answered:
      switch outcome.reply {
      case .success(let result): return .sent(messageID: result["message_id"]?.int)
      case .failure(let error): return failure(error, entry, backoff)
      }
    }
  }

  private static func failure(_ error: TelegramError, _ entry: OutboxEntry, _ backoff: Duration) -> SendVerdict {
    let text = error.description
    switch error.kind {
    case .tooManyRequests(let seconds): return .tooFast(retryAfter: .seconds(seconds), error: text)
    case .notModified: return .sent(messageID: nil)
    case .messageNotFound, .messageNotEditable:
      switch entry.call.method {
      case "deleteMessage", "editMessageReplyMarkup", "setMessageReaction": return .sent(messageID: nil)
      case "editMessageText": return .sendAnew
      default: return .refused(error: text)
      }
    case .queryTooOld: return .sent(messageID: nil)
    case .forbidden, .chatNotFound: return .unreachable(error: text)
    case .migrated(let chat): return .migrated(to: Int64(chat))
    case .unauthorized, .conflict: return .again(after: .seconds(30), error: text)
    case .notFound, .badRequest: return .refused(error: text)
    case .server:
      switch error.execution {
      case .notExecuted: return .again(after: backoff, error: text)
      case .unknown, .executed: return .ambiguous(error: text)
      }
    case .undecodable: return .sent(messageID: nil)
    }
  }
}
