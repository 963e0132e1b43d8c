import Host
import PluginAPI
import Sandbox

// What people do.
extension Story {
  func live(_ person: Script.Person) async {
    var presses: [(text: String, count: Int)] = []
    for line in person.lines {
      await world.sleep(line.pause)
      world.tell("\(person.id) writes “\(line.text)”")
      await telegram.write(line, from: person.id)
      if line.presses > 0 { presses.append((String(line.text.prefix { $0 != " " }), line.presses)) }
    }
    for _ in 0..<40 where !presses.isEmpty {
      await world.sleep(.milliseconds(250))
      let messages = await telegram.emulator.messages(in: person.id)
      for press in presses {
        guard let message = messages.first(where: { $0.text == "message \(press.text)" && !$0.buttons.isEmpty })
        else { continue }
        presses.removeAll { $0.text == press.text }
        for _ in 0..<press.count {
          world.tell("\(person.id) presses the button of \(press.text)")
          let pending = await telegram.emulator.startPress(row: 0, column: 0, of: message.id, from: person.id)
          if case .asked = pending { pressed[person.id, default: []].append(press.text) }
          telegram.wake()
        }
      }
    }
  }

  func walk(_ person: Int) async {
    await Walker(
      world: world, telegram: telegram, person: person, hasTime: settings.isOnlyHost,
      onPointsOff: { [self] in withoutPoints.insert(Int64(person)) }
    ).walk()
  }

  func shop(_ person: Script.Person) async {
    guard let purchase = person.purchase else { return }
    let shopper = Shopper(world: world, telegram: telegram, person: person.id, purchase: purchase)
    if let failure = await shopper.shop() { outcome.violations.append(failure) }
  }
}
