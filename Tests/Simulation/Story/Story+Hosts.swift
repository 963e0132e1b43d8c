import Host
import PluginAPI
import Sandbox

// The life of the hosts.
extension Story {
  func start(_ index: Int) {
    if settings.isOnlyHost, !isCoach {
      // What died with the host is begun once more for each death, and never more often. (Among the coach's people hosts
      // stand still for longer than a lease: then they take their own lanes over.)
      settings.takeoverLimit = outcome.deaths + 2
    }
    let skew = settings.isOnlyHost ? .zero : world.dice.milliseconds(0...600) - .milliseconds(300)
    let host = HostProcess(
      ["A", "B", "C"][index], world, memory, telegram, redis, bot: bot, settings: settings, skew: skew, logger: logger)
    if !isCalm {
      host.trouble.database = Wire.Trouble(
        notSent: troubleLevel / 2, lostRequest: troubleLevel / 3, lostAnswer: troubleLevel / 3)
      host.trouble.telegram = Wire.Trouble(
        notSent: troubleLevel / 2, lostRequest: troubleLevel / 3, lostAnswer: troubleLevel / 2)
      host.trouble.redis = host.trouble.telegram
      host.trouble.tooMany = troubleLevel / 3
    }
    hosts[index] = host
    host.start(webhook: usesWebhook)
  }

  /// Starts a host again that ended by itself, as an operator's supervisor does.
  func supervise() async {
    while !isAtEnd {
      // Where days pass, looking that often would be most of the work.
      await world.sleep(isCoach && settings.isOnlyHost ? .seconds(20) : .milliseconds(700))
      for index in hosts.indices where hosts[index]?.isOver == true && hosts[index]?.isDead == false && !isAtEnd {
        start(index)
      }
    }
  }

  /// Kills and pauses hosts while people write.
  func harass() async {
    let deeds = isContended ? world.dice.number(5...30) : world.dice.number(0...5)
    for _ in 0..<deeds {
      // Among people who come back for days also at night, when days are closed and reminders are due.
      let isLater = isCoach && settings.isOnlyHost && world.dice.chance(0.5)
      await world.sleep(
        isLater
          ? .seconds(Int64(world.dice.number(600...90_000)))
          : world.dice.milliseconds(isContended ? 1...100 : isCoach ? 100...30_000 : 10...1500))
      let index = world.dice.index(of: hosts.count)
      guard let host = hosts[index], !host.isDead else { continue }
      if world.dice.chance(isContended ? 0.1 : 0.6) {
        outcome.deaths += 1
        // Somewhere within the next requests, so that every place comes up.
        var left = world.dice.number(0...12)
        host.fate = { _, _ in
          left -= 1
          return left < 0
        }
        await world.sleep(world.dice.milliseconds(5...400))
        host.fate = nil
        if !host.isDead {
          world.tell("\(host.name) dies")
          host.kill()
        }
        await world.sleep(world.dice.milliseconds(1...1500))
        if hosts[index] === host { start(index) }
      } else {
        outcome.pauses += 1
        host.pause(for: world.dice.milliseconds(10...3 * Int(settings.leaseTime / .milliseconds(1))))
      }
    }
  }

  /// Breaks Redis while people write.
  func harassRedis() async {
    guard let redis else { return }
    for _ in 0..<world.dice.number(0...12) {
      await world.sleep(world.dice.milliseconds(isCoach ? 100...20_000 : 1...800))
      let faults = Redis.Fault.allCases
      redis.suffer(faults[world.dice.index(of: faults.count)])
    }
  }

  /// From here on nothing goes wrong, and who is dead lives again.
  func calmDown() {
    world.tell("— from here on nothing goes wrong —")
    isCalm = true
    // Leases shorter than what a turn takes would let hosts take lanes from each other for ever.
    settings.leaseTime = max(settings.leaseTime, .seconds(2))
    settings.lookAroundEvery = .seconds(5)
    if isContended { for index in hosts.indices { hosts[index]?.stop() } }
    for index in hosts.indices {
      hosts[index]?.trouble = HostProcess.Trouble()
      hosts[index]?.goOn()
      if hosts[index]?.isDead != false || hosts[index]?.isOver == true { start(index) }
    }
  }

  /// Pushes updates to hosts as a webhook: each until it is acknowledged, sometimes twice, those of one chat in order.
  func deliver() async {
    var offset = 0
    while !isAtEnd {
      let request = BotAPICall(method: "getUpdates", parameters: Array(#"{"offset":\#(offset),"limit":1}"#.utf8))
      guard case .http(_, _, let body) = await telegram.call(request),
        case .success(let result) = BotAPIReply.parse(status: 200, body: body),
        let update = try? result.elements().first,
        let id = update["update_id"]?.int
      else {
        await world.sleep(.milliseconds(20))
        continue
      }
      var isAcknowledged = false
      while !isAcknowledged {
        let host = hosts[world.dice.index(of: hosts.count)]
        isAcknowledged = await host?.deliver(update.bytes) ?? false
        if isAcknowledged, world.dice.chance(0.1) {
          world.tell("the acknowledgement of \(id) is lost")
          isAcknowledged = false
        }
        if !isAcknowledged { await world.sleep(world.dice.milliseconds(5...300)) }
      }
      offset = id + 1
    }
  }
}
