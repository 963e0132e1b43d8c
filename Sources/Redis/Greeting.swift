/// The first words on a connection: who we are, which database, and whether the server serves at all.
struct Greeting {
  private enum Step {
    case authenticate, name, select, ping
  }

  private var commands: [(step: Step, words: [RedisArgument])] = []
  private var answered = 0

  init(_ configuration: RedisConfiguration, database: Int) {
    if let password = configuration.password {
      let user = configuration.user.map { [RedisArgument.string($0)] } ?? []
      commands.append((.authenticate, ["AUTH"] + user + [.string(password)]))
    }
    if let name = configuration.clientName, !name.isEmpty {
      commands.append((.name, ["CLIENT", "SETNAME", .string(name)]))
    }
    if database > 0 { commands.append((.select, ["SELECT", .integer(database)])) }
    commands.append((.ping, ["PING"]))
  }

  var bytes: [UInt8] {
    get throws(RedisError) {
      var bytes: [UInt8] = []
      for command in commands { bytes += try RedisArgument.encode(command.words) }
      return bytes
    }
  }

  /// Takes an answer; true when it was the last.
  mutating func take(_ reply: RedisReply) throws(RedisError) -> Bool {
    guard answered < commands.count else { throw .protocolViolation("an answer that nobody asked for") }
    let step = commands[answered].step
    answered += 1
    guard case .error(let text) = reply else {
      guard case .status = reply else { throw .protocolViolation("a greeting was answered by something else") }
      return answered == commands.count
    }
    let word = String(text.prefix { $0 != " " }.prefix(32))
    switch step {
    case .authenticate:
      throw .authentication(word)
    case .select:
      // A server without any password says so only now.
      throw reply.refusal ?? .connection("the server refused database \(commands[answered - 1].words[1]) (\(word))")
    case .name:
      return false
    case .ping:
      // A user who may not PING is still one the server knows.
      if word == "NOPERM" { return true }
      throw reply.refusal ?? .connection("the server refused a PING (\(word))")
    }
  }
}
