import HTTPClient
import LanguageModel
import Testing

/// What comes from a provider, in all its shapes.
@Suite struct ReplyTests {
  private func read(_ text: String) throws(ChatFailure) -> ChatReply { try ChatReply(body: Array(text.utf8)) }

  @Test func textUsageAndCostAreRead() throws {
    let reply = try read(completion("hi"))
    #expect(reply.text == "hi" && !reply.isTruncated && reply.refusal == nil)
    #expect(reply.usage == ChatUsage(promptTokens: 120, cachedTokens: 64, outputTokens: 30))
    let priced = try read(
      #"{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":5.0,"completion_tokens":2,"prompt_cache_hit_tokens":3,"cost":"0.00125"}}"#
    )
    #expect(priced.usage == ChatUsage(promptTokens: 5, cachedTokens: 3, outputTokens: 2, cost: 0.00125))
  }

  @Test func contentMayComeInParts() throws {
    let reply = try read(
      #"{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"thinking"},{"type":"text","text":"b"}]}}]}"#
    )
    #expect(reply.text == "ab")
    let refused = try read(#"{"choices":[{"message":{"content":[{"type":"refusal","refusal":"no"}]}}]}"#)
    #expect(refused.refusal == "no")
  }

  @Test func refusalsFiltersAndLengthAreSeen() throws {
    #expect(try read(completion("", extra: #","refusal":"I can't""#)).refusal == "I can't")
    #expect(try read(completion("x", extra: #","refusal":"""#)).refusal == nil)
    #expect(try read(completion("x", extra: #","refusal":null"#)).refusal == nil)
    #expect(try read(completion("", finish: "content_filter")).refusal == "content_filter")
    #expect(try read(completion("{", finish: "length")).isTruncated)
  }

  @Test(arguments: [
    "", "null", "[]", "true", "<html>502</html>", "{", #"{"choices":[]}"#, #"{"choices":null}"#, #"{"choices":{}}"#,
    #"{"choices":[7]}"#, #"{"choices":[{"message":7,"text":"x"}]}"#, #"{"choices":[{"message":{"content":7}}]}"#,
    #"{"error":{"message":"no"},"choices":[{"message":{"content":"x"}}]}"#,
    String(repeating: "[", count: 900_000), String(repeating: #"{"choices":"#, count: 3000),
  ])
  func whatIsNoAnswerIsSaidToBeNone(_ body: String) {
    var isUnreadable = false
    do { _ = try read(body) } catch { if case .unreadable = error { isUnreadable = true } }
    #expect(isUnreadable, "\(body.prefix(60))")
  }

  @Test func strangeUsageIsNoUsage() throws {
    for usage in [
      "null", "7", "[]", #"{"prompt_tokens":-5,"completion_tokens":"many","cost":-1}"#,
      #"{"prompt_tokens":1e300,"completion_tokens":true,"cost":"nan"}"#, #"{"prompt_tokens_details":"x","cost":1e12}"#,
    ] {
      let reply = try read(#"{"choices":[{"message":{"content":"x"}}],"usage":\#(usage)}"#)
      #expect(reply.usage == ChatUsage())
    }
  }

  // MARK: Failures

  private func failure(_ status: Int, _ headers: [(String, String)] = [], _ body: String = "") -> ChatFailure {
    ChatFailure(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8))
  }

  @Test func statusesAreTold() {
    #expect(failure(429, [("Retry-After", "7")]) == .limited(retryAfter: .seconds(7)))
    #expect(
      failure(429, [("retry-after-ms", "250"), ("Retry-After", "7")]) == .limited(retryAfter: .milliseconds(250)))
    #expect(failure(503, [("Retry-After", "0.5")]) == .server(status: 503, retryAfter: .milliseconds(500)))
    for strange in ["-1", "1e9", "Wed, 21 Oct 2026 07:28:00 GMT", "nan", ""] {
      #expect(failure(429, [("Retry-After", strange)]) == .limited(retryAfter: nil))
    }
    #expect(failure(408).isPassing && failure(500).isPassing && failure(429).isPassing)
    for status in [301, 400, 401, 402, 403, 404, 413, 422] { #expect(!failure(status).isPassing) }
    #expect(!failure(400).mayCost && !failure(500).mayCost && ChatFailure.timedOut.mayCost)
  }

  @Test func theReasonIsShortAndHoldsNoKey() {
    let long = String(repeating: "x", count: 5000)
    for (body, expected) in [
      (#"{"error":{"message":"Incorrect API key provided: sk-proj-abc***XYZ."}}"#, "Incorrect API key provided: •••"),
      (#"{"error":"model not found"}"#, "model not found"), (#"{"message":"a\nb"}"#, "a b"),
      (#"{"detail":[{"input":"what the person wrote"}]}"#, "no reason given"), ("<html>", "no reason given"),
      (#"{"error":{"message":"\#(long)"}}"#, String(repeating: "x", count: 160)),
    ] {
      guard case .rejected(400, let reason) = failure(400, [], body) else {
        Issue.record("no rejection")
        continue
      }
      #expect(reason == expected)
    }
  }
}
