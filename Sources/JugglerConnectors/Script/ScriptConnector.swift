package import JSON
package import Juggler
package import OpenWorkflowRuntime

/// Performs `run: script` with the interpreters on the PATH.
///
/// Arguments: `language`, `code` or `source`, `arguments`, `stdin`, `environment` and `return`, all of them plain values.
/// A list of arguments becomes the script's argv, a map its variables.
package struct ScriptConnector: Connector {
  package let name = "script"
  package let activity = RunEvent.Activity.computing
  private let runner: ProcessRunner
  private let http: HTTPConnector

  /// - Parameter http: fetches scripts that a document refers to by URL.
  package init(runner: ProcessRunner, http: HTTPConnector) {
    self.runner = runner
    self.http = http
  }

  package func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
    let language = try ScriptLanguage(argument: arguments["language"])
    let options = try ProcessArguments(arguments)
    var job: JSONObject = ["name": .string(language.fileName), "arguments": [], "variables": [:]]
    switch options.values {
    case .positional(let values): job["arguments"] = .array(values.map { .string($0) })
    case .named(let members):
      for name in members.keys where !language.isIdentifier(name) {
        throw Fault.invalidArgument("arguments", expected: "names that a variable can have", found: .string(name))
      }
      job["variables"] = .object(members)
    }
    switch try ScriptSource(arguments) {
    case .code(let code): job["code"] = .string(code)
    case .file(let path): job["path"] = .string(path)
    case .remote(let request): job["code"] = .string(try await fetch(request, in: context))
    }
    let result = try await run(JSONValue.object(job).serializedBytes(), options, language)
    return try options.output.value(of: result, subject: "the \(language) script")
  }

  private func run(
    _ job: [UInt8], _ options: ProcessArguments, _ language: ScriptLanguage
  ) async throws -> ProcessResult {
    let length = String(job.count)
    var input = Array((String(repeating: "0", count: 12 - length.count) + length).utf8)
    input.reserveCapacity(12 + job.count + options.input.count)
    input += job
    input += options.input
    for interpreter in language.interpreters {
      var command = ProcessCommand(
        executable: interpreter, arguments: language.arguments, environment: options.environment, input: input)
      options.output.configure(&command)
      do {
        return try await runner.run(command)
      } catch is CommandNotFound {
        continue
      }
    }
    throw language.missing
  }

  private func fetch(_ request: JSONObject, in context: EffectContext) async throws -> String {
    let content = try await http.perform(request, in: context)
    guard let bytes = content.stringValue.flatMap(Base64.decode), let code = String(validating: bytes, as: UTF8.self)
    else {
      throw Fault(.configuration, detail: "source: expected text in UTF-8 at \(request["uri"]?.text ?? "")")
    }
    return code
  }
}
