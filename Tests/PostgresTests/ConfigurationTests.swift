import Testing

@testable import Postgres

@Suite struct ConfigurationTests {
  private func parameters(_ url: String) throws -> [String: String] {
    try PostgresConfiguration(url: url).connectionParameters
  }

  @Test func aURLIsRead() throws {
    let all = try parameters(
      "postgres://us%20er:p%40ss@db.example:6543/my%2Fdb?sslmode=verify-full&sslrootcert=/ca.pem")
    #expect(all["user"] == "us er" && all["password"] == "p@ss" && all["host"] == "db.example")
    #expect(all["port"] == "6543" && all["dbname"] == "my/db")
    #expect(all["sslmode"] == "verify-full" && all["sslrootcert"] == "/ca.pem")
    #expect(all["tcp_user_timeout"] == "10000" && all["keepalives"] == "1" && all["client_encoding"] == "UTF8")
    #expect(all["options"]?.contains("-c statement_timeout=5000 -c lock_timeout=2000 ") == true)
    let socket = try parameters("postgresql://user@/db?host=/run/postgresql&application_name=a&tcp_user_timeout=1")
    #expect(
      socket["host"] == "/run/postgresql" && socket["application_name"] == "a" && socket["tcp_user_timeout"] == "1")
  }

  @Test func whatIsOursIsTakenFromTheURL() throws {
    let configuration = try PostgresConfiguration(
      url: "postgres://h/d?connect_timeout=7&pgbouncer=true&sslmode=disable")
    #expect(configuration.connectTimeout == .seconds(7) && configuration.isBehindPgBouncer)
    #expect(configuration.connectionParameters["options"] == nil)
    #expect(configuration.connectionParameters["connect_timeout"] == nil)
    #expect(configuration.connectionParameters["sslmode"] == "disable")
    #expect(try !PostgresConfiguration(url: "postgres://h/d?pgbouncer=false").isBehindPgBouncer)
    let options = try parameters("postgres://h/d?options=-c%20statement_timeout%3D1")["options"]
    #expect(options?.hasSuffix(" -c statement_timeout=1") == true)
    var many = try PostgresConfiguration(url: "postgres://a,b,c/d")
    #expect(many.attemptTimeout == .seconds(30))
    many.applicationName = "mine"
    #expect(many.connectionParameters["application_name"] == "mine")
  }

  @Test(arguments: [
    "", "mysql://user:sesame@host/db", "host=h password=sesame", "postgres:/user:sesame@h", "postgres://user:ses ame@h",
    "postgres://user:sesame@zauber@host/db", "postgres://user:sesame/zauber@host/db",
    "postgres://user:1/sesame@host/db",
    "postgres://user:sesame@host:x/db", "postgres://user:sesame@host:70000/db", "postgres://user:sesame@[::1/db",
    "postgres://user:sesame%zz@host/db", "postgres://user:sesame%00@host/db",
    "postgres://u:sesame@h/d?sslmode=sesame",
    "postgres://u:p@h/d?sesame=1", "postgres://u:p@h/d?sesame", "postgres://u:p@h/d?pgbouncer=sesame",
    "postgres://u:p@h/d?connect_timeout=sesame", "postgres://u:p@h/d?connect_timeout=0", "postgres://u:sesame\n@h/d",
  ])
  func badURLsAreRefusedWithoutAQuotation(_ url: String) {
    do throws(PostgresError) {
      let accepted = try PostgresConfiguration(url: url)
      Issue.record("accepted: \(accepted)")
    } catch {
      let said = "\(error)"
      #expect(!said.contains("sesame") && !said.contains("zauber"))
      guard case .configuration = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func thePasswordIsNotShown() throws {
    let configuration = try PostgresConfiguration(url: "postgres://user:sesame@host:1/db?sslpassword=sesame")
    var shown = "\(configuration) \(String(reflecting: configuration))"
    dump(configuration, to: &shown)
    #expect(!shown.contains("sesame"))
    #expect(configuration.description == "PostgreSQL user@host:1/db")
  }

  @Test func theSettingsReachTheServer() async throws {
    let client = try await TestDatabase.client {
      $0.statementTimeout = .milliseconds(4321)
      $0.lockTimeout = .milliseconds(1234)
      $0.applicationName = "settings test"
    }
    let result = try await client.run(
      """
      SELECT current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('DateStyle'),
        current_setting('transaction_isolation'), current_setting('TimeZone'), current_setting('application_name')
      """)
    #expect(
      result.rows.first.map(Array.init) == [
        .text("4321ms"), .text("1234ms"), .text("ISO, MDY"), .text("read committed"), .text("UTC"),
        .text("settings test"),
      ])
    await client.close()
  }
}
