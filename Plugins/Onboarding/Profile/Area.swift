/// A part of life that a wish belongs to; the same words as in the model's schemas.
enum Area: String, Codable, Sendable, CaseIterable {
  case health, work, study, money, relations, creativity, order, other

  /// How many somebody may choose.
  static let limit = 3
}
