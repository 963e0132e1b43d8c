/// What came back for a call: Telegram's result, still as bytes, or the reason of the failure.
public enum BotAPIReply: Sendable {
  /// The value of `result`. It may be broken inside; decoding tells.
  case success(RawJSON)
  /// Why there is none.
  case failure(TelegramError)

  /// Reads the answer to a call. Never fails: what is not Telegram's becomes `TelegramError.Kind.server`.
  /// - Parameters:
  ///   - status: the HTTP status.
  ///   - body: the whole body.
  public static func parse(status: Int, body: [UInt8]) -> BotAPIReply {
    let reply = RawJSON(body)
    guard let members = try? reply.members(), let ok = members.first(where: { $0.key == "ok" })?.value.bool else {
      return .failure(foreign(status, size: body.count))
    }
    func value(_ key: String) -> RawJSON? { members.first { $0.key == key }?.value }
    if ok {
      if let result = value("result") { return .success(result) }
      return .failure(TelegramError(kind: .undecodable, code: status, detail: "result: required field is missing"))
    }
    let parameters = value("parameters")
    return .failure(
      TelegramError(
        code: value("error_code")?.int ?? status,
        detail: value("description")?.string ?? "no description",
        retryAfter: parameters?["retry_after"]?.int,
        migrateTo: parameters?["migrate_to_chat_id"]?.int))
  }

  /// Reads the result of a method.
  /// - Throws: `TelegramError` of the kind `undecodable`; the call was executed.
  public static func decode<Method: TelegramMethod>(
    _ method: Method.Type, from result: RawJSON
  ) throws(TelegramError) -> Method.Response {
    do throws(JSONFault) {
      return try result.decode(Method.Response.self)
    } catch {
      throw TelegramError(kind: .undecodable, code: 200, detail: "\(Method.name): \(error)")
    }
  }

  /// Reads the result of a method.
  /// - Throws: `TelegramError`, the failure itself or one of the kind `undecodable`.
  public func result<Method: TelegramMethod>(of method: Method.Type) throws(TelegramError) -> Method.Response {
    switch self {
    case .success(let result): try Self.decode(method, from: result)
    case .failure(let error): throw error
    }
  }

  private static func foreign(_ status: Int, size: Int) -> TelegramError {
    let detail = "expected Telegram's JSON, found another body of \(size) bytes with HTTP status \(status)"
    // A 429 asks for a pause whoever says it; other statuses must not be mistaken for Telegram's word.
    if status == 429 { return TelegramError(kind: .tooManyRequests(retryAfter: 60), code: status, detail: detail) }
    return TelegramError(kind: .server(status: status), code: status, detail: detail)
  }
}
