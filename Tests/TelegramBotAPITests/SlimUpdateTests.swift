import TelegramBotAPI
import Testing

@Suite struct SlimUpdateTests {
  @Test func aMessage() throws {
    let update = try SlimUpdate(Samples.message.bytes)
    #expect(update.updateID == 731_942_001)
    #expect(update.kind == .message)
    #expect(update.person == 1_111_111)
    #expect(update.firstName == "Test \"F\"")
    #expect(update.username == "Testusername")
    #expect(update.languageCode == "en")
    #expect(!update.isBot)
    #expect(update.chat == 1_111_111)
    #expect(update.chatType == .private)
    #expect(update.date == 1_441_645_532)
    #expect(update.messageID == 1365)
    #expect(update.text == "/goal Read, привет 😀")
    #expect(update.content == [.text, .entities])
    #expect(update.callbackID == nil)
  }

  @Test func aCallbackTakesThePlaceButNotTheSenderOfItsMessage() throws {
    let update = try SlimUpdate(Samples.callback.bytes)
    #expect(update.kind == .callbackQuery)
    #expect(update.person == 42)
    #expect(!update.isBot)
    #expect(update.chat == -1_001_234_567_890)
    #expect(update.chatType == .supergroup)
    #expect(update.messageID == 77)
    #expect(update.date == nil)
    #expect(update.text == nil)
    #expect(update.content == [])
    #expect(update.callbackID == "4382bfdwdsb323b2d9")
    #expect(update.callbackData == "goals:1")
  }

  @Test func aPhotoWithCaptionInAnAlbum() throws {
    let update = try SlimUpdate(Samples.photo.bytes)
    #expect(update.text == "look")
    #expect(update.content == [.photo, .caption, .forward, .reply])
    #expect(update.mediaGroupID == "13")
    // Not what it replies to.
    #expect(update.messageID == 10)
    #expect(update.person == 42)
    #expect(update.date == 1_700_000_003)
  }

  @Test func paymentsAndQueries() throws {
    #expect(try SlimUpdate(Samples.payment.bytes).content == .successfulPayment)
    let query = try SlimUpdate(Samples.preCheckout.bytes)
    #expect(query.kind == .preCheckoutQuery)
    #expect(query.queryID == "771")
    #expect(query.callbackID == nil)
    #expect(query.person == 42)
    #expect(query.chat == nil)
  }

  @Test func peopleAreFoundWhereverTheyAre() throws {
    #expect(try SlimUpdate(Samples.membership.bytes).person == 42)
    #expect(try SlimUpdate(Samples.membership.bytes).date == 1_700_000_001)
    #expect(try SlimUpdate(Samples.reaction.bytes).person == 42)
    #expect(try SlimUpdate(Samples.reaction.bytes).messageID == 11)
    #expect(try SlimUpdate(Samples.boost.bytes).person == 42)
    #expect(try SlimUpdate(Samples.boost.bytes).chat == -100)
    #expect(try SlimUpdate(Samples.pollAnswer.bytes).person == nil)
    #expect(try SlimUpdate(Samples.pollAnswer.bytes).chat == -100)
    let subscription = #"""
      {"update_id":1,"subscription":{"user":{"id":7,"is_bot":false,"first_name":"A"},"invoice_payload":"p","state":"active"}}
      """#
    #expect(try SlimUpdate(subscription.bytes).kind == .subscription)
    #expect(try SlimUpdate(subscription.bytes).person == 7)
  }

  @Test func anUnknownKindKeepsItsName() throws {
    let update = try SlimUpdate(Samples.unknownKind.bytes)
    #expect(update.kind == nil)
    #expect(update.kindName == "telepathy")
    #expect(update.person == 42)
    #expect(update.chat == 42)
    let bare = try SlimUpdate(#"{"update_id":5}"#.bytes)
    #expect(bare.kind == nil)
    #expect(bare.kindName.isEmpty)
    let odd = try SlimUpdate(#"{"message":5,"update_id":6}"#.bytes)
    #expect(odd.updateID == 6)
    #expect(odd.kind == .message)
  }

  @Test func aGroupBecomesASupergroup() throws {
    let text = #"""
      {"update_id":1,"message":{"message_id":1,"chat":{"id":-5,"type":"group","title":"G"},"date":1,
      "migrate_to_chat_id":-1009}}
      """#
    let update = try SlimUpdate(text.bytes)
    #expect(update.migrateToChatID == -1009)
    #expect(update.content == .migration)
  }

  /// Found by the fuzzer: the full decoding took such a number and routing refused it.
  @Test func wholeNumbersAreReadAsTheFullDecodingReadsThem() throws {
    for (written, value) in [("7.0", 7), ("12e3", 12_000), ("-2.50e1", -25), ("7311e-902", 0)] {
      let text = #"""
        {"update_id":\#(written),"message":{"message_id":1,"date":1,"chat":{"id":\#(written),"type":"group"}}}
        """#
      let slim = try SlimUpdate(text.bytes)
      let full = try Update(parsing: text.bytes)
      #expect(slim.updateID == value && full.updateID == value)
      #expect(slim.chat == value && full.message?.chat.id == value)
    }
    for written in ["1.5", "1e99", "0x10.0", "1.", "+1.0", "inf", "1.0x"] {
      let text = #"{"update_id":1,"message":{"chat":{"id":\#(written)}}}"#
      #expect(try SlimUpdate(text.bytes).chat == nil)
    }
  }

  @Test func fieldsOfAnotherTypeAreNilAndTakeNothingWithThem() throws {
    let text = #"""
      {"update_id":1,"message":{"message_id":"x","from":[1,{"id":3}],"chat":{"id":{"a":[]},"type":7},"date":1.5,"text":
      {"text":"no"},"photo":null,"media_group_id":true}}
      """#
    let update = try SlimUpdate(text.bytes)
    #expect(update.messageID == nil)
    #expect(update.person == nil)
    #expect(update.chat == nil)
    #expect(update.chatType == nil)
    #expect(update.date == nil)
    #expect(update.text == nil)
    #expect(update.mediaGroupID == nil)
  }

  @Test(arguments: [
    "", "7", "[]", #"{"message":{}}"#, #"{"update_id":"1"}"#, #"{"update_id":1} x"#, #"{"update_id":1,}"#,
    #"{"update_id":99999999999999999999}"#,
  ])
  func withoutANumberThereIsNoUpdate(_ text: String) {
    #expect(throws: JSONFault.self) { try SlimUpdate(text.bytes) }
  }

  @Test(arguments: Samples.all)
  func theSlimReadingAgreesWithTheFullOne(_ sample: String) throws {
    let slim = try SlimUpdate(sample.bytes)
    let full = try Update(parsing: sample.bytes)
    #expect(slim.updateID == full.updateID)
    #expect(slim.kind == full.kind)
    #expect(slim.kindName == full.kind?.rawValue)
    #expect(slim.text == full.message?.text ?? full.message?.caption)
    #expect(slim.callbackData == full.callbackQuery?.data)
    #expect(slim.content.contains(.photo) == (full.message?.photo != nil))
    #expect(slim.content.contains(.successfulPayment) == (full.message?.successfulPayment != nil))
  }
}
