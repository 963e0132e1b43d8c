import Redis
import Testing

@Suite struct URLTests {
  @Test func allPartsAreRead() throws {
    let configuration = try RedisConfiguration(
      url: "rediss://al%40ice:p%2Fa%3Ass@cache.example:7000/3?cafile=/etc/ca.pem")
    #expect(configuration.host == "cache.example")
    #expect(configuration.port == 7000)
    #expect(configuration.isSecure)
    #expect(configuration.user == "al@ice")
    #expect(configuration.password == "p/a:ss")
    #expect(configuration.database == 3)
    #expect(configuration.certificateAuthorityFile == "/etc/ca.pem")
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    let configuration = try RedisConfiguration(url: "redis://localhost")
    #expect(configuration.port == 6379)
    #expect(!configuration.isSecure)
    #expect(configuration.user == nil)
    #expect(configuration.password == nil)
    #expect(configuration.database == 0)
  }

  @Test func aPasswordNeedsNoUser() throws {
    let configuration = try RedisConfiguration(url: "redis://:secret@localhost:1/")
    #expect(configuration.user == nil)
    #expect(configuration.password == "secret")
  }

  @Test func anAddressMayBeIPv6() throws {
    let configuration = try RedisConfiguration(url: "redis://[::1]:6380/1")
    #expect(configuration.host == "::1")
    #expect(configuration.port == 6380)
    #expect(configuration.description == "redis://[::1]:6380/1")
  }

  @Test(arguments: [
    "", "redis:", "http://host", "redis://", "redis://:0", "redis://host:0", "redis://host:65536", "redis://host:x",
    "redis://host/x", "redis://host/-1", "redis://host/1/2", "redis://host?cafile=a", "rediss://host?insecure=1",
    "rediss://host?cafile=", "redis://S3CRET@host", "redis://u:S3C/RET@host", "redis://u:S3C%RET@host",
    "redis://u:S3C?RET@host", "redis://u:S3C#RET@host", "redis://user:@host", "redis://::1", "redis://[::1",
    "redis://a b",
    "redis://host\r\nS3CRET", "redis://u:%ff@host",
  ])
  func anythingElseIsRefusedWithoutAQuote(_ url: String) {
    let error = #expect(throws: RedisError.self) { try RedisConfiguration(url: url) }
    guard case .malformedConfiguration(let text)? = error else {
      Issue.record("expected malformedConfiguration, found \(String(describing: error))")
      return
    }
    #expect(!text.contains("S3C") && !text.contains("RET"))
  }

  @Test func noDescriptionShowsThePassword() throws {
    let configuration = try RedisConfiguration(url: "redis://user:S3CRET@host/2")
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(configuration)", String(reflecting: configuration), dumped] { #expect(!text.contains("S3CRET")) }
    #expect("\(configuration)" == "redis://host:6379/2")
  }

  @Test func valuesOutOfRangeAreRefused() {
    var configuration = RedisConfiguration()
    configuration.maximumPendingCommands = 0
    #expect(throws: RedisError.self) { try RedisClient(configuration) }
    configuration = RedisConfiguration()
    configuration.clientName = "two words"
    #expect(throws: RedisError.self) { try RedisClient(configuration) }
    configuration = RedisConfiguration(host: "host/path")
    #expect(throws: RedisError.self) { try RedisClient(configuration) }
  }
}
