/// Whom a text is for: everything about a person that changes how a sentence is put.
public struct Reader: Sendable, Hashable, Codable {
  /// The language to write in.
  public var language: Language
  /// How the person wants to be spoken to; `{address, select, ty{…} other{…}}` in a pattern.
  public var address: FormOfAddress
  /// Known only if the person said so; `{gender, select, f{…} m{…} other{…}}` in a pattern.
  public var gender: GrammaticalGender?

  /// Describes a reader. Unless told otherwise they are addressed politely and no gender is assumed.
  public init(language: Language, address: FormOfAddress = .vy, gender: GrammaticalGender? = nil) {
    self.language = language
    self.address = address
    self.gender = gender
  }
}

/// The Russian choice between «ты» and «вы». English has one form, so its patterns need not ask.
public enum FormOfAddress: String, Sendable, Hashable, Codable, CaseIterable {
  /// «ты», familiar.
  case ty
  /// «вы», polite.
  case vy
}

/// The gender of a person in grammar. Texts should be neutral and ask for this only where it is known.
public enum GrammaticalGender: String, Sendable, Hashable, Codable, CaseIterable {
  /// Feminine: «сделала».
  case feminine = "f"
  /// Masculine: «сделал».
  case masculine = "m"
}
