import JSON
import OpenWorkflow

/// Reads a configuration file, YAML or JSON: settings by their keys, with levels nested (`tls: { certificate: … }`) or
/// joined (`tls.certificate: …`).
struct SettingsFile {
  private let file: String
  private let known: [String: any SettingDescription]
  private var given = GivenSettings()
  private var problems: [Diagnostic] = []

  /// Every problem is in `problems`, with its place.
  static func read(
    _ bytes: [UInt8], file: String, known: [any SettingDescription]
  ) -> (given: GivenSettings, problems: [Diagnostic]) {
    var reading = SettingsFile(file: file, known: known)
    let (value, diagnostics) = LocatedValue.read(bytes, file: file)
    reading.problems = diagnostics
    switch value {
    case .mapping(let members, _): reading.read(members, under: "")
    // A file in which everything is commented out.
    case nil: if !bytes.contains(where: { $0 == UInt8(ascii: ":") }) || isBlank(bytes) { reading.problems = [] }
    case .scalar(.null, _, _): break
    case .some(let other): reading.complain("expected settings by their names, such as 'port: 8080'", other.position)
    }
    return (reading.given, reading.problems)
  }

  private static func isBlank(_ bytes: [UInt8]) -> Bool {
    bytes.split(separator: UInt8(ascii: "\n")).allSatisfy { line in
      let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
      return text.isEmpty || text.first == UInt8(ascii: "#")
    }
  }

  private init(file: String, known: [any SettingDescription]) {
    self.file = file
    self.known = Dictionary(uniqueKeysWithValues: known.map { ($0.key, $0) })
  }

  private mutating func read(_ members: [LocatedValue.Member], under prefix: String) {
    for member in members {
      let key = prefix + member.key
      if let setting = known[key] {
        take(setting, member.value)
      } else if known.keys.contains(where: { $0.hasPrefix(key + ".") }) {
        guard case .mapping(let inner, _) = member.value else {
          complain("'\(key)' is a group of settings: expected a mapping", member.value.position)
          continue
        }
        read(inner, under: key + ".")
      } else {
        complain("unknown setting '\(key)'; \(Self.hint(for: key, among: known.keys.sorted()))", member.position)
      }
    }
  }

  /// Names the setting that was probably meant.
  static func hint(for key: String, among keys: [String]) -> String {
    if let same = keys.first(where: { $0.replacing(".", with: "-") == key.replacing(".", with: "-").lowercased() }) {
      return "it is written '\(same)'"
    }
    if let near = nearest(to: key, among: keys) { return "did you mean '\(near)'?" }
    let last = key.split(separator: ".").last.map(String.init) ?? key
    if let inGroup = keys.first(where: { $0.hasSuffix("." + last) }) { return "did you mean '\(inGroup)'?" }
    return "the settings are: \(keys.joined(separator: ", "))"
  }

  private mutating func take(_ setting: any SettingDescription, _ value: LocatedValue) {
    switch value {
    case .scalar(.null, _, _): break
    case .scalar(_, let text, let position):
      check(setting, text, position)
      given.give(setting, text)
    case .list(let items, _) where setting.isList:
      var texts: [String] = []
      for item in items {
        guard case .scalar(_, let text, let position) = item else {
          complain("'\(setting.key)' expects a list, each \(setting.expectation)", item.position)
          continue
        }
        check(setting, text, position)
        texts.append(text)
      }
      given.give(setting, texts)
    default:
      let what = setting.isList ? "a list, each \(setting.expectation)" : setting.expectation
      complain("'\(setting.key)' expects \(what)", value.position)
    }
  }

  private mutating func check(_ setting: any SettingDescription, _ text: String, _ position: SourcePosition) {
    if !setting.accepts(text) {
      complain("'\(setting.key)' expects \(setting.expectation), found '\(text)'", position)
    }
  }

  private mutating func complain(_ message: String, _ position: SourcePosition) {
    problems.append(Diagnostic(.error, message, file: file, position: position, pointer: ""))
  }
}
