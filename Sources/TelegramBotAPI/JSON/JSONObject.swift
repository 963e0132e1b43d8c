/// The members of an object while a type is built from them. It counts what has been found, so that looking for absent
/// fields costs nothing once all members are taken.
public struct JSONObject {
  private let document: JSONDocument
  private let first: Int
  private let end: Int
  private var remaining: Int

  /// - Throws: `JSONFault` if `node` is not an object.
  public init(_ node: JSONNode) throws(JSONFault) {
    guard node.kind == .object else { throw node.mismatch("an object") }
    document = node.document
    first = node.index + 1
    end = Int(node.node.next)
    var count = 0
    var index = first
    while index < end {
      count += 1
      index = Int(document.nodes[index + 1].next)
    }
    remaining = count
  }

  /// The index of the value of the first member called `key`.
  @inline(never)
  mutating func find(_ key: StaticString) -> Int? {
    guard remaining > 0 else { return nil }
    let wanted = key.withUTF8Buffer { text -> UInt32 in
      guard let first = text.first, let last = text.last else { return 0 }
      return JSONDocument.fingerprint(count: text.count, first: first, last: last)
    }
    var index = first
    while index < end {
      let node = document.nodes[index]
      if node.tag == wanted || node.tag == JSONDocument.escapedKey, document.matches(node, key) {
        remaining -= 1
        return index + 1
      }
      index = Int(document.nodes[index + 1].next)
    }
    return nil
  }

  // The generated code calls these thousands of times: inlining them costs minutes of compiling and saves nothing.

  /// A field that must be there.
  @inline(never)
  public mutating func need<Value: JSONReadable>(_ key: StaticString) throws(JSONFault) -> Value {
    guard let index = find(key) else { throw JSONFault(.missing, path: key.description) }
    do throws(JSONFault) {
      return try Value(json: JSONNode(document: document, index: index))
    } catch {
      throw error.under(key.description)
    }
  }

  /// A field that may be absent or null.
  @inline(never)
  public mutating func get<Value: JSONReadable>(_ key: StaticString) throws(JSONFault) -> Value? {
    guard let index = find(key) else { return nil }
    let node = JSONNode(document: document, index: index)
    guard !node.isNull else { return nil }
    do throws(JSONFault) {
      return try Value(json: node)
    } catch {
      throw error.under(key.description)
    }
  }
}
