// A plugin imports PluginAPI and has everything: calendar and zones, texts, charts, and Telegram's own types for raw calls.
@_exported public import CivilTime
@_exported public import Localization
@_exported public import MediaProtocol
@_exported public import TelegramBotAPI
