import PluginAPI

@testable import Payments

/// An id that can be told from others by its number.
func rowID(_ number: Int) -> RowID { RowID(high: 0x0189_0000_0000_7000, low: 0x8000_0000_0000_0000 | UInt64(number)) }

func day(_ number: Int) -> Instant { Instant(unixSeconds: 1_790_000_000) + .days(number) }

/// A month of a subscription.
func sub(_ charge: String, _ order: RowID?, from: Int, to: Int? = nil) -> Payment {
  payment(charge, order, at: from, expires: day(to ?? from + 30), days: 30)
}

/// Thirty days, bought once.
func once(_ charge: String, at: Int) -> Payment { payment(charge, nil, at: at, expires: nil, days: 30) }

func payment(_ charge: String, _ order: RowID?, at: Int, expires: Instant?, days: Int) -> Payment {
  Payment(
    chargeID: charge, id: rowID(255), order: order, payload: "", amount: 250, currency: "XTR",
    isRecurring: expires != nil, isFirst: false, expiresAt: expires, days: days, paidAt: day(at), note: nil)
}

func configured(_ values: [String: ConfigValue]) -> (value: PaymentsConfiguration, problems: [String]) {
  var section = ConfigSection(path: "plugins.payments", values: values)
  let value = PaymentsConfiguration(from: &section)
  return (value, section.finish())
}
