extension Text {
  /// The text as Telegram stores it when it is sent: characters that Telegram deletes are gone, whitespace at both ends
  /// is cut off, styles start at a visible character, no entity covers only whitespace, and entities are nested the way
  /// the Bot API allows (https://core.telegram.org/bots/api#formatting-options). Normalizing again changes nothing.
  ///
  /// An empty result cannot be sent: Telegram answers 400.
  public func normalized() -> Text {
    var units = Array(string.utf16)
    var entities = entities
    let needsCleaning = units.contains { $0.fate != .stays }
    if needsCleaning { Self.clean(&units, &entities) }

    guard let first = units.firstIndex(where: { !$0.isWhitespace }),
      let last = units.lastIndex(where: { !$0.isWhitespace })
    else { return Text() }
    // Cutting entities can leave pieces that begin with whitespace, and moving their start can free others to be whole.
    // Ends, because every further round covers less text.
    var nested: [TextEntity]
    repeat {
      nested = entities.compactMap { Self.trimmed($0, to: first..<last + 1, of: units) }
      entities = nested.properlyNested()
    } while entities != nested
    if !needsCleaning && first == 0 && last == units.count - 1 {
      return Text(unchecked: string, entities: entities, utf16Count: utf16Count)
    }
    for index in entities.indices { entities[index].offset -= first }
    return Text(
      unchecked: String(decoding: units[first...last], as: UTF16.self), entities: entities, utf16Count: last + 1 - first
    )
  }

  /// Deletes and replaces what Telegram would, and moves the entities along.
  private static func clean(_ units: inout [UInt16], _ entities: inout [TextEntity]) {
    var cleaned: [UInt16] = []
    cleaned.reserveCapacity(units.count)
    var newOffsets: [Int] = []
    newOffsets.reserveCapacity(units.count + 1)
    for unit in units {
      newOffsets.append(cleaned.count)
      switch unit.fate {
      case .stays: cleaned.append(unit)
      case .becomesSpace: cleaned.append(0x20)
      case .vanishes: break
      }
    }
    newOffsets.append(cleaned.count)
    entities = entities.compactMap { entity in
      let (start, end) = (newOffsets[entity.range.lowerBound], newOffsets[entity.range.upperBound])
      return start < end ? TextEntity(entity.kind, offset: start, length: end - start) : nil
    }
    units = cleaned
  }

  private static func trimmed(_ entity: TextEntity, to text: Range<Int>, of units: [UInt16]) -> TextEntity? {
    let range = entity.range.clamped(to: text)
    guard let visible = units[range].firstIndex(where: { !$0.isWhitespace }) else { return nil }
    // Telegram moves the start of styles and quotes only: the indentation of code matters.
    let start = entity.kind.isStyle || entity.kind.isQuote ? visible : range.lowerBound
    return TextEntity(entity.kind, offset: start, length: range.upperBound - start)
  }
}

extension UInt16 {
  /// What becomes of a code unit when Telegram receives it (TDLib, `clean_input_string`).
  fileprivate enum Fate { case stays, becomesSpace, vanishes }

  fileprivate var fate: Fate {
    switch self {
    case 0x0A: .stays
    case 0x0D, 0x030A, 0x0333, 0x033F, 0x2028...0x202E: .vanishes
    case 0...0x1F: .becomesSpace
    default: .stays
    }
  }

  /// Unicode's White_Space; all of it is in the basic plane.
  fileprivate var isWhitespace: Bool {
    switch self {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }
}
