import TelegramBotAPI

extension Emulator {
  // MARK: - People

  /// Adds a person. Ids count from 1001 unless one is given; usernames are without `@`.
  ///
  /// `zone` is the IANA time zone of their phone, in which the page shows their chat; the bot is not told.
  /// A person who has not written to the bot (`hasStarted: false`) cannot be written to by it.
  @discardableResult
  public func addPerson(
    _ firstName: String, lastName: String? = nil, username: String? = nil, languageCode: String? = "en",
    stars: Int = 1000, id: Int? = nil, hasStarted: Bool = false, zone: String? = nil
  ) async -> Person {
    begin()
    let id = id ?? world.nextPersonID
    var record = PersonRecord(
      id: id, firstName: firstName, lastName: lastName, username: username, languageCode: languageCode, stars: stars,
      color: world.people.count % 7)
    record.started = hasStarted
    record.zone = zone
    world.addPerson(record)
    await flush()
    return Person(
      id: id, firstName: firstName, lastName: lastName, username: username, languageCode: languageCode, stars: stars,
      hasBlockedBot: false, isDeactivated: false)
  }

  /// All people by id.
  public func people() -> [Person] { world.people.keys.sorted().compactMap { world.person($0) } }

  /// One person as they are now.
  public func person(_ id: Int) -> Person? { world.person(id) }

  /// Sets how many Stars a person owns.
  public func setStars(_ stars: Int, of person: Int) async {
    begin()
    world.people[person]?.stars = stars
    world.announcePerson(person)
    await flush()
  }

  /// Changes the language of a person's client: the next updates carry it and the command menu follows.
  public func setLanguage(_ code: String?, of person: Int) async {
    begin()
    world.setLanguage(code, of: person)
    await flush()
  }

  /// Blocks the bot; it gets `my_chat_member` and can write no more.
  public func block(by person: Int) async {
    begin()
    world.setBlocked(true, by: person)
    await flush()
  }

  /// Unblocks the bot.
  public func unblock(by person: Int) async {
    begin()
    world.setBlocked(false, by: person)
    await flush()
  }

  /// Deletes the person's account. The bot learns of it only when it writes.
  public func deactivate(_ person: Int) async {
    begin()
    world.people[person]?.deactivated = true
    await flush()
  }

  // MARK: - Groups

  /// Creates a group with the bot in it; the first member owns it. Returns the chat's id, `nil` without members.
  public func createGroup(
    _ title: String, members: [Int], isSupergroup: Bool = false, botIsAdministrator: Bool = false
  ) async -> Int? {
    begin()
    let id = world.createGroup(title, members: members, supergroup: isSupergroup, administrator: botIsAdministrator)
    await flush()
    return id
  }

  /// A person enters a group.
  public func join(_ person: Int, group: Int) async {
    begin()
    world.changeMember(person, of: group, joins: true)
    await flush()
  }

  /// A person leaves a group.
  public func leave(_ person: Int, group: Int) async {
    begin()
    world.changeMember(person, of: group, joins: false)
    await flush()
  }

  /// Adds the bot to a group again.
  public func addBot(to group: Int, by person: Int, isAdministrator: Bool = false) async {
    begin()
    world.addBot(to: group, by: person, administrator: isAdministrator)
    await flush()
  }

  /// Throws the bot out of a group.
  public func removeBot(from group: Int, by person: Int) async {
    begin()
    world.removeBot(from: group, by: person)
    await flush()
  }

  /// Turns a group into a supergroup, a chat with another id, which is returned. Calls to the old id are answered with
  /// `migrate_to_chat_id`.
  public func migrate(group: Int) async -> Int? {
    begin()
    let id = world.migrate(group)
    await flush()
    return id
  }
}
