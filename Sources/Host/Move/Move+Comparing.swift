import Crypto
import PluginAPI

extension Move {
  /// Reads a table from both sides and compares it value by value.
  func compare(_ table: MoveTable) async throws -> MovedTable {
    // What the move itself changed.
    let isCompared = table.columns.map { table.name != HostTables.lane.name || !["owner", "due"].contains($0.name) }
    var (left, right) = (MoveCursor(source.database, table), MoveCursor(target.database, table))
    var (leftHash, rightHash) = (SHA256(), SHA256())
    var count: Int64 = 0
    while true {
      let (old, new) = (try await left.next(), try await right.next())
      guard let old, let new else {
        guard old == nil, new == nil else { throw differs(table, "one of them has more than \(count) rows") }
        break
      }
      count += 1
      let (oldBytes, newBytes) = (bytes(old, isCompared), bytes(new, isCompared))
      guard oldBytes == newBytes else { throw differs(table, "row \(count), in the order of its key, differs") }
      leftHash.update(data: oldBytes)
      rightHash.update(data: newBytes)
    }
    let (oldDigest, newDigest) = (Array(leftHash.finalize()), Array(rightHash.finalize()))
    guard oldDigest == newDigest else { throw differs(table, "the digests differ") }
    return MovedTable(name: table.name, rows: count, digest: oldDigest.hexadecimal)
  }

  private func bytes(_ values: [SQLValue], _ isCompared: [Bool]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (value, isCompared) in zip(values, isCompared) where isCompared { MoveValue.append(value, to: &bytes) }
    return bytes
  }

  private func differs(_ table: MoveTable, _ how: String) -> MoveError {
    MoveError(
      "The table \(table.name) is not the same in both databases: \(how). The source was changed during the move, or "
        + "the target. Stop everything that uses them, \(Self.emptying), and begin again.")
  }
}

extension [UInt8] {
  fileprivate var hexadecimal: String {
    map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
  }
}
