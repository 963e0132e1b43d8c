import PluginAPI
import Testing

@testable import Payments

@Suite struct TextsTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Catalogue(plugin: "payments", files: PaymentsPlugin.manifest.texts) }

  @Test func textsAreComplete() { #expect(catalogue.verify() == []) }

  @Test(arguments: Language.allCases) func buttonsFitWithTheHighestPrice(language: Language) {
    for key in catalogue.keys where key.hasSuffix(".button") {
      let title = catalogue.string(key, ["stars": 100_000], for: Reader(language: language))
      #expect(title.count <= 24, "\(key): \(title)")
    }
  }

  /// Telegram's limits: title 32, description 255, and one line for a refusal before paying.
  @Test(arguments: Language.allCases) func invoiceTextsFit(language: Language) {
    let reader = Reader(language: language)
    #expect((1...32).contains(catalogue.string("invoice.title", for: reader).count))
    #expect((1...32).contains(catalogue.string("invoice.label", for: reader).count))
    #expect((1...255).contains(catalogue.string("invoice.description", for: reader).count))
    for key in catalogue.keys where key.hasPrefix("checkout.") {
      #expect(catalogue.string(key, for: reader).count <= 200, "\(key)")
      #expect(catalogue.text(key, for: reader).entities.isEmpty, "\(key)")
    }
  }

  @Test func everyRefusalAndStateHasItsText() {
    let states: [Order.Renewal] = [.active, .canceled, .failed]
    let keys =
      states.flatMap { ["renewal.\($0.rawValue)", "subscription.state.\($0.rawValue)"] }
      + [TellAdmin.Outcome.refunded, .refundFailed, .granted].map { "admin.\($0.rawValue)" }
    for key in keys { #expect(catalogue.contains(key), "\(key)") }
  }
}
