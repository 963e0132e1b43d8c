/// Parts of a list, for statements that carry several rows.
struct Chunks {
  /// Whether one text serves any number of rows: see ``SQLRows``.
  let isAnyNumber: Bool

  init(_ database: any DatabaseDriver) { isAnyNumber = database.takesColumns }

  /// Ranges of neighbours, in order: of any number up to 100; or of 16, 8, 4, 2 or 1, so that rows of any number make do
  /// with five texts, which stay prepared.
  /// - Parameter belongs: whether an element may be in one chunk with the first of it.
  func of<Element>(
    _ elements: [Element], while belongs: (Element, Element) -> Bool = { _, _ in true }
  ) -> [Range<Int>] {
    let limit = isAnyNumber ? 100 : 16
    var chunks: [Range<Int>] = []
    var start = 0
    while start < elements.count {
      var end = start + 1
      while end < elements.count, end - start < limit, belongs(elements[start], elements[end]) { end += 1 }
      var size = limit
      if isAnyNumber { size = end - start } else { while size > end - start { size /= 2 } }
      chunks.append(start..<start + size)
      start += size
    }
    return chunks
  }
}
