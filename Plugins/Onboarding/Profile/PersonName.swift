import PluginAPI

/// What somebody wants to be called.
package enum PersonName {
  /// In graphemes.
  package static let limit = 40

  /// Why a text is no name.
  package enum Fault: Error { case empty, tooLong }

  /// The name without markup, control and invisible characters.
  package static func read(_ raw: String) -> Result<String, Fault> {
    let plain = raw.filter { !"<>*_`[]{}~|@#\\/".contains($0) }
    if UserText.isTooLong(plain, limit: limit) { return .failure(.tooLong) }
    let name = UserText.clean(plain, limit: limit)
    return name.isEmpty ? .failure(.empty) : .success(name)
  }
}
