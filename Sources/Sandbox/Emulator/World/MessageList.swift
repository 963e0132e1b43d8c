/// The messages of a chat, in pieces: a chat is copied with every call, and appending to a copy must not copy them all.
struct MessageList: RandomAccessCollection, MutableCollection, Sendable {
  private static let pieceSize = 32
  private var pieces: [[MessageRecord]] = []
  private(set) var endIndex = 0

  var startIndex: Int { 0 }

  subscript(index: Int) -> MessageRecord {
    get { pieces[index / Self.pieceSize][index % Self.pieceSize] }
    _modify { yield &pieces[index / Self.pieceSize][index % Self.pieceSize] }
  }

  mutating func append(_ message: MessageRecord) {
    if endIndex.isMultiple(of: Self.pieceSize) { pieces.append([]) }
    pieces[pieces.count - 1].append(message)
    endIndex += 1
  }
}
