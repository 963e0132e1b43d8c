import CivilTime

/// What an emulated Telegram is like: the bot it serves and how strict it is.
public struct EmulatorConfiguration: Sendable {
  /// The bot's token, `<bot id>:<secret>`. The emulator serves this one bot.
  public var token: String
  /// The bot's display name.
  public var botName: String
  /// The bot's username, without `@`.
  public var botUsername: String
  /// Decides every id that the emulator makes up. The same seed and the same actions give the same ids.
  public var seed: UInt64
  /// Whether 429 is answered when a chat, a group or the bot as a whole is written to too often.
  public var enforceLimits = false
  /// Whether an update id is chosen at random, possibly lower, after seven days without an update.
  public var resetUpdateIDsAfterQuietWeek = true
  /// Whether in groups the bot sees only what is meant for it.
  public var privacyMode = true
  /// How long a button press can be answered.
  public var callbackLifetime: Duration = .minutes(15)
  /// How long a pre-checkout query can be answered. Telegram: 10 seconds.
  public var checkoutLifetime: Duration = .seconds(10)
  /// How long a file's download path works after `getFile`. Telegram: at least an hour.
  public var fileLinkLifetime: Duration = .hours(1)
  /// Whether Star subscriptions renew by themselves when they fall due.
  public var renewsSubscriptions = true
  /// Whether a parameter that the method does not have is an error. Telegram ignores it, which hides typing mistakes.
  public var rejectsUnknownParameters = true
  /// How many of the latest events the history keeps; `nil` keeps all.
  public var historyLimit: Int?
  /// The Stars the bot owns at first.
  public var botStars: Int = 0

  /// Creates a configuration with Telegram's own limits, rate limits off.
  public init(
    token: String = "7000000001:sandbox", botName: String = "Roost", botUsername: String = "roost_bot",
    seed: UInt64 = 1, enforceLimits: Bool = false
  ) {
    self.token = token
    self.botName = botName
    self.botUsername = botUsername
    self.seed = seed
    self.enforceLimits = enforceLimits
  }

  /// The bot's user id: the part of the token before the colon.
  public var botID: Int { token.split(separator: ":").first.flatMap { Int($0) } ?? 7_000_000_001 }
}
