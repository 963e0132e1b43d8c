// Telegram's rules (https://core.telegram.org/bots/api#formatting-options): two entities with common text must be one
// within the other; the five styles may be in and around anything but code; quotes do not nest; all else does not
// contain each other. The server repairs what breaks them. Repairing here first means that what a plugin built, what is
// stored and what Telegram shows are the same.
extension [TextEntity] {
  /// By start, then outer before inner. Stable, so that equal ones keep their order.
  func sortedForNesting() -> [TextEntity] {
    enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.offset != b.offset { return a.offset < b.offset }
      if a.length != b.length { return a.length > b.length }
      if a.kind.nestingRank != b.kind.nestingRank { return a.kind.nestingRank < b.kind.nestingRank }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// The same formatting in entities that obey the rules. Where two of them cannot both be, the earlier one stays.
  func properlyNested() -> [TextEntity] {
    let sorted = sortedForNesting()
    if sorted.isProperlyNested { return sorted }

    let quotes = sorted.filter(\.kind.isQuote).withoutOverlaps()
    let blocks = sorted.filter { !$0.kind.isQuote && !$0.kind.isStyle }.withoutOverlaps().filter { block in
      quotes.allSatisfy { quote in
        !quote.range.overlaps(block.range) || block.range.clamped(to: quote.range) == block.range
      }
    }
    var result = quotes + blocks
    let merged = TextEntity.Kind.styles.map { style in (style, sorted.filter { $0.kind == style }.mergedRanges()) }
    let barriers = Set(result.flatMap { [$0.range.lowerBound, $0.range.upperBound] })
      .union(merged.flatMap { $0.1.map(\.lowerBound) }).sorted()
    let verbatim = blocks.filter(\.kind.isVerbatim)
    for (style, ranges) in merged {
      for range in ranges {
        let cuts = [range.lowerBound] + barriers.filter { $0 > range.lowerBound && $0 < range.upperBound }
        for (start, end) in zip(cuts, cuts.dropFirst() + [range.upperBound])
        where !verbatim.contains(where: { $0.range.overlaps(start..<end) }) {
          result.append(TextEntity(style, offset: start, length: end - start))
        }
      }
    }
    return result.sortedForNesting()
  }

  /// Whether sorted entities already obey the rules.
  private var isProperlyNested: Bool {
    var open: [TextEntity] = []
    var styleEnds = [Int](repeating: -1, count: TextEntity.Kind.styles.count)
    for entity in self {
      while let last = open.last, last.range.upperBound <= entity.offset { open.removeLast() }
      if let last = open.last, last.range.upperBound < entity.range.upperBound { return false }
      if let style = entity.kind.styleIndex {
        // Touching ones of the same style are one.
        if styleEnds[style] >= entity.offset { return false }
        styleEnds[style] = entity.range.upperBound
      }
      for outer in open where !outer.kind.canContain(entity.kind) { return false }
      open.append(entity)
    }
    return true
  }

  /// Of sorted entities, those that do not overlap an earlier one.
  private func withoutOverlaps() -> [TextEntity] {
    var end = 0
    return filter { entity in
      guard entity.offset >= end else { return false }
      end = entity.range.upperBound
      return true
    }
  }

  private func mergedRanges() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for entity in self {
      if let last = ranges.last, last.upperBound >= entity.offset {
        ranges[ranges.count - 1] = last.lowerBound..<Swift.max(last.upperBound, entity.range.upperBound)
      } else {
        ranges.append(entity.range)
      }
    }
    return ranges
  }
}

extension TextEntity.Kind {
  fileprivate func canContain(_ inner: Self) -> Bool {
    if isVerbatim { return false }
    if isStyle { return !inner.isVerbatim && inner != self }
    if isQuote { return !inner.isQuote }
    return inner.isStyle
  }
}
