import Foundation

/// The moderation endpoint: https://platform.openai.com/docs/api-reference/moderations
struct ModerationRequest {
  var text: String
  var images: [[UInt8]]
  var model: String

  var body: [UInt8] {
    let input: String
    if images.isEmpty {
      input = JSONText.quoted(text)
    } else {
      var parts = text.isEmpty ? [] : ["{\"type\":\"text\",\"text\":\(JSONText.quoted(text))}"]
      for image in images {
        let content = Data(image).base64EncodedString()
        parts.append("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/jpeg;base64,\(content)\"}}")
      }
      input = "[\(parts.joined(separator: ","))]"
    }
    let named = model.isEmpty ? "" : "\"model\":\(JSONText.quoted(model)),"
    return Array("{\(named)\"input\":\(input)}".utf8)
  }

  /// All results count together.
  static func read(_ body: [UInt8]) throws(ChatFailure) -> (isFlagged: Bool, categories: Set<String>) {
    guard let results = JSONNode(body, maximumDepth: 32)?["results"]?.array, !results.isEmpty else {
      throw .unreadable("the answer has no results of a moderation")
    }
    var isFlagged = false
    var categories: Set<String> = []
    for result in results {
      guard let flagged = result["flagged"]?.bool else { throw .unreadable("a result without the word flagged") }
      isFlagged = isFlagged || flagged
      guard case .object(let fired) = result["categories"] else { continue }
      for (name, value) in fired where value.bool == true && name.utf8.count <= 64 && categories.count < 64 {
        categories.insert(name)
      }
    }
    return (isFlagged || !categories.isEmpty, categories)
  }
}
