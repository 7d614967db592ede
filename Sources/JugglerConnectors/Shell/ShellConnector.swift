package import JSON
package import Juggler
package import OpenWorkflowRuntime

/// Performs `run: shell` with `/bin/sh`.
///
/// Arguments: `command`, `arguments`, `stdin`, `environment` and `return`, all of them plain values. Arguments are never
/// made part of the command's text: they are its positional parameters.
package struct ShellConnector: Connector {
  package let name = "shell"
  package let activity = RunEvent.Activity.computing
  private let runner: ProcessRunner

  package init(runner: ProcessRunner) { self.runner = runner }

  package func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
    guard let text = arguments["command"]?.stringValue, !text.utf8.contains(0) else {
      throw Fault.invalidArgument("command", expected: "a string without NUL", found: arguments["command"])
    }
    let options = try ProcessArguments(arguments)
    let parameters =
      switch options.values {
      case .positional(let values): values
      case .named(let members): Self.flags(members)
      }
    var command = ProcessCommand(executable: "/bin/sh", environment: options.environment, input: options.input)
    command.arguments = ["-c", ShellCommand(text).text(appending: !parameters.isEmpty), "sh"] + parameters
    options.output.configure(&command)
    do {
      let result = try await runner.run(command)
      return try options.output.value(of: result, subject: "command '\(Self.excerpt(text))'")
    } catch is CommandNotFound {
      throw Fault(.configuration, detail: "/bin/sh was not found: a shell task needs a POSIX shell there")
    }
  }

  /// Names each followed by its value; by every element of an array; by nothing for null.
  private static func flags(_ members: JSONObject) -> [String] {
    members.flatMap { name, value in value.isNull ? [name] : value.parameterTexts.flatMap { [name, $0] } }
  }

  private static func excerpt(_ text: String) -> String {
    text.count > 200 ? text.prefix(200) + "…" : text
  }
}
