import Configuration
import OpenWorkflow

/// The settings of this start, from the command line, the environment and a file; the first of these that gives a setting
/// decides it.
struct SettingSources {
  /// Misspelt variables, probably.
  private(set) var warnings: [String] = []
  private let reader: ConfigReader
  private let commandLine: GivenSettings
  private let variables: [String: String]
  private let file: String?

  /// Throws a `UserError` that says everything that is wrong with the values, and where.
  init(
    commandLine: GivenSettings, environment: [String: String], file: (path: String, bytes: [UInt8])?,
    known: [any SettingDescription]
  ) throws(UserError) {
    var problems: [String] = []
    for setting in known {
      for text in commandLine[setting] ?? [] where !setting.accepts(text) {
        problems.append("\(setting.option) expects \(setting.expectation), found '\(text)'")
      }
    }
    let byVariable = Dictionary(uniqueKeysWithValues: known.map { ($0.variable, $0) })
    var variables: [String: String] = [:]
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
      guard let setting = byVariable[name] else {
        warnings += Self.warning(of: name, known: byVariable.keys.sorted())
        continue
      }
      problems += Self.problems(of: setting, value)
      // Without the prefix that the key has not.
      variables[String(name.dropFirst("JUGGLER_".count))] = value
    }
    let read = file.map { SettingsFile.read($0.bytes, file: $0.path, known: known) }
    problems += (read?.problems ?? []).map(\.description)
    guard problems.isEmpty else { throw UserError(problems.joined(separator: "\njuggler: error: ")) }
    self.commandLine = commandLine
    self.variables = variables
    self.file = file?.path
    reader = ConfigReader(providers: [
      Self.provider("command line", commandLine, known),
      EnvironmentVariablesProvider(environmentVariables: variables),
      Self.provider("file", read?.given ?? GivenSettings(), known),
    ])
  }

  private static func provider(
    _ name: String, _ given: GivenSettings, _ known: [any SettingDescription]
  ) -> InMemoryProvider {
    var values: [AbsoluteConfigKey: ConfigValue] = [:]
    for setting in known {
      guard let texts = given[setting], let last = texts.last else { continue }
      let content = setting.isList ? ConfigContent.stringArray(texts) : .string(last)
      values[AbsoluteConfigKey(setting.configKey)] = ConfigValue(content, isSecret: false)
    }
    return InMemoryProvider(name: name, values: values)
  }

  private static func problems(of setting: any SettingDescription, _ value: String) -> [String] {
    let texts = setting.isList ? value.split(separator: ",").map(Self.trimmed) : [value]
    return texts.filter { !setting.accepts($0) }.map { text in
      var message = "\(setting.variable) expects \(setting.expectation), found '\(text)'"
      if text.hasPrefix("tcp://") {
        message +=
          ". Kubernetes sets this for a service called juggler: set enableServiceLinks: false in the pod, or give "
          + setting.option
      }
      return message
    }
  }

  private static func warning(of name: String, known: [String]) -> [String] {
    guard !name.hasPrefix("JUGGLER_SECRET_"), let near = SettingsFile.near(name, among: known) else { return [] }
    return ["the environment's \(name) is no setting; did you mean \(near)?"]
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  // MARK: Reading

  subscript<Value>(setting: Setting<Value>) -> Value? {
    (reader.string(forKey: setting.configKey) ?? setting.defaultText).flatMap { setting.syntax.parse($0) }
  }

  /// The value of a setting that has a default.
  func value<Value>(of setting: Setting<Value>) throws(UserError) -> Value {
    guard let value = self[setting] else {
      throw UserError("\(setting.option) has no value; expected \(setting.expectation)")
    }
    return value
  }

  subscript(setting: ListSetting) -> [String] {
    (reader.stringArray(forKey: setting.configKey)?.map(Self.trimmed)) ?? setting.defaultText.map { [$0] } ?? []
  }

  /// What somebody gave, without the default.
  func given<Value>(_ setting: Setting<Value>) -> Value? {
    reader.string(forKey: setting.configKey).flatMap { setting.syntax.parse($0) }
  }

  /// Whether anybody gave it; if not, the default counts.
  func gives(_ setting: ListSetting) -> Bool { reader.stringArray(forKey: setting.configKey) != nil }

  func isOnCommandLine(_ setting: any SettingDescription) -> Bool { commandLine[setting] != nil }

  /// What the user wrote to give this setting, for messages.
  func origin(of setting: any SettingDescription) -> String {
    if commandLine[setting] != nil { return setting.option }
    if variables[String(setting.variable.dropFirst("JUGGLER_".count))] != nil { return setting.variable }
    return file.map { "\(setting.key) in \($0)" } ?? setting.option
  }
}

extension SettingsFile {
  static func near(_ name: String, among names: [String]) -> String? { nearest(to: name, among: names) }
}
