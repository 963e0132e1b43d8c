/// A file for Telegram: one that it has, one that it fetches, or one that comes with the call.
public enum InputFile: TelegramObject {
  /// A file on Telegram's servers, by the `file_id` that it gave this bot.
  case fileID(String)
  /// An HTTP address from which Telegram fetches the file: photos to 5 MB, other files to 20 MB.
  case url(String)
  /// New content: photos to 10 MB, other files to 50 MB.
  case upload(Attachment)

  /// A JSON string: an address if it starts with `http://` or `https://`, else a file id.
  public init(json: JSONNode) throws(JSONFault) {
    let text = try String(json: json)
    self = text.hasPrefix("https://") || text.hasPrefix("http://") ? .url(text) : .fileID(text)
  }

  /// A JSON string; `attach://name` for new content.
  public func write(to json: inout JSONWriter) {
    switch self {
    case .fileID(let text), .url(let text): json.append(string: text)
    case .upload(let attachment): json.append(attachment)
    }
  }
}
