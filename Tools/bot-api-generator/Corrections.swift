/// What api.json does not say, or says in prose only.
enum Corrections {
  /// Members that Bot API 10.3 added to unions, and the data names only as types.
  static let subtypes = [
    "RichBlock": ["RichBlockButtons", "RichBlockDocument", "RichBlockExpandableBlockQuotation"],
    "RichText": ["RichTextButton"],
  ]

  /// The values of `type` of members whose fields have no description.
  static let discriminators = [
    "RichBlockButtons": "buttons",
    "RichBlockDocument": "document",
    "RichBlockExpandableBlockQuotation": "expandable_blockquote",
    "InputRichBlockButtons": "buttons",
    "InputRichBlockDocument": "document",
    "InputRichBlockExpandableBlockQuotation": "expandable_blockquote",
    "RichTextButton": "button",
  ]

  /// Choices between types that Telegram gives no name.
  static let choices: [[String]: String] = [
    ["Integer", "String"]: "ChatID",
    ["InputFile", "String"]: "InputFile",
    ["Message", "Boolean"]: "EditResult",
    ["InlineKeyboardMarkup", "ReplyKeyboardMarkup", "ReplyKeyboardRemove", "ForceReply"]: "ReplyMarkup",
    [
      "Array of InputMediaAudio", "Array of InputMediaDocument", "Array of InputMediaLivePhoto",
      "Array of InputMediaPhoto", "Array of InputMediaVideo",
    ]: "[MediaGroupItem]",
    ["InputMediaAnimation", "InputMediaAudio", "InputMediaPhoto", "InputMediaVideo", "InputMediaVoiceNote"]:
      "RichMessageMedia",
  ]

  /// The unions among those choices, to be generated like the ones that have a name.
  static let namedChoices = [
    Specification.Entry(
      name: "MediaGroupItem", href: "", description: ["One file of an album."],
      subtypes: ["InputMediaAudio", "InputMediaDocument", "InputMediaLivePhoto", "InputMediaPhoto", "InputMediaVideo"]),
    Specification.Entry(
      name: "ReplyMarkup", href: "", description: ["What is shown below a message or instead of the keyboard."],
      subtypes: ["InlineKeyboardMarkup", "ReplyKeyboardMarkup", "ReplyKeyboardRemove", "ForceReply"]),
    Specification.Entry(
      name: "RichMessageMedia", href: "", description: ["A file that a rich message refers to."],
      subtypes: [
        "InputMediaAnimation", "InputMediaAudio", "InputMediaPhoto", "InputMediaVideo", "InputMediaVoiceNote",
      ]),
  ]

  /// Names of union cases where stripping what all members share gives no good one.
  static let cases: [String: [String: String]] = [
    "MaybeInaccessibleMessage": ["Message": "message", "InaccessibleMessage": "inaccessible"],
    "ReplyMarkup": [
      "InlineKeyboardMarkup": "inlineKeyboard", "ReplyKeyboardMarkup": "replyKeyboard",
      "ReplyKeyboardRemove": "removeKeyboard", "ForceReply": "forceReply",
    ],
    "InputMessageContent": [
      "InputTextMessageContent": "text", "InputRichMessageContent": "rich", "InputLocationMessageContent": "location",
      "InputVenueMessageContent": "venue", "InputContactMessageContent": "contact",
      "InputInvoiceMessageContent": "invoice",
    ],
  ]

  /// Types that are written by hand.
  static let handwritten: Set<String> = ["InputFile"]

  /// Strings with documented values: the fields (`Owner.field`) and, where the prose does not quote them, the values.
  struct Strings {
    let name: String
    let summary: String
    let fields: [String]
    var values: [String]?
  }

  static let strings: [Strings] = [
    Strings(
      name: "ChatType", summary: "What kind of chat it is.",
      fields: ["Chat.type", "ChatFullInfo.type", "InlineQuery.chat_type"]),
    Strings(name: "MessageEntityType", summary: "What a part of a text is.", fields: ["MessageEntity.type"]),
    Strings(
      name: "PollType", summary: "What kind of poll it is.",
      fields: ["Poll.type", "sendPoll.type", "KeyboardButtonPollType.type"], values: ["regular", "quiz"]),
    Strings(
      name: "SubscriptionState", summary: "What has become of a subscription.", fields: ["BotSubscriptionUpdated.state"]
    ),
    Strings(
      name: "SuggestedPostState", summary: "What has become of a suggested post.", fields: ["SuggestedPostInfo.state"]),
    Strings(
      name: "SuggestedPostRefundReason", summary: "Why a suggested post was refunded.",
      fields: ["SuggestedPostRefunded.reason"]),
    Strings(
      name: "ButtonStyle", summary: "The colour of a button.",
      fields: ["KeyboardButton.style", "InlineKeyboardButton.style", "RichMessageButton.style"]),
    Strings(name: "UniqueGiftRarity", summary: "How rare a crafted model is.", fields: ["UniqueGiftModel.rarity"]),
    Strings(name: "UniqueGiftOrigin", summary: "Where a unique gift comes from.", fields: ["UniqueGiftInfo.origin"]),
    Strings(
      name: "StickerType", summary: "What a sticker is for.",
      fields: ["Sticker.type", "StickerSet.sticker_type", "createNewStickerSet.sticker_type"],
      values: ["regular", "mask", "custom_emoji"]),
    Strings(
      name: "StickerFormat", summary: "The format of a sticker's file.",
      fields: ["InputSticker.format", "uploadStickerFile.sticker_format", "setStickerSetThumbnail.format"]),
    Strings(
      name: "HorizontalAlignment", summary: "Where in its line something stands.",
      fields: ["RichBlockTableCell.align", "RichBlockButtons.align", "InputRichBlockButtons.align"]),
    Strings(
      name: "VerticalAlignment", summary: "Where in its cell something stands.", fields: ["RichBlockTableCell.valign"]),
    Strings(
      name: "StarTransactionType", summary: "What Stars were paid for.",
      fields: ["TransactionPartnerUser.transaction_type"]),
    Strings(
      name: "PassportElementType", summary: "A section of Telegram Passport.",
      fields: [
        "EncryptedPassportElement.type", "PassportElementErrorDataField.type", "PassportElementErrorFrontSide.type",
        "PassportElementErrorReverseSide.type", "PassportElementErrorSelfie.type", "PassportElementErrorFile.type",
        "PassportElementErrorFiles.type", "PassportElementErrorTranslationFile.type",
        "PassportElementErrorTranslationFiles.type", "PassportElementErrorUnspecified.type",
      ]),
    Strings(name: "MaskPoint", summary: "The part of a face that a mask covers.", fields: ["MaskPosition.point"]),
    Strings(
      name: "JoinRequestResult", summary: "What happens to a request to join.",
      fields: ["answerChatJoinRequestQuery.result"]),
    Strings(
      name: "ChatAction", summary: "What the bot is seen doing.", fields: ["sendChatAction.action"],
      values: [
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note",
      ]),
    Strings(
      name: "ParseMode", summary: "How markup in a text is read. Sending entities instead is safer.",
      fields: ["*parse_mode"], values: ["MarkdownV2", "HTML", "Markdown"]),
  ]
}
