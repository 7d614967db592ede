import ArgumentParser

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve workflows as an HTTP API.",
    discussion: """
      Loads every definition under DIR, the working directory unless given, and serves it: POST /call/NAMESPACE/NAME \
      answers with the workflow's output. The first Ctrl-C or SIGTERM drains: no new runs, effects in flight finish and \
      are journaled, the rest resumes at the next start. The second one exits at once.

      Each option can be given in a file too (--config FILE, its name without the dashes), or in the environment (the \
      name in brackets). The command line counts first, then the environment, then the file.

      Examples:
        juggler serve
        juggler serve workflows --port 9000 --store sqlite:/var/lib/juggler/juggler.db
        juggler serve --config /etc/juggler.yaml
        curl -s localhost:8080/call/examples/hello --json '{"name": "Ada"}'
      """)

  @Argument(
    help: ArgumentHelp(
      "\(ServeSettings.workflows.summary) (default: the working directory) [\(ServeSettings.workflows.variable)]",
      valueName: "dir"),
    completion: .directory)
  var directories: [String] = []

  @Option(
    help: ArgumentHelp("A file with settings, YAML or JSON. [JUGGLER_CONFIG]", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var config: String?

  @OptionGroup var server: ServerOptions
  @OptionGroup(title: "Encryption") var encryption: EncryptionOptions
  @OptionGroup(title: "Who may do what") var access: AccessOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Logs") var logs: LogOptions
  @OptionGroup(title: "Telemetry") var telemetry: TelemetryOptions

  func run() async throws {
    let settings = try sources(Environment.process)
    let session = ServeSession(settings: settings)
    try await session.run()
  }

  /// What all sources say; see `SettingSources`.
  func sources(_ environment: Environment) throws(UserError) -> SettingSources {
    var variables = environment.variables(prefixed: "JUGGLER_")
    let path = config ?? variables.removeValue(forKey: "JUGGLER_CONFIG").flatMap { $0.isEmpty ? nil : $0 }
    variables["JUGGLER_CONFIG"] = nil
    var file: (path: String, bytes: [UInt8])?
    if let path {
      do throws(FileError) {
        file = (path, try FileContents.read(path))
      } catch {
        throw UserError("\(config == nil ? "JUGGLER_CONFIG" : "--config"): \(error)")
      }
    }
    return try SettingSources(commandLine: given, environment: variables, file: file, known: ServeSettings.all)
  }

  var given: GivenSettings {
    var given = GivenSettings()
    given.give(ServeSettings.workflows, directories)
    for group in [server, encryption, access, limits, logs, telemetry] as [any SettingOptions] {
      given.give(group.given)
    }
    return given
  }
}
