/// Parts of a list, for statements that carry several rows.
enum Chunks {
  /// Ranges of 16, 8, 4, 2 or 1 neighbours, in order: rows of any number make do with five texts, which stay prepared.
  /// - Parameter belongs: whether an element may be in one chunk with the first of it.
  static func of<Element>(
    _ elements: [Element], while belongs: (Element, Element) -> Bool = { _, _ in true }
  ) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = 0
    while start < elements.count {
      var end = start + 1
      while end < elements.count, end - start < 16, belongs(elements[start], elements[end]) { end += 1 }
      var size = 16
      while size > end - start { size /= 2 }
      chunks.append(start..<start + size)
      start += size
    }
    return chunks
  }
}
