/// How to reach a server, and what holds for all connections and batches of a client.
///
/// Neither its description nor its reflection shows the password.
public struct PostgresConfiguration: Sendable {
  /// How many connections may be open.
  public var poolSize = 8

  /// How many batches may be under way on one connection when all connections are busy; 1 sends a batch only on a free
  /// connection. Always 1 behind pgbouncer.
  public var pipelineDepth = 1

  /// The server ends a statement that takes longer (`statement_timeout`); set it for the role behind pgbouncer.
  public var statementTimeout: Duration = .seconds(5)

  /// The server fails a statement that waits longer for a lock (`lock_timeout`); set it for the role behind pgbouncer.
  public var lockTimeout: Duration = .seconds(2)

  /// How long connecting may take, from the name's resolution to the server's readiness.
  public var connectTimeout: Duration = .seconds(5)

  /// How long sent bytes may stay unacknowledged before the connection counts as dead (TCP_USER_TIMEOUT).
  public var unacknowledgedTimeout: Duration = .seconds(10)

  /// How long a connection may be unused before it is closed.
  public var maximumIdleTime: Duration = .seconds(60)

  /// The name under which the server's `pg_stat_activity` lists the connections. The URL's `application_name` wins.
  public var applicationName: String?

  /// Whether pgbouncer in transaction mode stands in between: the timeouts are not sent, because it refuses the startup
  /// parameter `options`, and statements are not prepared, because before 1.21 it mixes them up.
  public var isBehindPgBouncer: Bool

  /// How many statements a connection keeps prepared.
  public var maximumPreparedStatements = 500

  /// How many rows a result may have.
  public var maximumRows = 10_000

  /// How many bytes the cells of all results of a batch may have, at most 1 GiB.
  public var maximumResultBytes = 64 << 20

  /// What the URL says, by libpq's keywords.
  let parameters: [String: String]

  /// Reads `postgres://user:password@host:port/database?sslmode=…` or `postgresql://…`.
  ///
  /// libpq reads it (PostgreSQL documentation, "Connection URIs"), so all its parameters are understood, several hosts
  /// and the socket's folder in `?host=/run/postgresql` too; what the URL does not say, libpq takes from its
  /// environment variables (`PGHOST`, `PGSSLMODE`, …). `connect_timeout` sets ``connectTimeout``, in seconds;
  /// `pgbouncer=true`, which libpq does not know, sets ``isBehindPgBouncer``.
  ///
  /// - Throws: ``PostgresError/configuration(_:)``, which says what is wrong without quoting the URL.
  public init(url: String) throws(PostgresError) {
    let parsed = try ConnectionURL(url)
    parameters = parsed.parameters
    isBehindPgBouncer = parsed.isBehindPgBouncer
    if let seconds = parsed.connectTimeout { connectTimeout = .seconds(seconds) }
  }
}

extension PostgresConfiguration: CustomStringConvertible, CustomReflectable {
  /// User, host, port and database.
  public var description: String {
    let host = parameters["host"] ?? parameters["hostaddr"] ?? "default host"
    let port = parameters["port"].map { ":\($0)" } ?? ""
    let user = parameters["user"].map { "\($0)@" } ?? ""
    return "PostgreSQL \(user)\(host)\(port)/\(parameters["dbname"] ?? "")"
  }

  /// The description alone.
  public var customMirror: Mirror {
    Mirror(self, children: ["target": description])
  }
}
