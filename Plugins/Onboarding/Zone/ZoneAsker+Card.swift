import Contracts
import PluginAPI

extension ZoneAsker {
  /// The question, without a heading.
  func text(_ step: ZoneStep, _ turn: Turn) -> Text {
    switch step.source {
    case nil:
      var parts = [turn.text("zone.clock")]
      if turn.person.isZoneConfirmed {
        parts.append(turn.text("zone.known", ["zone": .text(line(turn.person.zone, turn))]))
      }
      return parts.joined(separator: "\n\n")
    case .clock: return turn.text("zone.places.clock")
    case .location: return turn.text("zone.places.location")
    case .name: return turn.text("zone.places.name")
    }
  }

  /// The buttons; `wrap` makes the dialog's choices of the step's.
  func rows<Choice: Codable & Sendable>(
    _ step: ZoneStep, _ turn: Turn, wrap: (ZoneChoice) -> Choice
  ) -> [[Button]] {
    func button(_ title: String, _ choice: ZoneChoice) -> Button { Button(title, choose: wrap(choice)) }
    if step.source != nil {
      return step.options.enumerated().map { [button(title($1, turn), .place($0))] }
        + [[button(turn.string("zone.back.button"), .back)]]
    }
    let grid = ClockGrid(zones, now: turn.now)
    let first = step.firstHour.map(grid.clamped) ?? grid.likelyFirstHour(for: turn.person)
    let times = step.showsOddMinutes ? grid.oddMinutes : grid.wholeHours(from: first)
    var rows = times.map { button(Self.text(grid.time(at: $0)), .time(minutes: $0 / 60)) }.inRows(of: 4)
    rows.append(
      step.showsOddMinutes
        ? [button(turn.string("zone.back.button"), .back)] : pages(grid, first, turn, wrap: wrap))
    rows.append([button(turn.string("zone.location.button"), .location)])
    if turn.person.isZoneConfirmed {
      let city = Text(name(of: turn.person.zone.id, turn)).truncated(to: 14).string
      rows.append([button(turn.string("zone.keep.button", ["city": .string(city)]), .keep)])
    }
    return rows
  }

  private func pages<Choice: Codable & Sendable>(
    _ grid: ClockGrid, _ first: Int, _ turn: Turn, wrap: (ZoneChoice) -> Choice
  ) -> [Button] {
    var row: [Button] = []
    let hours = grid.firstHours
    if first > hours.lowerBound {
      let page = ZoneChoice.page(first: grid.clamped(first - ClockGrid.pageSize))
      row.append(Button(turn.string("zone.earlier.button"), choose: wrap(page)))
    }
    row.append(Button(turn.string("zone.minutes.button"), choose: wrap(.oddMinutes)))
    if first < hours.upperBound {
      let page = ZoneChoice.page(first: grid.clamped(first + ClockGrid.pageSize))
      row.append(Button(turn.string("zone.later.button"), choose: wrap(page)))
    }
    return row
  }

  /// "Samara · 18:42", or the name alone where the time is known.
  private func title(_ option: ZoneStep.Option, _ turn: Turn) -> String {
    let place = option.place ?? name(of: option.zone, turn)
    guard let zone = try? zones.zone(option.zone) else { return Text(place).truncated(to: 24).string }
    return "\(Text(place).truncated(to: 16).string) · \(Self.text(zone.time(at: turn.now)))"
  }
}

extension Array {
  /// Rows of at most so many.
  fileprivate func inRows(of width: Int) -> [[Element]] {
    stride(from: 0, to: count, by: width).map { Array(self[$0..<Swift.min($0 + width, count)]) }
  }
}

extension Turn {
  /// Makes a zone the person's own and says so to other plugins.
  func adopt(_ zone: Zone) {
    let before = person.zone.id
    changePerson {
      $0.zone = zone
      $0.isZoneConfirmed = true
    }
    if before != zone.id { publish(TimeZoneChanged(from: before, to: zone.id)) }
  }

  /// Takes the key that sends a location away, if it is there.
  func dropLocationKey(_ step: ZoneStep, wasUsed: Bool) {
    guard step.hasLocationKey else { return }
    send(Card(text(wasUsed ? "zone.location.done" : "zone.location.gone"), replyKeyboard: .remove))
  }
}
