import PluginAPI

/// The plugin's tables.
enum PaymentsTables {
  private static let plugin: PluginID = "payments"

  static let order = Table("order", of: plugin, .person(column: "person"))
  /// Kept by law; after erasure nothing in it leads to the person.
  static let payment = Table("payment", of: plugin, .retained(column: "person"))
  static let grant = Table("grant", of: plugin, .person(column: "person"))
  /// The end of Premium, computed from the three above; and what the person answered to our offers.
  static let entitlement = Table("entitlement", of: plugin, .person(column: "person"))
  /// How far Telegram's ledger has been read.
  static let ledger = Table("ledger", of: plugin, .shared)

  static let all = [order, payment, grant, entitlement, ledger]
}
