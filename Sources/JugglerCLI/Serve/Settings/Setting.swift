import Configuration

/// What is said of a setting, whatever its type.
///
/// A setting has one name, from which the others follow: `tls.certificate` in a file is `--tls-certificate` on the command
/// line and `JUGGLER_TLS_CERTIFICATE` in the environment.
protocol SettingDescription: Sendable {
  /// As in a file: words in lower case joined by `-`, levels by `.`.
  var key: String { get }
  /// One or two sentences, for help texts and documentation.
  var summary: String { get }
  /// The default as it would be written; `nil` when there is none.
  var defaultText: String? { get }
  var placeholder: String { get }
  var expectation: String { get }
  var isList: Bool { get }
  var isFlag: Bool { get }
  func accepts(_ text: String) -> Bool
}

extension SettingDescription {
  var isList: Bool { false }
  var isFlag: Bool { false }
  /// Without the dashes before it.
  var optionName: String { key.replacing(".", with: "-") }
  var option: String { "--" + optionName }
  var variable: String { "JUGGLER_" + key.uppercased().replacing(".", with: "_").replacing("-", with: "_") }
  var configKey: ConfigKey { ConfigKey(key.split(separator: ".").map(String.init)) }
}

/// A setting with one value.
struct Setting<Value: Sendable>: SettingDescription {
  let key: String
  let syntax: SettingSyntax<Value>
  let defaultText: String?
  let summary: String

  init(_ key: String, _ syntax: SettingSyntax<Value>, default defaultText: String? = nil, _ summary: String) {
    self.key = key
    self.syntax = syntax
    self.defaultText = defaultText
    self.summary = summary
  }

  var placeholder: String { syntax.placeholder }
  var expectation: String { syntax.expectation }
  var isFlag: Bool { Value.self == Bool.self }
  func accepts(_ text: String) -> Bool { syntax.parse(text) != nil }
}

/// A setting with any number of texts: a list in a file, separated by commas in the environment, repeated on the command
/// line.
struct ListSetting: SettingDescription {
  let key: String
  let syntax: SettingSyntax<String>
  let defaultText: String?
  let summary: String

  init(_ key: String, _ syntax: SettingSyntax<String>, default defaultText: String? = nil, _ summary: String) {
    self.key = key
    self.syntax = syntax
    self.defaultText = defaultText
    self.summary = summary
  }

  var placeholder: String { syntax.placeholder }
  var expectation: String { syntax.expectation }
  var isList: Bool { true }
  func accepts(_ text: String) -> Bool { syntax.parse(text) != nil }
}
