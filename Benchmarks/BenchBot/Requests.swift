import HTTPClient

/// A yardstick: how many requests a second the HTTP client makes to a server that answers at once.
enum Requests {
  static func main(url: String, count: Int, atOnce: Int) async {
    do {
      let client = try HTTPClient()
      let body = Array(#"{"chat_id":5000,"text":"you said hello"}"#.utf8)
      let start = ContinuousClock.now
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<atOnce {
          group.addTask {
            for _ in 0..<count / atOnce {
              _ = try await client.execute(
                HTTPRequest(method: .post, url: url, headers: [("Content-Type", "application/json")], body: body))
            }
          }
        }
        try await group.waitForAll()
      }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      print("requests_per_second \(Int(Double(count) / seconds))")
      await client.shutdown()
    } catch {
      print("The server at \(url) was not reached: \(error)")
    }
  }
}
