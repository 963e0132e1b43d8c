/// A person's Telegram user id.
public struct PersonID: RawRepresentable, Hashable, Sendable, Comparable, Codable, SQLConvertible,
  CustomStringConvertible
{
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
  public init(_ value: Int64) { rawValue = value }
  public var description: String { String(rawValue) }
  public static func < (left: PersonID, right: PersonID) -> Bool { left.rawValue < right.rawValue }
}

/// What a person may do. Given by the deployment's configuration and by admins, never by names.
public enum Role: String, Sendable, Hashable, Codable, Comparable, SQLConvertible, CaseIterable {
  case banned, user, admin, owner

  private var rank: Int {
    switch self {
    case .banned: 0
    case .user: 1
    case .admin: 2
    case .owner: 3
    }
  }
  public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
}

/// Who is talking: a Telegram user whom the host knows, as of the start of the turn.
public struct Person: Sendable {
  public let id: PersonID
  /// The name the person chose to be called, else Telegram's first name; cleaned, at most 40 characters.
  public var name: String
  public var username: String?
  public var language: Language
  /// ты or вы; English ignores it.
  public var address: FormOfAddress
  /// Known only when the person said so; texts stay neutral otherwise.
  public var gender: GrammaticalGender?
  public var zone: Zone
  /// False while the zone is a default that the person has not confirmed.
  public var isZoneConfirmed: Bool
  /// When a new logical day begins, 03:00 unless changed.
  public var dayStart: LocalTime
  public var role: Role
  /// The person blocked the bot, or Telegram says the account is gone; nothing is sent.
  public var isBlocked: Bool
  /// The person asked to be deleted: nothing unasked is sent any more; erasure follows.
  public var isLeaving: Bool
  /// When the person first wrote.
  public let since: Instant

  public init(
    id: PersonID, name: String, username: String? = nil, language: Language, address: FormOfAddress = .vy,
    gender: GrammaticalGender? = nil, zone: Zone, isZoneConfirmed: Bool = false, dayStart: LocalTime = .defaultDayStart,
    role: Role = .user, isBlocked: Bool = false, isLeaving: Bool = false, since: Instant
  ) {
    self.id = id
    self.name = name
    self.username = username
    self.language = language
    self.address = address
    self.gender = gender
    self.zone = zone
    self.isZoneConfirmed = isZoneConfirmed
    self.dayStart = dayStart
    self.role = role
    self.isBlocked = isBlocked
    self.isLeaving = isLeaving
    self.since = since
  }

  /// The person's date at an instant, where the day begins at ``dayStart``: 02:30 still belongs to yesterday.
  public func logicalDate(_ instant: Instant) -> LocalDate { zone.logicalDate(at: instant, dayStart: dayStart) }

  /// How texts are written for this person.
  public var reader: Reader { Reader(language: language, address: address, gender: gender) }
}

extension LocalTime {
  /// 03:00, when a logical day begins for those who did not choose another hour.
  public static var defaultDayStart: LocalTime { LocalTime(hour: 3, minute: 0) ?? .midnight }
}

/// Where a turn takes place.
public struct Place: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable { case `private`, group, supergroup, channel }

  /// Telegram's chat id; equals the person's id in a private chat.
  public let id: Int64
  public let kind: Kind
  public var isPrivate: Bool { kind == .private }

  public init(id: Int64, kind: Kind) {
    self.id = id
    self.kind = kind
  }

  /// The private chat with a person.
  public static func direct(_ person: PersonID) -> Place { Place(id: person.rawValue, kind: .private) }
}
