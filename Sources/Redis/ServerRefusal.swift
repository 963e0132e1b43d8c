extension RedisReply {
  /// An answer that says that the server cannot serve this client now, rather than something about the command.
  var refusal: RedisError? {
    guard case .error(let text) = self else { return nil }
    let word = text.prefix { $0 != " " }
    switch word {
    case "LOADING": return .loading
    case "READONLY": return .readOnly
    case "MASTERDOWN": return .masterDown
    case "OOM": return .outOfMemory
    case "NOAUTH", "WRONGPASS", "NOPERM", "DENIED": return .authentication(String(word))
    case "MOVED", "ASK", "CROSSSLOT", "CLUSTERDOWN", "TRYAGAIN": return .cluster(String(word))
    default: return nil
    }
  }
}
