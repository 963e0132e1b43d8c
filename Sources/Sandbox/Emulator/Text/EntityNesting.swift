/// Telegram's rule that entities either nest or do not touch: what crosses is split, `code` and `pre` stand alone.
enum EntityNesting {
  static func untangle(_ entities: [TextEntity]) -> [TextEntity] {
    let fixed = entities.filter { TextEntity.monospaced.contains($0.type) }
    var pending = entities.flatMap { entity in
      TextEntity.monospaced.contains(entity.type) || TextEntity.quotes.contains(entity.type)
        ? [entity] : subtract(fixed, from: entity)
    }
    pending.sort(by: before)
    var result: [TextEntity] = []
    var open: [TextEntity] = []
    while !pending.isEmpty {
      var entity = pending.removeFirst()
      while let top = open.last, top.end <= entity.start { open.removeLast() }
      if let top = open.last, entity.end > top.end {
        var rest = entity
        rest.start = top.end
        entity.end = top.end
        let place = pending.firstIndex { before(rest, $0) } ?? pending.endIndex
        pending.insert(rest, at: place)
      }
      if open.contains(where: { $0.type == entity.type || TextEntity.monospaced.contains($0.type) }) { continue }
      if TextEntity.quotes.contains(entity.type), open.contains(where: { TextEntity.quotes.contains($0.type) }) {
        continue
      }
      open.append(entity)
      result.append(entity)
    }
    return result
  }

  private static func before(_ left: TextEntity, _ right: TextEntity) -> Bool {
    (left.start, -left.end, left.type) < (right.start, -right.end, right.type)
  }

  private static func subtract(_ holes: [TextEntity], from entity: TextEntity) -> [TextEntity] {
    var parts = [entity]
    for hole in holes {
      parts = parts.flatMap { part -> [TextEntity] in
        guard hole.start < part.end, part.start < hole.end else { return [part] }
        var left = part, right = part
        left.end = hole.start
        right.start = hole.end
        return [left, right].filter { $0.start < $0.end }
      }
    }
    return parts
  }
}
