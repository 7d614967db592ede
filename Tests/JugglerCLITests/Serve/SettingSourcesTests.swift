import ArgumentParser
import Foundation
import Logging
import Testing

@testable import JugglerCLI

struct SettingSourcesTests {
  func sources(
    _ arguments: [String] = [], _ environment: [String: String] = [:], file: String? = nil
  ) throws -> SettingSources {
    let command = try ServeCommand.parse(arguments)
    guard let file else { return try command.sources(Environment(environment)) }
    return try SettingSources(
      commandLine: command.given, environment: environment, file: ("juggler.yaml", Array(file.utf8)),
      known: ServeSettings.all)
  }

  func problem(_ arguments: [String] = [], _ environment: [String: String] = [:], file: String? = nil) -> String {
    do {
      _ = try sources(arguments, environment, file: file)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func theCommandLineCountsBeforeTheEnvironmentAndThatBeforeTheFile() throws {
    let file = "port: 1\nhost: a\nlog.level: error\ntls:\n  certificate: c\n"
    let environment = ["JUGGLER_PORT": "2", "JUGGLER_LOG_LEVEL": "info"]
    let settings = try sources(["--port", "3"], environment, file: file)
    #expect(settings[ServeSettings.port] == 3)
    #expect(settings[ServeSettings.logLevel] == .info)
    #expect(settings[ServeSettings.host] == "a")
    #expect(settings[ServeSettings.certificate] == "c")
    #expect(settings[ServeSettings.privateKey] == nil)
    #expect(settings[ServeSettings.store] == .sqlite(path: ".juggler/juggler.db"))
    #expect(settings.origin(of: ServeSettings.port) == "--port")
    #expect(settings.origin(of: ServeSettings.logLevel) == "JUGGLER_LOG_LEVEL")
    #expect(settings.origin(of: ServeSettings.host) == "host in juggler.yaml")
  }

  @Test func listsAreWrittenAsEachPlaceHasThem() throws {
    let inFile = try sources(file: "outbound:\n  allow: [a.example, 10.0.0.0/8]\nallow: shell\n")
    #expect(inFile[ServeSettings.outboundAllow] == ["a.example", "10.0.0.0/8"])
    #expect(inFile[ServeSettings.allow] == ["shell"])
    #expect(try sources([], ["JUGGLER_ALLOW": "shell, script"])[ServeSettings.allow] == ["shell", "script"])
    #expect(try sources(["--allow", "shell", "--allow", "script"])[ServeSettings.allow] == ["shell", "script"])
    #expect(try sources(["a", "b"])[ServeSettings.workflows] == ["a", "b"])
    #expect(try sources()[ServeSettings.workflows] == ["."])
    #expect(try !sources().gives(ServeSettings.workflows))
  }

  @Test func whatIsOnOrOffHasTwoNamesOnTheCommandLine() throws {
    #expect(try sources()[ServeSettings.http2] == true)
    #expect(try sources(["--no-http2"])[ServeSettings.http2] == false)
    #expect(try sources(["--http2"], ["JUGGLER_HTTP2": "false"])[ServeSettings.http2] == true)
    #expect(try sources([], ["JUGGLER_HTTP2": "off"])[ServeSettings.http2] == false)
  }

  @Test func aFileMayBeJSONAndMayBeEmpty() throws {
    let json = try SettingSources(
      commandLine: GivenSettings(), environment: [:],
      file: ("juggler.json", Array(#"{"port": 9000, "log": {"format": "json"}}"#.utf8)), known: ServeSettings.all)
    #expect(json[ServeSettings.port] == 9000)
    #expect(json[ServeSettings.logFormat] == "json")
    #expect(try sources(file: "")[ServeSettings.port] == 8080)
    #expect(try sources(file: "# port: 1\n\n")[ServeSettings.port] == 8080)
    #expect(try sources(file: "port:\n")[ServeSettings.port] == 8080)
  }

  @Test(arguments: [
    ("prot: 1", "juggler.yaml:1:1: error: unknown setting 'prot'; did you mean 'port'?"),
    (
      "tls:\n  certficate: x",
      "juggler.yaml:2:3: error: unknown setting 'tls.certficate'; did you mean 'tls.certificate'?"
    ),
    ("log-level: info", "juggler.yaml:1:1: error: unknown setting 'log-level'; it is written 'log.level'"),
    ("certificate: x", "juggler.yaml:1:1: error: unknown setting 'certificate'; did you mean 'tls.certificate'?"),
    ("port: http", "juggler.yaml:1:7: error: 'port' expects a number, 0 to 65535, found 'http'"),
    ("port: [1]", "juggler.yaml:1:7: error: 'port' expects a number, 0 to 65535"),
    ("tls: x", "juggler.yaml:1:6: error: 'tls' is a group of settings: expected a mapping"),
    ("allow: [shell, fire]", "juggler.yaml:1:16: error: 'allow' expects shell or script, found 'fire'"),
    ("- port", "juggler.yaml:1:1: error: expected settings by their names, such as 'port: 8080'"),
  ])
  func aFileThatIsWrongIsRefusedWithThePlace(file: String, message: String) {
    #expect(problem(file: file) == message)
  }

  @Test func everythingThatIsWrongIsSaidAtOnce() {
    let all = problem(["--port", "x"], ["JUGGLER_DRAIN_TIMEOUT": "soon"], file: "limits.body: much\nhots: a")
    #expect(
      all.split(separator: "\n").map(String.init) == [
        "--port expects a number, 0 to 65535, found 'x'",
        "juggler: error: JUGGLER_DRAIN_TIMEOUT expects a length of time such as 30s, 500ms, 1h30m or PT30S, found 'soon'",
        "juggler: error: juggler.yaml:1:14: error: 'limits.body' expects a size such as 65536, 64KiB or 10MB, found 'much'",
        "juggler: error: juggler.yaml:2:1: error: unknown setting 'hots'; did you mean 'host'?",
      ])
  }

  @Test func aPortOfKubernetesIsExplained() {
    #expect(problem([], ["JUGGLER_PORT": "tcp://10.0.0.1:80"]).contains("enableServiceLinks: false"))
  }

  @Test func misspeltVariablesAreWarnedOf() throws {
    let settings = try sources([], ["JUGGLER_HOTS": "x", "JUGGLER_SECRET_PORT": "x", "JUGGLER_PORT": ""])
    #expect(settings.warnings == ["the environment's JUGGLER_HOTS is no setting; did you mean JUGGLER_HOST?"])
    #expect(settings[ServeSettings.port] == 8080)
  }

  @Test func aConfigurationFileThatIsMissingIsAnError() {
    #expect(problem(["--config", "/nowhere.yaml"]) == "--config: cannot read /nowhere.yaml: No such file or directory")
    #expect(
      problem([], ["JUGGLER_CONFIG": "/nowhere.yaml"])
        == "JUGGLER_CONFIG: cannot read /nowhere.yaml: No such file or directory")
  }

  @Test func sizesHaveUnits() {
    let size = SettingSyntax<Int>.size
    #expect(["0", "65536", "64KiB", "10MB", "1gib"].map(size.parse) == [0, 65536, 65536, 10_000_000, 1 << 30])
    #expect(["", "-1", "KiB", "1.5MB", "9223372036854775807KiB", "5 MB"].allSatisfy { size.parse($0) == nil })
  }
}

/// The table, the help and the documentation name the same settings.
struct ServeSettingsTests {
  let help = ServeCommand.helpMessage(columns: 10_000)

  @Test func everyNameIsUniqueAndEveryDefaultIsAccepted() {
    let names = ServeSettings.all.flatMap { [$0.key, $0.option, $0.variable] }
    #expect(Set(names).count == names.count)
    for setting in ServeSettings.all {
      if let value = setting.defaultText { #expect(setting.accepts(value), "\(setting.key)") }
    }
  }

  @Test func theHelpNamesEverySettingWithItsVariableAndDefault() {
    for setting in ServeSettings.all {
      let line = help.split(separator: "\n").first { $0.contains("[\(setting.variable)]") }
      #expect(line != nil, "\(setting.variable) is missing")
      guard let line, setting.key != ServeSettings.workflows.key else { continue }
      // Long ones stand on the line before.
      #expect(help.contains("\n  \(setting.option)"), "\(setting.option) is missing")
      #expect(line.contains(setting.summary), "\(setting.key)")
      if let value = setting.defaultText { #expect(line.contains("(default: \(value))"), "\(setting.key)") }
    }
  }

  @Test func everyOptionOfTheHelpIsASetting() {
    let known = Set(ServeSettings.all.map(\.option) + ["--config", "--help", "--version"])
    let options = help.split(separator: "\n").filter { $0.hasPrefix("  -") }.flatMap { line in
      line.split(separator: " ").prefix { $0.hasPrefix("-") || $0.hasPrefix("<") }.filter { $0.hasPrefix("--") }
    }
    #expect(options.count > 30)
    for option in options {
      let name = option.replacing(",", with: "").split(separator: "/").map(String.init)[0]
      #expect(known.contains(name) || known.contains(name.replacing("--no-", with: "--")), "\(option)")
    }
  }

  @Test func everyOptionReachesItsSetting() throws {
    for setting in ServeSettings.all where setting.key != ServeSettings.workflows.key {
      let arguments = setting.isFlag ? [setting.option] : [setting.option, "value"]
      let given = try ServeCommand.parse(arguments).given
      #expect(given.texts == [setting.key: [setting.isFlag ? "true" : "value"]], "\(setting.key)")
    }
  }

  @Test func theDocumentationHasARowForEverySettingAndNoOther() throws {
    let text = try String(contentsOfFile: "\(repository)/docs/configuration.md", encoding: .utf8)
    var rows: [String: [String]] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| `") && line.contains("| `JUGGLER_") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      rows[cells[0].replacing("`", with: "")] = cells
    }
    for setting in ServeSettings.all {
      let option = setting.key == ServeSettings.workflows.key ? "`DIR…`" : "`\(setting.option)`"
      #expect(
        rows.removeValue(forKey: setting.key) == [
          "`\(setting.key)`", option, "`\(setting.variable)`", setting.defaultText.map { "`\($0)`" } ?? "–",
          setting.summary,
        ])
    }
    #expect(rows.isEmpty)
  }

  @Test func theExampleOfTheDocumentationIsAccepted() throws {
    let text = try String(contentsOfFile: "\(repository)/docs/configuration.md", encoding: .utf8)
    let example = text.split(separator: "```yaml\n# juggler.yaml").dropFirst().first?.split(separator: "```").first
    let file = try #require(example)
    let (_, problems) = SettingsFile.read(Array(file.utf8), file: "juggler.yaml", known: ServeSettings.all)
    #expect(problems.isEmpty)
  }
}
